/**
 * From wall time to simulated time: pause, a fixed rate, auto pace, steps. It decides how far the engine may run; it never changes what
 * the engine does.
 */
import type { PaceCommand } from '../../protocol/host.ts'
import type { PaceStatus } from '../../protocol/frame.ts'
import { nextTimeUs, step, type ClusterState } from '../../engine/index.ts'
import { hasTold } from '../projector/changes.ts'
import { createAttention, observe, type Attention } from './attention.ts'
import { waitingFor } from './waiting-for.ts'

export interface Pacer {
  playing: boolean
  mode: 'fixed' | 'auto'
  /** Rate of the fixed mode. */
  fixedRate: number
  /** Rate now, simulated seconds per wall second. */
  rate: number
  /** Simulated time that the wall clock allows; the engine runs behind it. */
  targetUs: number
  /** Wall time of the last call, milliseconds. */
  lastWallMs: number
  /** Wall milliseconds for which auto pace has been slow, or fast, without a break. */
  slowMs: number
  fastMs: number
  attention: Attention
  /** What the cluster waits for (empty text: nothing), and the wall time at which that was looked up. */
  waiting: string
  lookedMs: number
  /** A step in progress: run until this is met. */
  stepping: { readonly to: 'message' | 'change'; readonly fromChange: number } | undefined
}

/** A story's messages are shown at 1/20 of life; a dense burst faster, so that a big change does not take for ever. */
const slowestRate = 0.05
const fastestRate = 60
/** Nothing is in flight and nothing is awaited: life as it is. */
const calmRate = 1
const lookEveryMs = 100
const minRate = 0.01
const maxRate = 100
/** A host that falls behind gives up the debt beyond this: the clock runs slower than asked, nothing jumps. */
const maxDebtMs = 100
/** A step gives up after this much simulated time without what it looks for. */
const stepHorizonUs = 3_600_000_000

export function createPacer(cluster: ClusterState, wallMs: number): Pacer {
  return {
    playing: false, mode: 'auto', fixedRate: 1, rate: 1, targetUs: cluster.sim.nowUs, lastWallMs: wallMs, slowMs: 0, fastMs: 0,
    attention: createAttention(cluster.sim), waiting: '', lookedMs: -Infinity, stepping: undefined,
  }
}

/** Carries out a pace command. Throws a RangeError when a rate is no number from 0.01 to 100. */
export function commandPace(pacer: Pacer, cluster: ClusterState, command: PaceCommand, wallMs: number): void {
  pacer.lastWallMs = wallMs
  pacer.targetUs = cluster.sim.nowUs
  switch (command.pace) {
    case 'play':
      pacer.playing = true
      pacer.stepping = undefined
      break
    case 'pause':
      pacer.playing = false
      pacer.stepping = undefined
      break
    case 'auto':
      pacer.mode = 'auto'
      pacer.fastMs = 0
      break
    case 'rate':
      if (!(command.rate >= minRate && command.rate <= maxRate)) throw new RangeError(`rate must be a number from ${minRate} to ${maxRate}`)
      pacer.mode = 'fixed'
      pacer.fixedRate = command.rate
      break
    case 'step':
      pacer.playing = false
      observe(pacer.attention, cluster.sim)
      pacer.stepping = { to: command.to, fromChange: cluster.etcd.store.history.count }
      pacer.targetUs = cluster.sim.nowUs + stepHorizonUs
      break
  }
}

/** Does the engine have something to do now? */
export function isRunning(pacer: Pacer): boolean {
  return pacer.playing || pacer.stepping !== undefined
}

