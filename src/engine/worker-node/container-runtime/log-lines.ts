/**
 * The log file of a container: what its program wrote when it started and when it was told to end, and a line for each request and each
 * probe over HTTP that it answered. Probes carry no packets here: their lines follow from the rule by which they come, dated from the
 * container's start where a kubelet counts from the pod's, and only the newest are kept.
 */
import type { Container, Probe } from '../../../kubernetes/types/core.ts'
import { accessLine, behaviourOf, probeAgent } from '../../world/behaviour.ts'
import { environmentOf } from '../../world/environment.ts'
import { expandWord } from '../../world/expansion.ts'
import { programOf } from '../../world/programs.ts'
import { printedBy } from '../../world/substitution.ts'
import { microTimeText, timeText } from '../../simulation/time-text.ts'
import { requestsOf, wasServing } from './activity.ts'
import type { LogOptions } from './messages.ts'
import { surroundings } from './shell-surroundings.ts'
import { newestOf, type RuntimeContainer, type Sandbox } from './state.ts'

interface WrittenLine {
  readonly atUs: number
  readonly text: string
}

/** Probe lines that are kept of each probe. */
const keptProbes = 200
/** Rounds of an endless loop whose lines are kept. */
const keptRounds = 500

/** Until when a container writes: its end, or now. */
function endUs(container: RuntimeContainer, nowUs: number): number {
  return container.exit?.finishedUs ?? Math.min(nowUs, container.exitAtUs)
}

/** The node's end of the pod's bridge, from where the kubelet probes. */
function bridgeOf(ip: string): string {
  return `${ip.slice(0, ip.lastIndexOf('.'))}.1`
}

interface Ticks {
  readonly probe: Probe
  readonly readiness: boolean
  readonly firstUs: number
  readonly periodUs: number
}

/** Probes over HTTP that the container's own program answers and writes down. */
function httpTicks(container: RuntimeContainer): readonly Ticks[] {
  const { spec, start } = container
  if (start === undefined || behaviourOf(spec).accessLog === 'none') return []
  return [spec.readinessProbe, spec.livenessProbe].flatMap((probe, i) => {
    if (probe?.httpGet === undefined || !start.ports.includes(portOf(spec, probe.httpGet.port))) return []
    const periodUs = probe.periodSeconds * 1_000_000
    const fromUs = Math.max(start.startedUs + probe.initialDelaySeconds * 1_000_000, start.listensFromUs)
    const firstUs = start.startedUs + Math.ceil((fromUs - start.startedUs) / periodUs) * periodUs
    return [{ probe, readiness: i === 0, firstUs, periodUs }]
  })
}

function portOf(spec: Container, port: number | string): number {
  if (typeof port === 'number') return port
  return spec.ports?.find((one) => one.name === port)?.containerPort ?? (Number.parseInt(port, 10) || 0)
}

function addProbeLines(lines: WrittenLine[], sandbox: Sandbox, container: RuntimeContainer, untilUs: number, epochMs: number): void {
  const behaviour = behaviourOf(container.spec)
  for (const { probe, readiness, firstUs, periodUs } of httpTicks(container)) {
    const ticks = Math.floor((untilUs - firstUs) / periodUs) + 1
    for (let i = Math.max(0, ticks - keptProbes); i < ticks; i++) {
      const atUs = firstUs + i * periodUs
      const code = readiness && !wasServing(container.activity, atUs) ? 503 : 200
      const text = accessLine(behaviour, timeText(atUs, epochMs), bridgeOf(sandbox.ip), probe.httpGet?.path ?? '/', code, probeAgent)
      if (text !== undefined) lines.push({ atUs, text })
    }
  }
}

function addProgramLines(lines: WrittenLine[], sandbox: Sandbox, container: RuntimeContainer, untilUs: number, epochMs: number): void {
  const { start, spec } = container
  const program = programOf(spec)
  const fromUs = start!.startedUs
  const { loop } = program
  for (const { afterUs, text } of program.lines) lines.push(...expanded(sandbox, container, fromUs + afterUs, text, -1, epochMs))
  if (loop === undefined || loop.lines.length === 0) return
  const rounds = Math.floor((untilUs - fromUs - loop.fromUs) / loop.periodUs) + 1
  for (let round = Math.max(0, rounds - keptRounds); round < rounds; round++) {
    for (const { afterUs, text } of loop.lines) {
      lines.push(...expanded(sandbox, container, fromUs + loop.fromUs + round * loop.periodUs + afterUs, text, round, epochMs))
    }
  }
}

