/**
 * Startup, readiness and liveness probes. What a probe would find follows from what the runtime told of the container, so ticks whose
 * outcome
 * can't change are not simulated: ticks run until the result is settled and success, and begin again when the runtime tells of a change.
 * Probes carry no packets here. Sources: pkg/kubelet/prober/worker.go, pkg/probe.
 */
import type { Container, Probe } from '../../../kubernetes/types/core.ts'
import type { IntOrString } from '../../../kubernetes/types/meta.ts'
import { componentIds } from '../../../protocol/vocabulary.ts'
import { scheduleAt, type Simulation } from '../../simulation/simulation.ts'
import type { ContainerStart, ProbedFile } from '../container-runtime/messages.ts'
import { podEvent } from './events.ts'
import type { KubeletMachine, KubeletsState } from './state.ts'
import type { ContainerWork, PodWorker, ProbeKind, ProbeState } from './worker-state.ts'
import { kubeletTimers } from './timers.ts'

const kinds: readonly ProbeKind[] = ['startup', 'readiness', 'liveness']
const startup = 0
const readiness = 1

function probeOf(spec: Container, kind: number): Probe | undefined {
  return kind === startup ? spec.startupProbe : kind === readiness ? spec.readinessProbe : spec.livenessProbe
}

/** A container has started: its first probes are set, and it is ready at once when it has none. */
export function startProbes(sim: Simulation, m: KubeletMachine, w: PodWorker, index: number): void {
  const c = w.containers[index]!
  // An ephemeral container is never told to be ready.
  c.started = c.spec.startupProbe === undefined && !c.ephemeral
  c.ready = c.spec.readinessProbe === undefined && c.started
  c.probes = undefined
  if (c.spec.startupProbe === undefined && c.spec.readinessProbe === undefined && c.spec.livenessProbe === undefined) return
  // Liveness counts as succeeding until it fails; the others count as failing.
  c.probes = kinds.map((kind, i) => (probeOf(c.spec, i) === undefined
    ? undefined
    : { result: kind === 'liveness', streak: 0, lastOutcome: false, nextUs: 0 }))
  if (!c.started) planTick(sim, m, w, index, startup)
  else planOthers(sim, m, w, index)
}

/** A container was found running: its probes go on from what the API server knows of it. */
export function restoreProbes(sim: Simulation, m: KubeletMachine, w: PodWorker, index: number, ready: boolean, started: boolean): void {
  startProbes(sim, m, w, index)
  const c = w.containers[index]!
  if (c.probes === undefined) return
  c.ready = ready
  const readinessState = c.probes[readiness]
  if (readinessState !== undefined) readinessState.result = ready
  if (!started || c.started) return
  c.started = true
  planOthers(sim, m, w, index)
}

function planOthers(sim: Simulation, m: KubeletMachine, w: PodWorker, index: number): void {
  for (let kind = readiness; kind < kinds.length; kind++) planTick(sim, m, w, index, kind)
}

/**
 * Ticks come each period from when the work on the pod began, the first one after the container's initialDelay. The next is set unless one
 * is.
 */
function planTick(sim: Simulation, m: KubeletMachine, w: PodWorker, index: number, kind: number): void {
  const c = w.containers[index]!
  const probe = probeOf(c.spec, kind)
  const state = c.probes?.[kind]
  if (probe === undefined || state === undefined || c.start === undefined || state.nextUs > sim.nowUs) return
  const fromUs = Math.max(c.start.startedUs + probe.initialDelaySeconds * 1_000_000, sim.nowUs + 1)
  const periodUs = probe.periodSeconds * 1_000_000
  state.nextUs = w.beganUs + Math.ceil((fromUs - w.beganUs) / periodUs) * periodUs
  scheduleAt(sim, state.nextUs, componentIds.kubelet, m.machine, kubeletTimers.probe, (c.attempt * 64 + index) * 4 + kind, w.uid)
}

/** What has to follow from a tick. */
export type ProbeVerdict = 'nothing' | 'status' | 'kill'