/** Rate of auto pace for this moment: slow while messages that matter fly, faster and faster through the waiting. */
function autoRate(pacer: Pacer, cluster: ClusterState, elapsedMs: number): number {
  const { attention } = pacer
  if (attention.busyUntilUs >= cluster.sim.nowUs) {
    pacer.fastMs = 0
    pacer.slowMs += elapsedMs
    const density = Math.max(1, attention.recent / 20)
    const patience = 1 + Math.max(0, pacer.slowMs - 3000) / 1500
    return Math.min(1, slowestRate * density * patience)
  }
  if (pacer.lastWallMs - pacer.lookedMs >= lookEveryMs) {
    pacer.lookedMs = pacer.lastWallMs
    pacer.waiting = waitingFor(cluster)
  }
  pacer.fastMs += elapsedMs
  if (pacer.fastMs > 400) pacer.slowMs = 0
  if (pacer.waiting === '') return Math.min(calmRate, 0.5 * 2 ** (pacer.fastMs / 220))
  return Math.min(fastestRate, 0.5 * 2 ** (pacer.fastMs / 220))
}

/**
 * Lets the wall clock give time, then runs the engine for at most `budgetMs` of wall time (`now` reads it) or until it has caught up.
 * Returns true when it stopped because of the budget: there is more to do at once.
 */
export function runSlice(pacer: Pacer, cluster: ClusterState, budgetMs: number, now: () => number): boolean {
  const startMs = now()
  const elapsedMs = Math.min(startMs - pacer.lastWallMs, maxDebtMs)
  pacer.lastWallMs = startMs
  if (pacer.stepping === undefined) {
    pacer.rate = pacer.mode === 'auto' ? autoRate(pacer, cluster, elapsedMs) : pacer.fixedRate
    const debtUs = Math.min(pacer.targetUs - cluster.sim.nowUs, maxDebtMs * 1000 * pacer.rate)
    pacer.targetUs = cluster.sim.nowUs + Math.max(0, debtUs) + elapsedMs * 1000 * pacer.rate
  }
  return runToTarget(pacer, cluster, startMs + budgetMs, now)
}

/** Steps between two readings of the wall clock. */
const stepsPerLook = 32

function runToTarget(pacer: Pacer, cluster: ClusterState, endMs: number, now: () => number): boolean {
  const { sim } = cluster
  const auto = pacer.mode === 'auto' && pacer.stepping === undefined
  let steps = 0
  while (nextTimeUs(sim) <= pacer.targetUs) {
    step(cluster)
    if (stopHere(pacer, cluster, auto)) return false
    if (++steps % stepsPerLook === 0 && now() >= endMs) return true
  }
  if (pacer.stepping !== undefined) endStep(pacer, cluster)
  else if (pacer.targetUs > sim.nowUs) sim.nowUs = Math.floor(pacer.targetUs)
  return false
}

/** Auto pace stops at the first message that matters after a wait; a step at what it looks for. */
function stopHere(pacer: Pacer, cluster: ClusterState, auto: boolean): boolean {
  const { stepping } = pacer
  if (stepping?.to === 'change') {
    if (cluster.etcd.store.history.count === stepping.fromChange || !hasTold(cluster, stepping.fromChange)) {
      if (stepping !== undefined) pacer.stepping = { to: 'change', fromChange: cluster.etcd.store.history.count }
      return false
    }
    endStep(pacer, cluster)
    return true
  }
  if (!auto && stepping === undefined) return false
  const wasWaiting = pacer.attention.busyUntilUs < cluster.sim.nowUs
  const found = observe(pacer.attention, cluster.sim)
  if (found === 0) return false
  if (stepping !== undefined) {
    endStep(pacer, cluster)
    return true
  }
  if (!wasWaiting) return false
  pacer.targetUs = cluster.sim.nowUs
  return true
}

function endStep(pacer: Pacer, cluster: ClusterState): void {
  pacer.stepping = undefined
  pacer.targetUs = cluster.sim.nowUs
  observe(pacer.attention, cluster.sim)
}

/** What the tool bar shows. `waiting`: requests and commands that entered while paused. */
export function paceStatus(pacer: Pacer, cluster: ClusterState, waiting: number): PaceStatus {
  const slow = pacer.attention.busyUntilUs >= cluster.sim.nowUs
  const reason = pacer.mode === 'fixed' ? '' : slow ? 'a key message' : pacer.waiting === '' ? 'all is well' : pacer.waiting
  return { playing: pacer.playing, mode: pacer.mode, rate: pacer.rate, reason, waiting }
}
