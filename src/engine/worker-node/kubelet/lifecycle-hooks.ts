/**
 * Hooks of containers: postStart after their start, which the pod's other starts wait for, and preStop before their stop, whose time counts
 * against the grace. Simplified: like probes, a hook's request to a port carries no packets. What a hook that fails has said is told to nobody, as
 * upstream. Sources: pkg/kubelet/lifecycle/handlers.go, pkg/kubelet/kuberuntime/kuberuntime_container.go.
 */
import type { LifecycleHandler } from '../../../kubernetes/types/core.ts'
import { componentIds } from '../../../protocol/vocabulary.ts'
import { scheduleAt, type Simulation } from '../../simulation/simulation.ts'
import { callRuntime, nextCriId } from './cri.ts'
import { podEvent } from './events.ts'
import { portIsRefused, portNumber } from './probes.ts'
import type { KubeletMachine, KubeletsState } from './state.ts'
import type { HookRun, PodWorker } from './worker-state.ts'
import { kubeletTimers } from './timers.ts'

/** What has come of a hook: it is over (and how), or it takes its time. */
export type HookOutcome = 'none' | 'running' | 'succeeded' | 'failed'

const mode = { streams: false, tty: false, open: false, attach: false } as const

function hookOf(m: KubeletMachine, uid: string, index: number): HookRun | undefined {
  return m.hooks.find((one) => one.uid === uid && one.container === index)
}

/** Runs the postStart hook of a container that has just started. */
export function runPostStart(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, index: number): HookOutcome {
  const handler = w.containers[index]!.spec.lifecycle?.postStart
  return handler === undefined ? 'none' : begin(sim, state, m, w, handler, { kind: 'postStart', index, timeoutSeconds: Infinity })
}

/**
 * Runs the preStop hook of a container that is to be stopped within `timeoutSeconds`. One that has run does not run again; one that runs may
 * have less time now.
 */
export function runPreStop(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, index: number, timeoutSeconds: number,
): HookOutcome {
  const handler = w.containers[index]!.spec.lifecycle?.preStop
  if (handler === undefined) return 'none'
  const known = hookOf(m, w.uid, index)
  if (known?.kind !== 'preStop') {
    forgetHook(m, w.uid, index)
    return begin(sim, state, m, w, handler, { kind: 'preStop', index, timeoutSeconds })
  }
  if (known.done) return 'succeeded'
  known.deadlineUs = Math.min(known.deadlineUs, sim.nowUs + timeoutSeconds * 1_000_000)
  wake(sim, m, known, known.deadlineUs)
  return 'running'
}

function wake(sim: Simulation, m: KubeletMachine, { uid, container }: HookRun, atUs: number): void {
  if (atUs < Infinity) scheduleAt(sim, atUs, componentIds.kubelet, m.machine, kubeletTimers.hook, container, uid)
}

function begin(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, handler: LifecycleHandler,
  { kind, index, timeoutSeconds }: { readonly kind: HookRun['kind']; readonly index: number; readonly timeoutSeconds: number },
): HookOutcome {
  const { exec, httpGet, sleep } = handler
  const c = w.containers[index]!
  const run: HookRun = {
    uid: w.uid, container: index, kind, beganUs: sim.nowUs, sleepsUntilUs: Infinity, deadlineUs: sim.nowUs + timeoutSeconds * 1_000_000,
    timeoutSeconds, call: 0, done: false,
  }
  m.hooks.push(run)
  wake(sim, m, run, run.deadlineUs)
  if (exec !== undefined) {
    run.call = nextCriId(state)
    const { command } = exec
    callRuntime(sim, state, m, { id: run.call, call: 'ExecSync', pod: w.slot, podUid: w.uid, container: c.spec.name, command, stdin: '', mode }, index)
    return 'running'
  }
  if (sleep !== undefined && sleep.seconds > 0) {
    run.sleepsUntilUs = sim.nowUs + sleep.seconds * 1_000_000
    wake(sim, m, run, run.sleepsUntilUs)
    return 'running'
  }
  const works = sleep !== undefined || (httpGet !== undefined && c.start !== undefined && !portIsRefused(c.start, portNumber(c.spec, httpGet.port), sim.nowUs))
  return end(sim, state, m, w, run, works)
}

/** A hook is over: an end that failed is told. */
function end(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, run: HookRun, works: boolean): HookOutcome {
  run.done = true
  const c = w.containers[run.container]!
  const [reason, message] = run.kind === 'postStart' ? ['FailedPostStartHook', 'PostStartHook failed'] : ['FailedPreStopHook', 'PreStopHook failed']
  if (!works) podEvent(sim, state, m, w, c, 'Warning', reason, message)
  if (run.kind === 'postStart') forgetHook(m, w.uid, run.container)
  return works ? 'succeeded' : 'failed'
}

/** What to do when a hook has ended: which one it was, and how. */
export interface EndedHook {
  readonly run: HookRun
  readonly outcome: HookOutcome
}

/** A command has ended that a hook ran; undefined: nobody waits for it. `exitCode` undefined: it could not be started. */
export function onHookCommand(
  sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, call: number, exitCode: number | undefined,
): EndedHook | undefined {
  const run = m.hooks.find((one) => one.uid === w.uid && one.call === call && !one.done)
  return run === undefined ? undefined : { run, outcome: end(sim, state, m, w, run, exitCode === 0) }
}

/** Timer `hook`: a sleep is over, or the grace has no more time for the hook (which is then left behind, without a word). */
export function onHookTimer(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, index: number): EndedHook | undefined {
  const run = hookOf(m, w.uid, index)
  if (run === undefined || run.done) return undefined
  if (run.sleepsUntilUs <= sim.nowUs) return { run, outcome: end(sim, state, m, w, run, true) }
  if (run.deadlineUs > sim.nowUs) return undefined
  if (run.call > 0) callRuntime(sim, state, m, { id: nextCriId(state), call: 'CloseExec', pod: w.slot, podUid: w.uid, execCall: run.call })
  run.done = true
  return { run, outcome: 'succeeded' }
}

/** Seconds of a stop's time that its hook has left. */
export function secondsAfterHook(sim: Simulation, { beganUs, timeoutSeconds }: HookRun): number {
  return timeoutSeconds - Math.floor((sim.nowUs - beganUs) / 1_000_000)
}

/** The container has ended, or its hook counts no more: nothing waits for it. */
export function forgetHook(m: KubeletMachine, uid: string, index: number): void {
  if (m.hooks.length > 0) m.hooks = m.hooks.filter((one) => one.uid !== uid || one.container !== index)
}

/** The pod is to end: what waited for its starts waits no more. True when something did. */
export function forgetStarts(m: KubeletMachine, uid: string): boolean {
  const before = m.hooks.length
  if (before > 0) m.hooks = m.hooks.filter((one) => one.uid !== uid || one.kind !== 'postStart')
  return m.hooks.length < before
}
