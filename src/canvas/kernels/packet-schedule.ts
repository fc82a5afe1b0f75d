/**
 * Which packets are on which lane. A packet's place is its simulated progress, but never faster than the eye: a hop of a millisecond is
 * drawn over some hundred milliseconds of wall time, in order on its lane, and a lane that is full counts further messages into one packet.
 * Nothing is dropped: `drawn` counts every message once, when its packet is first shown.
 */
import { hopFlags, messageTypes } from '../../protocol/vocabulary.ts'
import type { LanePlace, LaneSize } from './lane-place.ts'

/** A lane is one line in one direction: a link of its own, or the trunk that stands for many. */
export type LaneKey = string

/** Messages that enter the picture: one hop, or a counted bundle of like hops. */
export interface Arrival {
  /** Number of the hop; -1 for a bundle, which has none. */
  readonly id: number
  readonly link: number
  readonly lane: LaneKey
  readonly type: number
  /** `hopFlags` */
  readonly flags: number
  readonly count: number
  /** Messages by link, where they are of several; a packet takes it over. Absent: all are of `link`. */
  readonly byLink?: Map<number, number> | undefined
  readonly sentUs: number
  readonly arrivesUs: number
}

export interface Packet {
  /** Hop that it opens when clicked; -1: only bundles. */
  readonly id: number
  readonly lane: LaneKey
  readonly type: number
  readonly flags: number
  readonly sentUs: number
  arrivesUs: number
  count: number
  /** The link of its messages, where they are all of one. */
  readonly link: number
  /** Messages in it by link, where they are of several: thousands of packets that need no map of their own need none to be collected. */
  byLink: Map<number, number> | undefined
  /** Way covered, 0..1, from the sender. */
  progress: number
  shown: boolean
  /** Wall milliseconds since it was delivered or lost; undefined while it moves. */
  restMs: number | undefined
  /** Its number among the messages of a burst, for reduced motion; 0: client traffic, of which there is no end. */
  readonly step: number
}

/** A lane that has packets. */
export interface Lane {
  readonly key: LaneKey
  /** The first ahead. */
  packets: Packet[]
  /** What was found out about it last. */
  place: LanePlace | undefined
}

export interface PacketSchedule {
  readonly lanes: Map<LaneKey, Lane>
  /** Messages shown so far by link. */
  readonly drawn: Map<number, number>
  lastSimTimeUs: number
  wasPlaying: boolean
  /** Paused: packets stand until simulated time moves again. */
  frozen: boolean
  steps: number
  /** Packets on the picture that have a number. */
  numbered: number
}

/** How long a lost packet's cross stays, and how long a delivered step is lit under reduced motion, in wall milliseconds. */
export const restMs = { lost: 900, step: 600 } as const

/** An empty schedule. */
export function createSchedule(): PacketSchedule {
  return { lanes: new Map(), drawn: new Map(), lastSimTimeUs: 0, wasPlaying: false, frozen: false, steps: 0, numbered: 0 }
}

/** Forgets everything: another history has begun. */
export function clearSchedule(schedule: PacketSchedule): void {
  clearPackets(schedule)
  schedule.drawn.clear()
  schedule.lastSimTimeUs = 0
}

/** Takes the packets off the picture, counting those that were not shown yet: the lanes themselves have changed. */
export function clearPackets(schedule: PacketSchedule): void {
  showAll(schedule)
  schedule.lanes.clear()
  schedule.numbered = 0
}

const isLost = (packet: Packet): boolean => (packet.flags & hopFlags.lost) !== 0
/** A lost packet ends halfway. */
const goal = (packet: Packet): number => (isLost(packet) ? 0.5 : 1)

/** Puts messages on their lane: a packet of their own or, when the lane is full, into a like one that still waits at the start. */
export function addArrival(schedule: PacketSchedule, arrival: Arrival, { most }: LaneSize): void {
  let lane = schedule.lanes.get(arrival.lane)
  if (lane === undefined) schedule.lanes.set(arrival.lane, (lane = { key: arrival.lane, packets: [], place: undefined }))
  const { packets } = lane
  const waits = (packet: Packet): boolean => packet.progress === 0 && packet.type === arrival.type && packet.flags === arrival.flags
  const alike = packets.length >= most ? packets.findLast(waits) : undefined
  if (alike !== undefined) {
    join(schedule, alike, arrival)
    return
  }
  packets.push({
    id: arrival.id,
    lane: arrival.lane,
    type: arrival.type,
    flags: arrival.flags,
    sentUs: arrival.sentUs,
    arrivesUs: arrival.arrivesUs,
    count: arrival.count,
    link: arrival.link,
    byLink: arrival.byLink,
    progress: 0,
    shown: false,
    restMs: undefined,
    step: nextStep(schedule, arrival.type),
  })
}

/** Messages are numbered from 1 in a burst: as long as one of them is on the picture. */
function nextStep(schedule: PacketSchedule, type: number): number {
  if (type >= messageTypes.serviceRequest) return 0
  if (schedule.numbered === 0) schedule.steps = 0
  schedule.steps += 1
  schedule.numbered += 1
  return schedule.steps
}

/** Tells the links of a packet and how many of its messages are of each. */
export function eachLink({ link, byLink, count: messages }: Pick<Arrival, 'link' | 'byLink' | 'count'>, tell: (link: number, messages: number) => void): void {
  if (byLink === undefined) tell(link, messages)
  else for (const [one, its] of byLink) tell(one, its)
}

