/** Which traffic a link is for, where it is drawn without any. */
import type { LinkKind } from '../../kubernetes/architecture.ts'
import type { PacketKind } from '../../protocol/vocabulary.ts'

const kinds: Record<LinkKind, PacketKind> = {
  'kubectl-api': 'request',
  'kubelet-api': 'request',
  'proxy-api': 'request',
  'controller-manager-api': 'request',
  'scheduler-api': 'request',
  'api-etcd': 'etcd',
  'etcd-peer': 'etcd',
  'api-kubelet': 'kubelet',
  cri: 'cri',
  vxlan: 'vxlan',
  'client-nodeport': 'service',
  'pod-network': 'service',
}

/** The kind of traffic whose colour and mark a link wears. */
export function linkPacketKind(kind: LinkKind): PacketKind {
  return kinds[kind]
}
