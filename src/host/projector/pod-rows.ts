/** Rows of pods: what a frame says of the pods that changed, from the objects in etcd. */
import { podResources } from '../../kubernetes/pod-resources.ts'
import { containerVisualStatuses, podStatusSummary } from '../../kubernetes/pod-status.ts'
import type { Pod } from '../../kubernetes/types/core.ts'
import type { PodColumns, PodNames } from '../../protocol/frame.ts'
import { podFlags, statusCodes } from '../../protocol/vocabulary.ts'
import { createPlaces, freePlace, takePlace, type Places } from './places.ts'
import { wordNumber, type Words } from './words.ts'

/** What is remembered of a pod between frames, by its slot. */
interface Known {
  readonly uid: string
  node: number
  place: number
  cpuMilli: number
  memoryMi: number
  /** Containers that were named: an ephemeral one comes later. */
  containers: number
}
export interface PodRows {
  known: (Known | undefined)[]
  tray: Places
  byNode: Map<number, Places>
  /** Pods whose Node object does not exist: they stand nowhere until it does. */
  homeless: Set<number>
  /** Sums of what the pods on a node request, by node slot. */
  cpuMilli: Map<number, number>
  memoryMi: Map<number, number>
}
/** Looks things up that other rows know. */
interface PodLook {
  /** Slot of a Node object by name; -1: there is none. */
  nodeSlot(name: string): number
  /** Slot of a ReplicaSet and the revision it stands for; -1, 0 for none. */
  replicaSet(namespace: string, name: string): { readonly slot: number; readonly revision: number }
}

export function createPodRows(): PodRows {
  return { known: [], tray: createPlaces(), byNode: new Map(), homeless: new Set(), cpuMilli: new Map(), memoryMi: new Map() }
}

function placesOf(rows: PodRows, node: number): Places {
  if (node < 0) return rows.tray
  let places = rows.byNode.get(node)
  if (places === undefined) {
    places = createPlaces()
    rows.byNode.set(node, places)
  }
  return places
}

function addRequests(rows: PodRows, known: Known, sign: 1 | -1): void {
  if (known.node < 0) return
  rows.cpuMilli.set(known.node, (rows.cpuMilli.get(known.node) ?? 0) + sign * known.cpuMilli)
  rows.memoryMi.set(known.node, (rows.memoryMi.get(known.node) ?? 0) + sign * known.memoryMi)
}

/** Forgets a pod and frees its place. Returns the slot of the node it was on, -1 for none. */
function leave(rows: PodRows, slot: number): number {
  const known = rows.known[slot]
  if (known === undefined) return -1
  freePlace(placesOf(rows, known.node), known.place)
  addRequests(rows, known, -1)
  rows.known[slot] = undefined
  return known.node
}

const isFinished = (pod: Pod): boolean => pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed'

function settle(rows: PodRows, slot: number, pod: Pod, node: number): Known {
  const resources = podResources(pod.spec)
  const finished = isFinished(pod)
  const known: Known = {
    uid: pod.metadata.uid, node, place: takePlace(placesOf(rows, node)),
    cpuMilli: finished ? 0 : resources.cpuMilli, memoryMi: finished ? 0 : resources.memoryBytes / (1024 * 1024),
    containers: 0,
  }
  rows.known[slot] = known
  addRequests(rows, known, 1)
  return known
}

function follow(rows: PodRows, slot: number, pod: Pod, node: number, touched: Set<number>): { readonly known: Known; readonly fresh: boolean } {
  let known = rows.known[slot]
  const fresh = known === undefined || known.uid !== pod.metadata.uid
  const finished = isFinished(pod)
  if (!fresh && known!.node === node && !(finished && known!.cpuMilli + known!.memoryMi > 0)) return { known: known!, fresh }
  if (!fresh && known!.node === node) {
    addRequests(rows, known!, -1)
    known!.cpuMilli = 0
    known!.memoryMi = 0
  } else {
    const left = leave(rows, slot)
    if (left >= 0) touched.add(left)
    known = settle(rows, slot, pod, node)
  }
  if (node >= 0) touched.add(node)
  return { known: known!, fresh }
}

function ownerOf(pod: Pod): string | undefined {
  return pod.metadata.ownerReferences?.find((owner) => owner.controller === true && owner.kind === 'ReplicaSet')?.name
}

