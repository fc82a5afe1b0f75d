/**
 * Pod garbage collector: every 20 s, pods of nodes that have vanished, pods that were deleted before anybody scheduled them, and finished
 * pods beyond the threshold. One key, 0. Memory: since when each node is missing. Source: pkg/controller/podgc/gc_controller.go.
 */
import { newPodCondition, withPodCondition } from '../../../../kubernetes/pod-conditions.ts'
import {
  get, remove, result, updateStatus, type Action, type Answer, type ReconcileInput, type ReconcileResult,
} from '../../../client/controller-actions.ts'
import { podAt, type Caches } from '../caches/caches.ts'
import { podWithConditions } from '../objects.ts'

/** Every 20 s, and what a pass takes: so the quarantine is over at its second tick, not one later. */
export const podGcPeriodUs = 20_002_000
/** A node must be missing for so long (upstream: quarantineTime). */
const quarantineUs = 40_000_000
/** `--terminated-pod-gc-threshold` */
const terminatedPodThreshold = 12_500

/** Missing nodes and when they were missed first. */
type Memory = ReadonlyMap<string, number>

export function reconcilePodGc(input: ReconcileInput<Caches>): ReconcileResult {
  const { listers, nowUs } = input
  const missing = new Map<string, number>()
  const before = (input.memory ?? new Map()) as Memory
  for (const name of listers.nodes.podsByNode.keys()) if (!listers.nodes.byName.has(name)) missing.set(name, before.get(name) ?? nowUs)
  if (input.answers !== undefined) return orphaned(input, input.answers, missing)
  const due = [...missing].filter(([, sinceUs]) => nowUs - sinceUs >= quarantineUs).map(([name]) => get('nodes', '', name))
  const stages = [[...unscheduledTerminating(listers), ...surplusFinished(listers)], due]
  return result(stages, missing, undefined, due.length > 0)
}

/** The missing nodes were asked for live: pods of those that are really gone are failed and deleted at once. */
function orphaned(input: ReconcileInput<Caches>, answers: readonly Answer[], memory: Memory): ReconcileResult {
  const { listers } = input
  const marks: Action[] = []
  const deletes: Action[] = []
  for (const answer of answers) {
    if (answer.action.do !== 'get' || answer.object !== undefined) continue
    for (const slot of listers.nodes.podsByNode.get(answer.action.name) ?? []) {
      const pod = podAt(listers, slot)!
      const condition = newPodCondition('DisruptionTarget', 'True', input.now, 'DeletionByPodGC', 'PodGC: node no longer exists')
      const marked = podWithConditions(pod, withPodCondition(pod.status.conditions, condition))
      const finished = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed'
      if (!finished) marks.push(updateStatus('pods', slot, { ...marked, status: { ...marked.status, phase: 'Failed' } } as typeof marked))
      deletes.push(remove('pods', slot, pod, { gracePeriodSeconds: 0 }))
    }
  }
  return result([marks, deletes], memory)
}

function unscheduledTerminating(caches: Caches): Action[] {
  const actions: Action[] = []
  for (const slot of caches.nodes.unscheduled) {
    const pod = podAt(caches, slot)!
    if (pod.metadata.deletionTimestamp !== undefined) actions.push(remove('pods', slot, pod, { gracePeriodSeconds: 0 }))
  }
  return actions
}

/** Oldest first. */
function surplusFinished(caches: Caches): Action[] {
  const surplus = caches.nodes.finished.size - terminatedPodThreshold
  if (surplus <= 0) return []
  const created = (slot: number): string => podAt(caches, slot)!.metadata.creationTimestamp
  const slots = [...caches.nodes.finished].sort((a, b) => (created(a) === created(b) ? a - b : created(a) < created(b) ? -1 : 1))
  return slots.slice(0, surplus).map((slot) => remove('pods', slot, podAt(caches, slot)!, { gracePeriodSeconds: 0 }))
}