/** Timer `probe`. `num` names attempt, container and probe; a tick of an attempt that has ended is void. */
export function onProbeTick(sim: Simulation, state: KubeletsState, m: KubeletMachine, w: PodWorker, num: number): ProbeVerdict {
  const kind = num % 4
  const index = Math.floor(num / 4) % 64
  const c = w.containers[index]
  const probe = c === undefined ? undefined : probeOf(c.spec, kind)
  const tick = c?.probes?.[kind]
  if (c === undefined || probe === undefined || tick === undefined || c.state !== 'running' || c.stopping) return 'nothing'
  if (c.attempt !== Math.floor(num / 256) || tick.nextUs !== sim.nowUs) return 'nothing'
  tick.nextUs = 0
  const failure = failureText(w, c, probe, kind, sim.nowUs)
  if (failure !== undefined) podEvent(sim, state, m, w, c, 'Warning', 'Unhealthy', `${title(kind)} probe failed: ${failure}`)
  const before = tick.result
  take(tick, probe, failure === undefined)
  if (kind === startup && tick.result) {
    c.started = true
    if (c.spec.readinessProbe === undefined) c.ready = true
    planOthers(sim, m, w, index)
    return 'status'
  }
  if (kind !== readiness && !tick.result) {
    if (failure !== undefined && tick.streak >= probe.failureThreshold) return 'kill'
  }
  if (failure !== undefined || !tick.result || looksForFile(c, probe) !== undefined) planTick(sim, m, w, index, kind)
  if (kind !== readiness || before === tick.result) return 'nothing'
  c.ready = tick.result
  return 'status'
}

/** Counts an outcome; the result follows when enough alike came in a row. */
function take(tick: ProbeState, probe: Probe, outcome: boolean): void {
  tick.streak = tick.lastOutcome === outcome ? tick.streak + 1 : 1
  tick.lastOutcome = outcome
  if (tick.streak >= (outcome ? probe.successThreshold : probe.failureThreshold)) tick.result = outcome
}

function title(kind: number): string {
  return kind === startup ? 'Startup' : kind === readiness ? 'Readiness' : 'Liveness'
}

/** What probes find has changed: ticks that had settled begin again. */
export function resumeProbes(sim: Simulation, m: KubeletMachine, w: PodWorker, index: number): void {
  const c = w.containers[index]
  if (c === undefined || c.state !== 'running' || c.probes === undefined) return
  if (c.started) planOthers(sim, m, w, index)
}

/** A port by number or by the name that the container gives it; 0 when no port has the name. */
export function portNumber(spec: Container, port: IntOrString): number {
  if (typeof port === 'number') return port
  const named = spec.ports?.find((one) => one.name === port)
  return named === undefined ? Number.parseInt(port, 10) || 0 : named.containerPort
}

/** True when nothing listens at the port yet. */
export function portIsRefused(start: ContainerStart, port: number, nowUs: number): boolean {
  return nowUs < start.listensFromUs || !start.ports.includes(port)
}

/** Why the probe fails now, in the kubelet's words; undefined: it succeeds. Any path of a server that listens is answered with 200. */
function failureText(w: PodWorker, c: ContainerWork, probe: Probe, kind: number, nowUs: number): string | undefined {
  const { start } = c
  if (start === undefined) return 'container is not running'
  const refused = (port: number): boolean => portIsRefused(start, port, nowUs)
  const unready = kind === readiness && !start.serving
  if (probe.httpGet !== undefined) {
    const port = portNumber(c.spec, probe.httpGet.port)
    const path = probe.httpGet.path ?? '/'
    const scheme = (probe.httpGet.scheme ?? 'HTTP').toLowerCase()
    if (refused(port)) return `Get "${scheme}://${w.ip}:${port}${path}": dial tcp ${w.ip}:${port}: connect: connection refused`
    return unready ? 'HTTP probe failed with statuscode: 503' : undefined
  }
  if (probe.tcpSocket !== undefined || probe.grpc !== undefined) {
    const port = probe.grpc?.port ?? portNumber(c.spec, probe.tcpSocket?.port ?? 0)
    return refused(port) || unready ? `dial tcp ${w.ip}:${port}: connect: connection refused` : undefined
  }
  const file = looksForFile(c, probe)
  if (file !== undefined && !unready) return fileFailure(file, nowUs)
  return execFailure(probe.exec?.command ?? [], nowUs >= start.listensFromUs && !unready)
}

/** The file that the probe's command looks for; undefined: it does something else. */
function looksForFile({ start }: ContainerWork, { exec }: Probe): ProbedFile | undefined {
  if (start?.files === undefined || exec === undefined) return undefined
  return start.files.find(({ path }) => exec.command.some((word) => word.includes(path)))
}

function fileFailure({ path, spans }: ProbedFile, nowUs: number): string | undefined {
  const isThere = spans.some(({ fromUs, untilUs }) => fromUs <= nowUs && nowUs < untilUs)
  return isThere ? undefined : `cat: can't open '${path}': No such file or directory`
}

/** Commands are not run: one succeeds once the program is up, but for `false` and `exit N`. */
function execFailure(command: readonly string[], up: boolean): string | undefined {
  const last = command.at(-1) ?? ''
  const fails = command[0] === 'false' || /^(?:false|exit [1-9]\d*)$/.test(last)
  return up && !fails ? undefined : 'command failed with exit status 1'
}
