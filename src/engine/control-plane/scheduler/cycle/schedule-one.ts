/** One pod: filter, score, choose, assume, bind; or say why not. Source: pkg/scheduler/schedule_one.go. */
import type { Pod } from '../../../../kubernetes/types/core.ts'
import type { Simulation } from '../../../simulation/simulation.ts'
import { bindPod } from '../binding.ts'
import { assumePod } from '../cache/pod-accounting.ts'
import { reportFailure } from '../failure.ts'
import { popPod, putUnschedulable, removePod, type QueuedPod } from '../queue/scheduling-queue.ts'
import type { SchedulerState } from '../state.ts'
import type { CyclePod } from '../plugins/plugin.ts'
import { chooseHost } from './choose-host.ts'
import { recordDecision } from './decisions.ts'
import { createScan, findFeasible } from './find-feasible.ts'
import { fitErrorMessage, refusingPlugins } from './fit-error.ts'
import { preparePod } from './prepare-pod.ts'
import { createScores } from './score-nodes.ts'

/** Takes the next pod off the queue and gives it a node, or puts it where it waits. */
export function scheduleOne(sim: Simulation, state: SchedulerState): void {
  const queued = popPod(state.queue)
  if (queued === undefined) return
  const pod = state.pods.objects[queued.slot] as Pod | undefined
  if (pod === undefined || pod.metadata.uid !== queued.uid) {
    removePod(state.queue, queued.slot)
    return
  }
  if (pod.metadata.deletionTimestamp !== undefined) {
    removePod(state.queue, queued.slot)
    const message = `skip schedule deleting pod: ${pod.metadata.namespace}/${pod.metadata.name}`
    reportFailure(sim, state, queued.slot, pod, 'Unschedulable', message)
    return
  }
  place(sim, state, queued, pod)
}

function place(sim: Simulation, state: SchedulerState, queued: QueuedPod, pod: Pod): void {
  const { columns } = state.cache
  ensureScratch(state)
  const cyclePod = preparePod(state.cache, state.pods, pod)
  const { scan, scores } = state
  state.nextStart = findFeasible(columns, cyclePod, scan, state.nextStart)
  if (scan.feasible === 0) {
    refuse(sim, state, queued, cyclePod)
    return
  }
  const scored = scan.feasible > 1
  const winner = scored ? chooseHost(columns, cyclePod, scan, scores, state.tieRandom) : 0
  recordDecision(state.decisions, columns, cyclePod, scan, scores, {
    nowUs: sim.nowUs, attempt: queued.attempts, winner, scored, message: undefined,
  })
  const nodeSlot = scan.candidates[winner]!
  assumePod(state.cache, queued.slot, pod, nodeSlot)
  bindPod(sim, state, queued.slot, pod, columns.names[nodeSlot]!)
}

function refuse(sim: Simulation, state: SchedulerState, queued: QueuedPod, cyclePod: CyclePod): void {
  const { columns } = state.cache
  const message = fitErrorMessage(columns, cyclePod, state.scan)
  recordDecision(state.decisions, columns, cyclePod, state.scan, state.scores, {
    nowUs: sim.nowUs, attempt: queued.attempts, winner: -1, scored: false, message,
  })
  state.refusedCount++
  putUnschedulable(state.queue, queued, refusingPlugins(state.scan), sim.nowUs)
  reportFailure(sim, state, queued.slot, cyclePod.pod, 'Unschedulable', message)
}

/** The columns of a cycle are as long as those of the nodes. */
function ensureScratch(state: SchedulerState): void {
  const { capacity } = state.cache.columns
  if (state.scan.candidates.length >= capacity) return
  state.scan = createScan(capacity)
  state.scores = createScores(capacity)
}