function join(schedule: PacketSchedule, packet: Packet, arrival: Arrival): void {
  if (packet.byLink !== undefined || arrival.byLink !== undefined || packet.link !== arrival.link) {
    const sums = (packet.byLink ??= new Map([[packet.link, packet.count]]))
    eachLink(arrival, (link, messages) => { sums.set(link, (sums.get(link) ?? 0) + messages) })
  }
  packet.count += arrival.count
  packet.arrivesUs = Math.max(packet.arrivesUs, arrival.arrivesUs)
  if (packet.shown) eachLink(arrival, (link, messages) => { count(schedule, link, messages) })
}

interface Tick {
  /** Wall milliseconds since the last tick. */
  readonly elapsedMs: number
  readonly simTimeUs: number
  readonly playing: boolean
  /** Reduced motion: a message is a step at the receiver, not a travelling packet. */
  readonly still: boolean
  sizeOf(lane: Lane): LaneSize
  /** Ticks by which a lane is moved now: 1; 0 where it is out of view and waits, and as many as it waited when its turn comes. */
  ticksFor(lane: Lane): number
}

/** Moves everything by one tick. Returns whether something is still on its way, so that the frame loop may stop. */
export function advance(schedule: PacketSchedule, tick: Tick): boolean {
  const pausedNow = schedule.wasPlaying && !tick.playing
  if (tick.playing || (!pausedNow && tick.simTimeUs !== schedule.lastSimTimeUs)) schedule.frozen = false
  schedule.lastSimTimeUs = tick.simTimeUs
  schedule.wasPlaying = tick.playing
  if (schedule.frozen) {
    showAll(schedule)
    return false
  }
  let moving = false
  // Its own loop makes no pairs of key and value, of thousands of lanes in each frame.
  schedule.lanes.forEach((lane) => {
    const ticks = tick.ticksFor(lane)
    if (ticks === 0) {
      moving = true
      return
    }
    const { packets } = lane
    moving = advanceLane(schedule, packets, tick, tick.elapsedMs * ticks, tick.sizeOf(lane)) || moving
    if (!hasOver(packets, tick.still)) return
    lane.packets = packets.filter((packet) => !isOver(packet, tick.still))
    schedule.numbered -= packets.filter((packet) => packet.step !== 0 && isOver(packet, tick.still)).length
    if (lane.packets.length === 0) schedule.lanes.delete(lane.key)
  })
  schedule.frozen = pausedNow
  if (pausedNow) showAll(schedule)
  return moving && !pausedNow
}

/** Has all packets stand still until simulated time moves in a cluster that plays, or moves on by a step. */
export function freeze(schedule: PacketSchedule, simTimeUs: number): void {
  schedule.frozen = true
  schedule.wasPlaying = false
  schedule.lastSimTimeUs = simTimeUs
  showAll(schedule)
}

/** While paused every message that was sent can be seen: one that waits for others to go stands at the start of its lane. */
function showAll(schedule: PacketSchedule): void {
  for (const { packets } of schedule.lanes.values()) for (const packet of packets) show(schedule, packet)
}

function advanceLane(schedule: PacketSchedule, lane: readonly Packet[], tick: Tick, elapsedMs: number, { minimumMs, most }: LaneSize): boolean {
  const step = elapsedMs / minimumMs
  let moving = false
  let ahead: number | undefined
  for (let place = 0; place < lane.length; place += 1) {
    const packet = lane[place]!
    const target = Math.min(goal(packet), simulatedProgress(packet, tick.simTimeUs))
    // A lane that is full lets nobody in: who waits outside can still be joined by others.
    const isOutside = place >= most && packet.progress === 0
    if (packet.restMs !== undefined) packet.restMs += elapsedMs
    else if (tick.still) packet.progress = target >= goal(packet) ? target : packet.progress
    else {
      const queued = target >= goal(packet) && ahead !== undefined
      const room = isOutside ? 0 : queued ? Math.max(packet.progress, (ahead ?? 1) - 1 / most) : 1
      packet.progress = Math.max(packet.progress, Math.min(target, packet.progress + step, room))
    }
    if (packet.restMs === undefined && packet.progress >= goal(packet)) packet.restMs = 0
    if (packet.progress > 0 || target < goal(packet)) show(schedule, packet)
    ahead = packet.restMs === undefined ? packet.progress : undefined
    moving ||= packet.restMs !== undefined || tick.playing || packet.progress < target
  }
  return moving
}

/** Part of its flight that a packet has behind it in simulated time; may be below 0 or above 1. */
function simulatedProgress(packet: Packet, simTimeUs: number): number {
  const flight = packet.arrivesUs - packet.sentUs
  return flight <= 0 ? 1 : Math.max(0, (simTimeUs - packet.sentUs) / flight)
}

/** A loop: it is asked of a thousand lanes in each frame. */
function hasOver(lane: readonly Packet[], still: boolean): boolean {
  for (const packet of lane) if (isOver(packet, still)) return true
  return false
}

function isOver(packet: Packet, still: boolean): boolean {
  if (packet.restMs === undefined) return false
  return packet.restMs >= (isLost(packet) ? restMs.lost : still ? restMs.step : 0)
}

function show(schedule: PacketSchedule, packet: Packet): void {
  if (packet.shown) return
  packet.shown = true
  eachLink(packet, (link, messages) => { count(schedule, link, messages) })
}

function count(schedule: PacketSchedule, link: number, messages: number): void {
  schedule.drawn.set(link, (schedule.drawn.get(link) ?? 0) + messages)
}

/** All packets that stand on the picture now, in the order of their lanes. */
export function packetsOf(schedule: PacketSchedule): readonly Packet[] {
  return [...schedule.lanes.values()].flatMap(({ packets }) => packets)
}
