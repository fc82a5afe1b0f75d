/** The Node object as a kubelet writes it. Pure. Sources: pkg/kubelet/kubelet_node_status.go, pkg/kubelet/nodestatus/setters.go. */
import { nodeLeaseDurationSeconds } from '../../../kubernetes/node-heartbeats.ts'
import type { Node, NodeCondition, NodeStatus, NodeSystemInfo, ResourceList } from '../../../kubernetes/types/core.ts'
import type { Lease } from '../../../kubernetes/types/discovery.ts'
import { rackLabel, zoneLabel } from '../../../kubernetes/topology.ts'
import { kubernetesVersion } from '../../../kubernetes/version.ts'
import { hashText } from '../../simulation/random.ts'
import { microTimeText, timeText } from '../../simulation/time-text.ts'
import type { LeaseRenewal } from '../../state/lease-renewals.ts'
import { maxPods } from './admission.ts'
import type { KubeletMachine, KubeletOptions, LastingNodeStatus } from './state.ts'

export interface NodeMoment {
  readonly nowUs: number
  readonly epochMs: number
  readonly release: KubeletOptions['compatibility']
}

/** What the kubelet thinks of its own readiness. */
export interface Readiness {
  readonly ready: boolean
  readonly message: string
}

/** Thirty-two hexadecimal digits that stay the same for a machine. */
function machineId(name: string, purpose: string): string {
  let text = ''
  for (let i = 0; i < 4; i++) text += hashText(`${name}/${purpose}/${i}`).toString(16).padStart(8, '0')
  return text
}

function asUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

function systemInfo(name: string, release: NodeMoment['release']): NodeSystemInfo {
  const old = release === 'v1.29'
  const version = old ? 'v1.29.7' : kubernetesVersion
  return {
    machineID: machineId(name, 'machine'), systemUUID: asUuid(machineId(name, 'system')), bootID: asUuid(machineId(name, 'boot')),
    kernelVersion: old ? '6.1.0-18-amd64' : '6.12.41+deb13-amd64',
    osImage: old ? 'Debian GNU/Linux 12 (bookworm)' : 'Debian GNU/Linux 13 (trixie)',
    containerRuntimeVersion: old ? 'containerd://1.7.18' : 'containerd://2.1.4', kubeletVersion: version,
    // Not told any more since 1.33 (DisableNodeKubeProxyVersion).
    kubeProxyVersion: old ? version : '', operatingSystem: 'linux', architecture: 'amd64',
  }
}

/** Capacity; nothing is reserved for the system, so allocatable is the same. */
function resourcesOf(m: KubeletMachine): ResourceList {
  return {
    cpu: String(m.cpu), 'ephemeral-storage': '102683304Ki', 'hugepages-1Gi': '0', 'hugepages-2Mi': '0', memory: `${m.memoryGi}Gi`,
    pods: String(maxPods),
  }
}

function nodeCondition(
  before: readonly NodeCondition[], type: string, status: 'True' | 'False', reason: string, message: string, now: string,
): NodeCondition {
  const old = before.find((one) => one.type === type)
  const lastTransitionTime = old !== undefined && old.status === status ? old.lastTransitionTime : now
  return { type, status, lastHeartbeatTime: now, lastTransitionTime, reason, message }
}

/** Conditions in upstream's order. No pressure is simulated. */
function conditionsOf(before: readonly NodeCondition[], readiness: Readiness, now: string): readonly NodeCondition[] {
  return [
    nodeCondition(before, 'MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available', now),
    nodeCondition(before, 'DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure', now),
    nodeCondition(before, 'PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available', now),
    readiness.ready
      ? nodeCondition(before, 'Ready', 'True', 'KubeletReady', 'kubelet is posting ready status', now)
      : nodeCondition(before, 'Ready', 'False', 'KubeletNotReady', readiness.message, now),
  ]
}

/** `--node-status-max-images`. */
const maxImages = 50

/** Images on disk, largest first. */
function imagesOf(m: KubeletMachine): NodeStatus['images'] {
  if (m.images.size === 0) return undefined
  return [...m.images].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, maxImages)
    .map(([name, sizeBytes]) => ({ names: [name], sizeBytes }))
}

/** The parts of the status that stay the same for a machine. They are made once, so that whoever reads them sees that nothing changed. */
function lastingStatus(m: KubeletMachine, release: NodeMoment['release']): LastingNodeStatus {
  m.lastingStatus ??= {
    resources: resourcesOf(m), addresses: [{ type: 'InternalIP', address: m.ip }, { type: 'Hostname', address: m.nodeName }],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } }, nodeInfo: systemInfo(m.nodeName, release),
  }
  return m.lastingStatus
}

