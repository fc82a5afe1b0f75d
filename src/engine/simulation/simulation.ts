/**
 * The kernel: a clock, a queue of events, links that carry messages and a trace of them. It knows nothing of Kubernetes; components are
 * numbers, messages are records. Time is an integer number of microseconds since the start.
 */
import { createEvent, createEventQueue, nextEventTimeUs, popEvent, pushEvent, type EventQueue, type SimulationEvent } from './event-queue.ts'
import { arrivalUs, createLinkTable, type LinkTable } from './links.ts'
import { createProcessTable, epochOf, type ProcessTable } from './processes.ts'
import { forkRandom, type Random } from './random.ts'
import { createTrace, recordHop, type Trace } from './trace.ts'

export interface Simulation {
  seed: number
  nowUs: number
  steps: number
  sequence: number
  queue: EventQueue
  links: LinkTable
  processes: ProcessTable
  trace: Trace
  /** Hop that is being handled: the cause of what is sent meanwhile; -1 for a timer or command. */
  cause: number
  linkRandom: Random
  /** Running hash of (time, receiver, operation) of all steps: two histories are equal when it is. */
  hash: number
  /** Wall time at simulated time 0, milliseconds. */
  epochMs: number
  event: SimulationEvent
}

export function createSimulation(seed: number, epochMs: number): Simulation {
  return {
    seed,
    nowUs: 0,
    steps: 0,
    sequence: 0,
    queue: createEventQueue(),
    links: createLinkTable(),
    processes: createProcessTable(),
    trace: createTrace(),
    cause: -1,
    linkRandom: forkRandom(seed, 'links'),
    hash: 0,
    epochMs,
    event: createEvent(),
  }
}

/** A message's label in the trace: what it is about and how large it is. */
export interface MessageNote {
  type: number
  /** `hopFlags` but for `reverse` and `lost`, which the kernel sets. */
  flags: number
  bytes: number
  subject: number
}

/**
 * Sends a message over a link. A cut link loses it: the hop is recorded as lost and nothing arrives, so the sender must have a timeout.
 * Returns the hop's number. The receiver gets an event with `op` = the message type.
 */
export function send(
  sim: Simulation, link: number, reverse: boolean, to: number, at: number, num: number, payload: unknown, note: MessageNote,
): number {
  const { links } = sim
  const arrives = arrivalUs(links, link, reverse, sim.nowUs, sim.linkRandom)
  const lost = links.cut[link] !== 0
  links.messages[link] = links.messages[link]! + 1
  if (lost) links.lost[link] = links.lost[link]! + 1
  const flags = note.flags | (reverse ? 1 : 0) | (lost ? 2 : 0)
  const hop = recordHop(sim.trace, sim.nowUs, arrives, link, note.type, flags, note.bytes, note.subject, sim.cause)
  if (lost) return hop
  pushEvent(sim.queue, arrives, to, at, note.type, num, payload, link, hop, hop, 0, sim.sequence++)
  return hop
}

/** Sets a timer for a component. It is void when the component's process ends before. `op` is the component's own number, 100 or more. */
export function schedule(sim: Simulation, delayUs: number, to: number, at: number, op: number, num: number, payload?: unknown): void {
  const epoch = epochOf(sim.processes, to, at)
  pushEvent(sim.queue, sim.nowUs + delayUs, to, at, op, num, payload, -1, -1, sim.cause, epoch, sim.sequence++)
}

/** The same at an absolute time (not before now). */
export function scheduleAt(sim: Simulation, atUs: number, to: number, at: number, op: number, num: number, payload?: unknown): void {
  schedule(sim, atUs > sim.nowUs ? atUs - sim.nowUs : 0, to, at, op, num, payload)
}

/** Time of the next event; Infinity when nothing is to come. */
export function nextTimeUs(sim: Simulation): number {
  return nextEventTimeUs(sim.queue)
}

/** Takes the next event, moves the clock to it and folds it into the hash. Returns undefined when nothing is to come. */
export function takeEvent(sim: Simulation): SimulationEvent | undefined {
  const { event } = sim
  if (!popEvent(sim.queue, event)) return undefined
  sim.nowUs = event.timeUs
  sim.cause = event.hop >= 0 ? event.hop : event.cause
  sim.steps++
  sim.hash = (Math.imul(sim.hash, 31) + (event.timeUs | 0) + event.to * 8191 + event.at * 127 + event.op) | 0
  return event
}

/** True when an event is a timer of a process that has ended since it was set. */
export function isStale(sim: Simulation, event: SimulationEvent): boolean {
  return event.link < 0 && event.epoch !== epochOf(sim.processes, event.to, event.at)
}
