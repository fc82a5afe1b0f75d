/** A worker node and its pods as they are drawn: plain values from the view's columns. */
import { nodeFlags, podFlags, statusNames } from '../../protocol/vocabulary.ts'
import type { StatusName } from '../../protocol/vocabulary.ts'
import type { ClusterView } from '../../state/cluster-view.ts'
import { coresText, memoryText } from '../../state/format.ts'
import { nodeWord } from '../../state/node-state.ts'
import { podContainers, podWord } from '../../state/selectors.ts'
import { podPlaces } from '../kernels/layout.ts'

interface ContainerView {
  readonly name: string
  readonly status: StatusName
}
export interface PodView {
  readonly slot: number
  readonly namespace: string
  readonly name: string
  readonly status: StatusName
  /** STATUS as kubectl prints it. */
  readonly word: string
  readonly ready: string
  readonly restarts: number
  /** Revision of its Deployment; 0: none. */
  readonly revision: number
  readonly replicaSet: number
  readonly isReady: boolean
  /** Its Deployment asks for another revision: it has to go. */
  readonly isOutdated: boolean
  readonly containers: readonly ContainerView[]
}
export interface CapacityView {
  readonly fraction: number
  /** "cpu: 1.2 of 4 cores". */
  readonly amounts: string
  /** "cpu: 1.2 of 4 cores requested / allocatable". */
  readonly text: string
}
type MachineState = 'on' | 'powered off' | 'cable cut'
export interface WorkerNodeView {
  readonly slot: number
  readonly name: string
  readonly ip: string
  readonly status: StatusName
  /** STATUS as kubectl prints it. */
  readonly word: string
  readonly cordoned: boolean
  readonly machine: MachineState
  readonly cpu: CapacityView
  readonly memory: CapacityView
  readonly kubeletDown: boolean
  readonly kubeProxyDown: boolean
  readonly runtimeDown: boolean
  readonly proxyServices: number
  /** Undefined: nobody can know. */
  readonly runningContainers: number | undefined
  /** Pods by place; undefined: free. At least `podPlaces` long. */
  readonly places: readonly (PodView | undefined)[]
}

/** Whether the Deployment of a pod is at a later revision than the pod. */
export function isOutdated(view: ClusterView, slot: number): boolean {
  const set = view.replicaSets.get(view.pods.replicaSet[slot] ?? -1)
  const wanted = view.deployments.get(set?.deployment ?? -1)?.revision ?? 0
  return set !== undefined && set.revision < wanted
}

/** A pod's row; undefined for a free slot. */
export function podView(view: ClusterView, slot: number): PodView | undefined {
  const names = view.pods.names[slot]
  if (slot < 0 || names === undefined) return undefined
  const { pods } = view
  return {
    slot,
    namespace: names.namespace,
    name: names.name,
    status: statusNames[pods.status[slot] ?? 0] ?? 'unknown',
    word: podWord(view, slot),
    ready: `${pods.readyContainers[slot] ?? 0}/${pods.totalContainers[slot] ?? 0}`,
    restarts: pods.restarts[slot] ?? 0,
    revision: pods.revision[slot] ?? 0,
    replicaSet: pods.replicaSet[slot] ?? -1,
    isOutdated: isOutdated(view, slot),
    isReady: ((pods.flags[slot] ?? 0) & podFlags.ready) !== 0,
    containers: podContainers(view, slot),
  }
}

/**
 * A pod on a machine that is off, cut off or silent: its word stays what the API server believes; how its containers are, nobody can know.
 */
function withoutNews(pod: PodView | undefined): PodView | undefined {
  return pod === undefined ? undefined : { ...pod, containers: pod.containers.map(({ name }) => ({ name, status: 'unknown' })) }
}

/** A node's row with its pods; undefined for a free slot. */
export function workerNodeView(view: ClusterView, slot: number): WorkerNodeView | undefined {
  const names = view.nodes.names[slot]
  if (names === undefined) return undefined
  const { nodes } = view
  const flags = nodes.flags[slot] ?? 0
  const has = (flag: number): boolean => (flags & flag) !== 0
  const status = statusNames[nodes.status[slot] ?? 0] ?? 'unknown'
  const machine: MachineState = has(nodeFlags.poweredOff) ? 'powered off' : has(nodeFlags.cableCut) ? 'cable cut' : 'on'
  const pods = nodes.pods[slot] ?? []
  const hasNews = machine === 'on' && status !== 'unknown'
  const places = Array.from({ length: Math.max(podPlaces, pods.length) }, (_, place) => {
    const pod = podView(view, pods[place] ?? -1)
    return hasNews ? pod : withoutNews(pod)
  })
  const cpu = [nodes.cpuRequestedMilli[slot] ?? 0, nodes.cpuAllocatableMilli[slot] ?? 0] as const
  const memory = [nodes.memoryRequestedMi[slot] ?? 0, nodes.memoryAllocatableMi[slot] ?? 0] as const
  return {
    slot,
    name: names.name,
    ip: names.ip,
    status,
    word: nodeWord(status),
    cordoned: has(nodeFlags.cordoned),
    machine,
    cpu: capacityView(part(...cpu), `cpu: ${coresText(cpu[0])} of ${coresText(cpu[1])} cores`),
    memory: capacityView(part(...memory), `memory: ${memoryText(memory[0])} of ${memoryText(memory[1])}`),
    kubeletDown: has(nodeFlags.kubeletDown),
    kubeProxyDown: has(nodeFlags.kubeProxyDown),
    runtimeDown: has(nodeFlags.runtimeDown),
    proxyServices: nodes.proxyServices[slot] ?? 0,
    runningContainers: hasNews
      ? places.reduce((sum, pod) => sum + (pod?.containers.filter((container) => container.status === 'running').length ?? 0), 0)
      : undefined,
    places,
  }
}

const capacityView = (fraction: number, amounts: string): CapacityView => ({ fraction, amounts, text: `${amounts} requested / allocatable` })

const part = (requested: number, allocatable: number): number => (allocatable > 0 ? Math.min(1, requested / allocatable) : 0)