/** The status now; transition times carry over from `before`. */
export function nodeStatus(m: KubeletMachine, before: readonly NodeCondition[], readiness: Readiness, moment: NodeMoment): NodeStatus {
  const { resources, addresses, daemonEndpoints, nodeInfo } = lastingStatus(m, moment.release)
  return {
    capacity: resources,
    allocatable: resources,
    conditions: conditionsOf(before, readiness, timeText(moment.nowUs, moment.epochMs)),
    addresses,
    daemonEndpoints,
    nodeInfo,
    images: imagesOf(m),
  }
}

/** Labels of the kubelet's own and of the cloud provider, and the rack as of `--node-labels`. */
function labelsOf(m: KubeletMachine): Readonly<Record<string, string>> {
  const own = {
    'beta.kubernetes.io/arch': 'amd64', 'beta.kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', 'kubernetes.io/hostname': m.nodeName,
    'kubernetes.io/os': 'linux', 'topology.kubernetes.io/region': 'region-1', [zoneLabel]: m.zone,
  }
  return m.rack === '' ? own : { [rackLabel]: m.rack, ...own }
}

/** The Node that a kubelet registers: with the not-ready taint, which the node lifecycle controller takes off when it is Ready. */
export function newNode(m: KubeletMachine, readiness: Readiness, moment: NodeMoment): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: m.nodeName, generateName: undefined, namespace: '', uid: '', resourceVersion: 0, generation: undefined,
      creationTimestamp: timeText(moment.nowUs, moment.epochMs), deletionTimestamp: undefined, deletionGracePeriodSeconds: undefined,
      labels: labelsOf(m),
      annotations: { 'node.alpha.kubernetes.io/ttl': '0', 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
      ownerReferences: undefined, finalizers: undefined, managedFields: undefined,
    },
    spec: {
      podCIDR: undefined, podCIDRs: undefined, providerID: undefined, unschedulable: undefined,
      taints: [{ key: 'node.kubernetes.io/not-ready', value: undefined, effect: 'NoSchedule', timeAdded: undefined }],
    },
    status: nodeStatus(m, [], readiness, moment),
  }
}

/** The same Node with another status. */
export function withStatus(node: Node, status: NodeStatus): Node {
  return { apiVersion: node.apiVersion, kind: node.kind, metadata: node.metadata, spec: node.spec, status }
}

function ownerOf(m: KubeletMachine): Lease['metadata']['ownerReferences'] {
  if (m.node === undefined) return undefined
  const { uid } = m.node.metadata
  return [{ apiVersion: 'v1', kind: 'Node', name: m.nodeName, uid, controller: undefined, blockOwnerDeletion: undefined }]
}

/** The kubelet sees a whole version of its Lease. It is not complete when somebody else wrote to it, or the Node was not known at first. */
export function takeLease(m: KubeletMachine, lease: Lease, slot: number): void {
  const { metadata, spec } = lease
  m.lease = lease
  m.leaseRevision = metadata.resourceVersion
  m.leaseSlot = slot
  m.leaseComplete = spec.holderIdentity === m.nodeName && spec.leaseDurationSeconds === nodeLeaseDurationSeconds
    && metadata.ownerReferences !== undefined
}

/** The renewal of the node's Lease as it was last seen; a whole Lease where more than the time is to change. */
export function renewalOf(m: KubeletMachine, old: Lease, nowUs: number, epochMs: number): LeaseRenewal | Lease {
  if (!m.leaseComplete) return newLease(m, old, nowUs, epochMs)
  return { lease: old, resourceVersion: m.leaseRevision, renewTimeUs: epochMs * 1000 + nowUs }
}

/** The node's Lease, renewed now. `old`: as last seen. Source: k8s.io/component-helpers/apimachinery/lease/controller.go. */
export function newLease(m: KubeletMachine, old: Lease | undefined, nowUs: number, epochMs: number): Lease {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name: m.nodeName, generateName: undefined, namespace: 'kube-node-lease', uid: old?.metadata.uid ?? '',
      resourceVersion: old === undefined ? 0 : m.leaseRevision, generation: undefined,
      creationTimestamp: old?.metadata.creationTimestamp ?? timeText(nowUs, epochMs), deletionTimestamp: undefined,
      deletionGracePeriodSeconds: undefined, labels: old?.metadata.labels, annotations: old?.metadata.annotations,
      ownerReferences: old?.metadata.ownerReferences ?? ownerOf(m), finalizers: old?.metadata.finalizers,
      managedFields: old?.metadata.managedFields,
    },
    spec: {
      holderIdentity: m.nodeName, leaseDurationSeconds: nodeLeaseDurationSeconds, acquireTime: old?.spec.acquireTime,
      renewTime: microTimeText(nowUs, epochMs), leaseTransitions: old?.spec.leaseTransitions,
    },
  }
}