/** A line of a program's script as it is written at a time, in a round of its loop (-1: before); a command in it may write several, or none. */
function expanded(
  sandbox: Sandbox, container: RuntimeContainer, atUs: number, text: string, round: number, epochMs: number,
): readonly WrittenLine[] {
  if (!text.includes('$') && !text.includes('`')) return [{ atUs, text }]
  const variables = environmentOf(sandbox.name, container.spec)
  for (const { name, from, step } of programOf(container.spec).loop?.counters ?? []) variables.set(name, String(from + Math.max(0, round) * step))
  const world = surroundings(sandbox, container, { cwd: container.spec.workingDir ?? '/', variables }, new Map(), atUs, epochMs)
  const written = expandWord(text, { variables, code: 0, substitute: (script) => printedBy(script, world, true) })
  const alone = text.startsWith('$(') && written === ''
  return alone ? [] : written.split('\n').map((line) => ({ atUs, text: line }))
}

/** All that a container has written until now and its log still holds, oldest first. `epochMs`: wall time at simulated time 0. */
export function linesOf(sandbox: Sandbox, container: RuntimeContainer, nowUs: number, epochMs: number): readonly WrittenLine[] {
  const { start, spec, termUs } = container
  if (start === undefined) return []
  const untilUs = endUs(container, nowUs)
  const behaviour = behaviourOf(spec)
  const lines: WrittenLine[] = []
  addProgramLines(lines, sandbox, container, untilUs, epochMs)
  addProbeLines(lines, sandbox, container, untilUs, epochMs)
  for (const { atUs, from, path, code, agent } of requestsOf(container.activity)) {
    const text = accessLine(behaviour, timeText(atUs, epochMs), from, path, code, agent)
    if (text !== undefined) lines.push({ atUs, text })
  }
  for (const { atUs, text } of container.activity?.printed ?? []) {
    for (const line of text.replace(/\n$/, '').split('\n')) lines.push({ atUs, text: line })
  }
  if (termUs >= 0 && programOf(spec).onTerm !== undefined) for (const text of behaviour.farewell) lines.push({ atUs: termUs, text })
  // A sort is stable: lines of one instant stay in the order in which they were put in.
  return lines.filter((line) => line.atUs <= untilUs).sort((a, b) => a.atUs - b.atUs)
}

/** When the container will write next by itself, after now; Infinity: only when it is asked or ends. */
export function nextLineUs(container: RuntimeContainer, nowUs: number): number {
  const { start } = container
  if (start === undefined) return Infinity
  let next = Infinity
  for (const { afterUs } of programOf(container.spec).lines) {
    const atUs = start.startedUs + afterUs
    if (atUs > nowUs && atUs < next) next = atUs
  }
  const { loop } = programOf(container.spec)
  for (const { afterUs } of loop?.lines ?? []) {
    const firstUs = start.startedUs + loop!.fromUs + afterUs
    next = Math.min(next, nowUs < firstUs ? firstUs : firstUs + (Math.floor((nowUs - firstUs) / loop!.periodUs) + 1) * loop!.periodUs)
  }
  for (const { firstUs, periodUs } of httpTicks(container)) {
    next = Math.min(next, nowUs < firstUs ? firstUs : firstUs + (Math.floor((nowUs - firstUs) / periodUs) + 1) * periodUs)
  }
  return next
}

/** Lines as text, each with a line feed. The time is RFC 3339 with nanoseconds, as the runtime's log format has it. */
export function textOf(lines: readonly WrittenLine[], timestamps: boolean, epochMs: number): string {
  return lines.map((line) => (timestamps ? `${microTimeText(line.atUs, epochMs).slice(0, -1)}000Z ${line.text}\n` : `${line.text}\n`)).join('')
}

/** The container that is meant: the newest of its name, or the attempt before it. */
export function loggedContainer(sandbox: Sandbox | undefined, name: string, previous: boolean): RuntimeContainer | undefined {
  if (sandbox === undefined) return undefined
  const newest = newestOf(sandbox, name)
  return previous && newest !== undefined ? newestOf(sandbox, name, newest.attempt) : newest
}

/** What a container has written to its log until now, as it was asked for; undefined when there is no such container. */
export function logText(
  sandbox: Sandbox | undefined, name: string, options: LogOptions, nowUs: number, epochMs: number,
): string | undefined {
  const container = loggedContainer(sandbox, name, options.previous)
  if (sandbox === undefined || container === undefined) return undefined
  const { tailLines, sinceUs, limitBytes } = options
  const lines = linesOf(sandbox, container, nowUs, epochMs).filter((line) => line.atUs >= sinceUs)
  const shown = tailLines === undefined ? lines : tailLines === 0 ? [] : lines.slice(-tailLines)
  return textOf(shown, options.timestamps, epochMs).slice(0, limitBytes)
}
