/**
 * Which messages matter to somebody who follows a story: intent and its consequences. Leases, leader election, client traffic, Events and
 * kubelets' heartbeats are routine.
 */
import { hopFlags, messageTypes } from '../../protocol/vocabulary.ts'
import { unpackSubject } from '../../protocol/subject.ts'
import type { Simulation } from '../../engine/index.ts'

const followed = new Set<number>([
  messageTypes.apiRequest, messageTypes.apiResponse, messageTypes.watchEvent, messageTypes.etcdRequest, messageTypes.etcdResponse,
  messageTypes.etcdWatchEvent, messageTypes.kubeletRequest, messageTypes.kubeletResponse, messageTypes.criRequest, messageTypes.criResponse,
])
const aboutObjects = new Set<number>([
  messageTypes.apiRequest, messageTypes.apiResponse, messageTypes.watchEvent, messageTypes.etcdRequest, messageTypes.etcdResponse, messageTypes.etcdWatchEvent,
])

/** True when hop `at` (index in the trace's columns) is part of a story. */
export function matters(sim: Simulation, at: number): boolean {
  const { trace } = sim
  const type = trace.type[at]!
  if ((trace.flags[at]! & hopFlags.routine) !== 0 || !followed.has(type)) return false
  if (!aboutObjects.has(type)) return true
  const { resource, verb } = unpackSubject(trace.subject[at]!)
  if (resource === 'events' || resource === 'leases') return false
  return verb !== 'get' && verb !== 'list' && verb !== 'watch' ? true : type === messageTypes.watchEvent
}

/** What has been seen of the messages that matter, kept up to date step by step. */
export interface Attention {
  /** Number of the next hop to look at. */
  next: number
  /** When the last of those that matter arrives. */
  busyUntilUs: number
  /** Messages that matter sent since `windowStartUs`: how dense the story is. */
  recent: number
  windowStartUs: number
}

export function createAttention(sim: Simulation): Attention {
  return { next: sim.trace.count, busyUntilUs: -1, recent: 0, windowStartUs: sim.nowUs }
}

const windowUs = 20_000

/** Looks at the hops sent since the last call. Returns how many of them matter. */
export function observe(attention: Attention, sim: Simulation): number {
  const { trace } = sim
  let found = 0
  for (let id = Math.max(attention.next, trace.count - trace.capacity); id < trace.count; id++) {
    const at = id & (trace.capacity - 1)
    if (!matters(sim, at)) continue
    found++
    if (trace.arrivesUs[at]! > attention.busyUntilUs) attention.busyUntilUs = trace.arrivesUs[at]!
  }
  attention.next = trace.count
  if (sim.nowUs - attention.windowStartUs > windowUs) {
    attention.windowStartUs = sim.nowUs
    attention.recent = 0
  }
  attention.recent += found
  return found
}