function namesOf(pod: Pod): PodNames {
  const sidecars = (pod.spec.initContainers ?? []).filter((container) => container.restartPolicy === 'Always')
  return {
    namespace: pod.metadata.namespace, name: pod.metadata.name,
    containers: [...sidecars, ...pod.spec.containers, ...(pod.spec.ephemeralContainers ?? [])].slice(0, 8).map((container) => container.name),
  }
}

function packStates(pod: Pod, names: PodNames): number {
  const states = containerVisualStatuses(pod)
  let packed = 0
  names.containers.forEach((name, i) => {
    packed |= (statusCodes[states.get(name) ?? 'pending'] & 15) << (i * 4)
  })
  return packed >>> 0
}

function emptyColumns(count: number, gone: readonly number[]): PodColumns & { names: (PodNames | undefined)[] } {
  return {
    slot: new Uint32Array(count), fresh: new Uint8Array(count), node: new Int32Array(count), place: new Uint32Array(count),
    status: new Uint8Array(count), word: new Uint16Array(count), readyContainers: new Uint8Array(count), totalContainers: new Uint8Array(count),
    restarts: new Uint16Array(count), replicaSet: new Int32Array(count), revision: new Uint16Array(count), flags: new Uint8Array(count),
    containerStates: new Uint32Array(count), names: new Array<PodNames | undefined>(count).fill(undefined), gone: Uint32Array.from(gone),
  }
}

/**
 * Columns of the pods in `slots`. `pods[slot]` is the object or undefined when it is gone. A pod whose Node object is gone stands nowhere
 * and counts as gone until the pod garbage collector removes it. Adds to `touched` the nodes whose sums changed.
 */
export function projectPods(
  rows: PodRows, slots: Iterable<number>, pods: readonly (Pod | undefined)[], words: Words, look: PodLook, touched: Set<number>,
): PodColumns {
  const present: { readonly slot: number; readonly pod: Pod; readonly node: number }[] = []
  const gone: number[] = []
  for (const slot of slots) {
    const pod = pods[slot]
    const node = pod?.spec.nodeName === undefined ? -1 : look.nodeSlot(pod.spec.nodeName)
    if (pod !== undefined && (pod.spec.nodeName === undefined || node >= 0)) {
      rows.homeless.delete(slot)
      present.push({ slot, pod, node })
      continue
    }
    if (pod === undefined) rows.homeless.delete(slot)
    else rows.homeless.add(slot)
    if (rows.known[slot] !== undefined) gone.push(slot)
    const left = leave(rows, slot)
    if (left >= 0) touched.add(left)
  }
  const columns = emptyColumns(present.length, gone)
  present.forEach(({ slot, pod, node }, i) => {
    const { known, fresh } = follow(rows, slot, pod, node, touched)
    fillRow(columns, i, slot, pod, known, fresh, words, look)
  })
  return columns
}

function fillRow(
  columns: ReturnType<typeof emptyColumns>, i: number, slot: number, pod: Pod, known: Known, fresh: boolean, words: Words, look: PodLook,
): void {
  const summary = podStatusSummary(pod)
  const names = namesOf(pod)
  const owner = ownerOf(pod)
  const set = owner === undefined ? { slot: -1, revision: 0 } : look.replicaSet(pod.metadata.namespace, owner)
  columns.slot[i] = slot
  columns.fresh[i] = fresh ? 1 : 0
  columns.node[i] = known.node
  columns.place[i] = known.place
  columns.status[i] = statusCodes[summary.visual]
  columns.word[i] = wordNumber(words, summary.status)
  columns.readyContainers[i] = summary.ready
  columns.totalContainers[i] = summary.total
  columns.restarts[i] = summary.restarts
  columns.replicaSet[i] = set.slot
  columns.revision[i] = set.revision
  columns.flags[i] =
    (pod.metadata.deletionTimestamp === undefined ? 0 : podFlags.terminating) |
    (pod.status.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true ? podFlags.ready : 0) |
    (pod.metadata.namespace === 'kube-system' ? podFlags.system : 0) |
    (isFinished(pod) ? podFlags.finished : 0)
  columns.containerStates[i] = packStates(pod, names)
  if (!fresh && known.containers === names.containers.length) return
  known.containers = names.containers.length
  columns.names[i] = names
}

/** Slots of the pods that stand on a node. */
export function podsOnNode(rows: PodRows, node: number): number[] {
  const found: number[] = []
  rows.known.forEach((known, slot) => {
    if (known?.node === node) found.push(slot)
  })
  return found
}

/** Slots of the pods that wait for a Node object. */
export function homelessPods(rows: PodRows): readonly number[] {
  return [...rows.homeless]
}
