/**
 * The messages since the last frame: single hops, or counted bundles when there are more than a picture can carry. What the trace no longer
 * holds, and what was only counted on a link (a fan-out to thousands of proxies), is made up from the links' own counts: so that every
 * message is either a hop or part of a bundle.
 */
import { linkKindNumber } from '../../kubernetes/architecture.ts'
import type { HopBundle, HopColumns } from '../../protocol/frame.ts'
import { maxSingleHops } from '../../protocol/frame.ts'
import { hopFlags, messageTypes } from '../../protocol/vocabulary.ts'
import { baseUs, type Simulation } from '../../engine/index.ts'

export interface HopReader {
  /** Number of the next hop to read. */
  next: number
  /** Messages of each link that frames have told so far. */
  told: Float64Array
}

export function createHopReader(): HopReader {
  return { next: 0, told: new Float64Array(64) }
}

/** Starts at now: what was sent before is not told (a snapshot begins). */
export function skipHops(reader: HopReader, sim: Simulation): void {
  reader.next = sim.trace.count
  reader.told = sim.links.messages.slice()
}

const groupLink = linkKindNumber('proxy-api')

function ensureTold(reader: HopReader, count: number): void {
  if (count <= reader.told.length) return
  const bigger = new Float64Array(Math.max(count, reader.told.length * 2))
  bigger.set(reader.told)
  reader.told = bigger
}

interface OpenBundle {
  link: number
  type: number
  reverse: boolean
  count: number
  sentUs: number
  arrivesUs: number
}

/** True for the link that stands for "all kube-proxies": its messages are counted on each proxy's own link. */
function isGroup(sim: Simulation, link: number): boolean {
  return sim.links.kind[link] === groupLink && sim.links.nearEnd[link] === -2
}

interface HopNews {
  readonly hops: HopColumns
  readonly bundles: readonly HopBundle[]
}

/** Reads what is new. */
export function readHops(reader: HopReader, sim: Simulation): HopNews {
  const { trace, links } = sim
  ensureTold(reader, links.count)
  const first = Math.max(reader.next, trace.count - trace.capacity)
  const single = trace.count - first <= maxSingleHops && first === reader.next
  const ids: number[] = []
  const bundles = new Map<number, OpenBundle>()
  for (let id = first; id < trace.count; id++) {
    const at = id & (trace.capacity - 1)
    const link = trace.link[at]!
    if (isGroup(sim, link)) continue
    reader.told[link] = reader.told[link]! + 1
    // Those still on their way can be caught and opened, so they stay single as long as there is room.
    if (single || (trace.arrivesUs[at]! > sim.nowUs && ids.length < maxSingleHops)) ids.push(id)
    else addToBundle(bundles, link, trace.type[at]!, (trace.flags[at]! & hopFlags.reverse) !== 0, 1, trace.sentUs[at]!, trace.arrivesUs[at]!)
  }
  reader.next = trace.count
  addCountedOnly(reader, sim, bundles)
  return { hops: columnsOf(sim, ids), bundles: [...bundles.values()] }
}

function addToBundle(
  bundles: Map<number, OpenBundle>, link: number, type: number, reverse: boolean, count: number, sentUs: number, arrivesUs: number,
): void {
  const key = (link * 64 + type) * 2 + (reverse ? 1 : 0)
  const open = bundles.get(key)
  if (open === undefined) {
    bundles.set(key, { link, type, reverse, count, sentUs, arrivesUs })
    return
  }
  open.count += count
  if (arrivesUs > open.arrivesUs) open.arrivesUs = arrivesUs
}

function addCountedOnly(reader: HopReader, sim: Simulation, bundles: Map<number, OpenBundle>): void {
  const { links, nowUs } = sim
  for (let link = 0; link < links.count; link++) {
    const untold = links.messages[link]! - reader.told[link]!
    if (untold <= 0 || isGroup(sim, link)) continue
    const type = links.kind[link] === groupLink ? messageTypes.watchEvent : messageTypes.apiRequest
    addToBundle(bundles, link, type, links.kind[link] === groupLink, untold, nowUs, nowUs + baseUs(links, link))
    reader.told[link] = links.messages[link]!
  }
}

function columnsOf(sim: Simulation, ids: readonly number[]): HopColumns {
  const { trace } = sim
  const count = ids.length
  const columns: HopColumns = {
    id: Float64Array.from(ids), sentUs: new Float64Array(count), arrivesUs: new Float64Array(count), link: new Uint32Array(count),
    type: new Uint8Array(count), flags: new Uint8Array(count),
  }
  ids.forEach((id, i) => {
    const at = id & (trace.capacity - 1)
    columns.sentUs[i] = trace.sentUs[at]!
    columns.arrivesUs[i] = trace.arrivesUs[at]!
    columns.link[i] = trace.link[at]!
    columns.type[i] = trace.type[at]!
    columns.flags[i] = trace.flags[at]!
  })
  return columns
}
