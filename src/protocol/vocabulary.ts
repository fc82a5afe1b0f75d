/**
 * Numbers that travel on the wire and inside the engine: components, processes, message types, status codes.
 * They are part of the protocol: change one and `protocolVersion` goes up.
 */
export const protocolVersion = 1

/** Components as addresses of messages. Those that exist once per node are addressed together with the node's slot. */
export const componentIds = {
  user: 0,
  etcd: 1,
  apiServer: 2,
  controllerManager: 3,
  scheduler: 4,
  kubelet: 5,
  kubeProxy: 6,
  containerRuntime: 7,
  podNetwork: 8,
  clients: 9,
  world: 10,
} as const

/** What a message is. The shape of its packet on the canvas follows from it (`packetKind`). */
export const messageTypes = {
  /** Client -> API server over 6443. */
  apiRequest: 1,
  /** API server -> client, answer of `apiRequest`. */
  apiResponse: 2,
  /** API server -> client, one event of a watch. */
  watchEvent: 3,
  /** API server -> etcd: range, transaction, lease, compaction, watch creation. */
  etcdRequest: 4,
  etcdResponse: 5,
  /** etcd -> API server: changes of one revision. */
  etcdWatchEvent: 6,
  /** API server -> kubelet over 10250 and its answer. */
  kubeletRequest: 7,
  kubeletResponse: 8,
  /** kubelet -> container runtime and its answer. */
  criRequest: 9,
  criResponse: 10,
  /** Client outside -> NodePort of a node, and the answer that goes back. */
  serviceRequest: 11,
  serviceResponse: 12,
  /** The same request between nodes, inside VXLAN, and its answer. */
  vxlanRequest: 13,
  vxlanResponse: 14,
  /** The same request inside one node (bridge), and its answer. */
  podRequest: 15,
  podResponse: 16,
} as const
export type MessageType = (typeof messageTypes)[keyof typeof messageTypes]

/** Kinds of traffic that the legend names. */
export type PacketKind = 'request' | 'response' | 'watch' | 'etcd' | 'kubelet' | 'cri' | 'vxlan' | 'service'
const packetKinds: Record<MessageType, PacketKind> = {
  1: 'request', 2: 'response', 3: 'watch', 4: 'etcd', 5: 'etcd', 6: 'etcd', 7: 'kubelet', 8: 'kubelet',
  9: 'cri', 10: 'cri', 11: 'service', 12: 'service', 13: 'vxlan', 14: 'vxlan', 15: 'service', 16: 'service',
}
/** The legend's kind of a message type. */
export function packetKind(type: number): PacketKind {
  return packetKinds[type as MessageType]
}

/** Status of a pod, container or node as the canvas shows it: shape + word + colour. */
export const statusCodes = { running: 0, pending: 1, creating: 2, terminating: 3, failed: 4, unknown: 5, succeeded: 6 } as const
export type StatusName = keyof typeof statusCodes
export const statusNames: readonly StatusName[] = ['running', 'pending', 'creating', 'terminating', 'failed', 'unknown', 'succeeded']

/** Bits of `NodeColumns.flags`: what the machine is (not what the API server believes). */
export const nodeFlags = {
  poweredOff: 1,
  cableCut: 2,
  /** `spec.unschedulable` */
  cordoned: 4,
  kubeletDown: 8,
  kubeProxyDown: 16,
  runtimeDown: 32,
  /** Carries a NoExecute taint. */
  evicting: 64,
} as const

/** Bits of `PodColumns.flags`. */
export const podFlags = {
  /** `deletionTimestamp` is set. */
  terminating: 1,
  ready: 2,
  /** Pod belongs to kube-system. */
  system: 4,
  /** `status.phase` is Succeeded or Failed: its controller counts it no more. */
  finished: 8,
} as const

/** Bits of a hop's `flags`. */
export const hopFlags = {
  /** Goes from the dialled side back to the dialling side. */
  reverse: 1,
  /** Was lost on the way: the link was cut or the receiver's machine was off. */
  lost: 2,
  /** Lease renewal or leader election: routine that auto pace and stories leave out. */
  routine: 4,
  /** The answer is a refusal or an error. */
  failed: 8,
} as const
