/**
 * Which pods go first when a ReplicaSet shrinks. Ranks are packed into one number per pod and the victims kept in a bounded heap, so that a
 * set of 150,000 pods is ranked in milliseconds. Source: pkg/controller/controller_utils.go (ActivePodsWithRanks).
 */
import { isPodActive, maxContainerRestarts, podCondition } from '../../../../kubernetes/pod-conditions.ts'
import type { ReplicaSet } from '../../../../kubernetes/types/apps.ts'
import type { Pod } from '../../../../kubernetes/types/core.ts'
import type { ReconcileInput } from '../../../client/controller-actions.ts'
import { parseTimeText } from '../../../simulation/time-text.ts'
import { podAt, type Caches } from '../caches/caches.ts'
import { controllerOf, ownedPods } from '../caches/owned-pods.ts'
import { graphKey, resourceOfGraphKey, slotOfGraphKey } from '../caches/owners.ts'

const deletionCost = 'controller.kubernetes.io/pod-deletion-cost'

export interface RankedPod {
  readonly slot: number
  readonly uid: string
  /** Not assigned, phase, not ready, deletion cost, pods of related sets on the same node: smaller goes first. */
  readonly packed: number
  readonly readyUs: number
  readonly restarts: number
  readonly createdUs: number
}

const phaseRank: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 }

/** Whole power of two below the age in nanoseconds, as upstream's log2; -1 for no age. */
export function ageBucket(ageUs: number): number {
  let nanoseconds = ageUs * 1000
  if (nanoseconds < 1) return -1
  let bucket = 0
  while (nanoseconds >= 4294967296) {
    nanoseconds /= 4294967296
    bucket += 32
  }
  return bucket + 31 - Math.clz32(Math.floor(nanoseconds))
}

function costOf(pod: Pod): number {
  const text = pod.metadata.annotations?.[deletionCost]
  return text !== undefined && /^-?(0|[1-9]\d*)$/.test(text) ? Math.max(-2147483648, Math.min(2147483647, Number(text))) : 0
}

/** `related`: active pods of sets with the same owner that are on the pod's node. */
export function rankPod(pod: Pod, slot: number, related: number, epochMs: number): RankedPod {
  const condition = podCondition(pod.status, 'Ready')
  const ready = condition?.status === 'True'
  const assigned = pod.spec.nodeName === undefined ? 0 : 1
  const state = (assigned * 4 + (phaseRank[pod.status.phase] ?? 2)) * 2 + (ready ? 1 : 0)
  const crowd = 65535 - Math.min(related, 65535)
  return {
    slot, uid: pod.metadata.uid,
    packed: (state * 4294967296 + (costOf(pod) + 2147483648)) * 65536 + crowd,
    readyUs: ready ? (parseTimeText(condition.lastTransitionTime, epochMs) ?? 0) : -1,
    restarts: maxContainerRestarts(pod),
    createdUs: parseTimeText(pod.metadata.creationTimestamp, epochMs) ?? 0,
  }
}

/** Negative: `a` goes before `b`. Equal ages are those of one power of two; then, as upstream, the uid decides. */
export function compareForDeletion(a: RankedPod, b: RankedPod, nowUs: number): number {
  if (a.packed !== b.packed) return a.packed - b.packed
  if (a.readyUs !== b.readyUs && a.readyUs >= 0 && b.readyUs >= 0) return byAge(a, b, nowUs - a.readyUs, nowUs - b.readyUs)
  if (a.restarts !== b.restarts) return b.restarts - a.restarts
  if (a.createdUs !== b.createdUs) return byAge(a, b, nowUs - a.createdUs, nowUs - b.createdUs)
  return byUid(a, b)
}

function byAge(a: RankedPod, b: RankedPod, ageA: number, ageB: number): number {
  const difference = ageBucket(ageA) - ageBucket(ageB)
  return difference === 0 ? byUid(a, b) : difference
}

function byUid(a: RankedPod, b: RankedPod): number {
  return a.uid < b.uid ? -1 : a.uid > b.uid ? 1 : 0
}

/** The first `count` of the ranking, first victim first: a heap with the last of the chosen on top. */
export function firstToGo(pods: readonly RankedPod[], count: number, nowUs: number): RankedPod[] {
  const heap: RankedPod[] = []
  for (const pod of pods) {
    if (heap.length < count) {
      heap.push(pod)
      siftUp(heap, heap.length - 1, nowUs)
    } else if (compareForDeletion(pod, heap[0]!, nowUs) < 0) {
      heap[0] = pod
      siftDown(heap, nowUs)
    }
  }
  return heap.sort((a, b) => compareForDeletion(a, b, nowUs))
}

function siftUp(heap: RankedPod[], from: number, nowUs: number): void {
  for (let i = from; i > 0;) {
    const parent = (i - 1) >> 1
    if (compareForDeletion(heap[i]!, heap[parent]!, nowUs) <= 0) return
    swap(heap, i, parent)
    i = parent
  }
}

function siftDown(heap: RankedPod[], nowUs: number): void {
  for (let i = 0; ;) {
    let last = i
    for (const child of [2 * i + 1, 2 * i + 2]) {
      if (child < heap.length && compareForDeletion(heap[child]!, heap[last]!, nowUs) > 0) last = child
    }
    if (last === i) return
    swap(heap, i, last)
    i = last
  }
}

function swap(heap: RankedPod[], a: number, b: number): void {
  const kept = heap[a]!
  heap[a] = heap[b]!
  heap[b] = kept
}

/** Slots of the `count` pods that go. All are to go: in no special order. Looks at all pods of the set: only a scale-down costs that. */
export function podsToDelete(input: ReconcileInput<Caches>, replicaSet: ReplicaSet, count: number): number[] {
  const { listers, nowUs, epochMs } = input
  const active: number[] = []
  for (const slot of ownedPods(listers.ownedPods, replicaSet.metadata.uid)?.slots ?? []) {
    if (isPodActive(podAt(listers, slot)!)) active.push(slot)
  }
  if (count >= active.length) return active
  const onNode = relatedPodsByNode(listers, replicaSet)
  const ranked = active.map((slot) => {
    const pod = podAt(listers, slot)!
    return rankPod(pod, slot, onNode.get(pod.spec.nodeName ?? '') ?? 0, epochMs)
  })
  return firstToGo(ranked, count, nowUs).map((pod) => pod.slot)
}

/** Active pods per node of the set and of the sets that share its owner. */
function relatedPodsByNode(caches: Caches, replicaSet: ReplicaSet): Map<string, number> {
  const owner = controllerOf(replicaSet)
  const siblings = owner === undefined ? undefined : caches.owners.dependents.get(owner.uid)
  const own = graphKey('replicasets', caches.ownedPods.replicaSetByUid.get(replicaSet.metadata.uid) ?? 0)
  const counts = new Map<string, number>()
  for (const key of siblings ?? [own]) {
    if (resourceOfGraphKey(key) !== 'replicasets') continue
    const set = caches.informers.replicasets.objects[slotOfGraphKey(key)]
    for (const slot of (set === undefined ? undefined : ownedPods(caches.ownedPods, set.metadata.uid)?.slots) ?? []) {
      const pod = podAt(caches, slot)!
      if (isPodActive(pod)) counts.set(pod.spec.nodeName ?? '', (counts.get(pod.spec.nodeName ?? '') ?? 0) + 1)
    }
  }
  return counts
}
