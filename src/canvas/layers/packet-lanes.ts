/** From links to lanes and from lanes to their way on the picture. */
import { linkKindOf } from '../../kubernetes/architecture.ts'
import type { LinkKind } from '../../kubernetes/architecture.ts'
import type { Frame, HopBundle } from '../../protocol/frame.ts'
import { hopFlags } from '../../protocol/vocabulary.ts'
import type { ClusterView } from '../../state/cluster-view.ts'
import type { ClusterLayout, Point } from '../kernels/layout.ts'
import type { LinkMode } from '../kernels/level-of-detail.ts'
import type { Arrival, LaneKey } from '../kernels/packet-schedule.ts'
import { placeOf } from '../kernels/where.ts'
import { packetRoute, trunkKinds, trunkLine } from '../kernels/routing.ts'

/** Lanes of the trunks by `nodeLinkKinds` and direction, out and back: put together once, thousands of messages in a frame ask for them. */
const trunkLanes: (readonly [out: LaneKey, back: LaneKey])[] = []

function trunkLane(kind: number, reverse: boolean): LaneKey {
  const name = linkKindOf(kind - 1)
  const lanes = (trunkLanes[kind] ??= [`trunk ${name} out`, `trunk ${name} back`])
  return lanes[reverse ? 1 : 0]
}

/** Whether a lane is the trunk of many links. */
export const isTrunk = (lane: LaneKey): boolean => lane.startsWith('trunk')

/** A link's own lane in one direction. */
export const linkLane = (link: number, reverse: boolean): LaneKey => `link ${link} ${reverse ? 'back' : 'out'}`

/** The lane of a link in one direction: its own, or its kind's trunk. */
export function laneOf(view: ClusterView, link: number, reverse: boolean, mode: LinkMode): LaneKey {
  const kind = mode === 'trunk' ? (view.nodeLinkKinds[link] ?? 0) : 0
  return kind > 0 ? trunkLane(kind, reverse) : linkLane(link, reverse)
}

/** Bundles of like messages on one trunk. */
interface Gathered extends Arrival {
  count: number
  sentUs: number
  arrivesUs: number
  readonly byLink: Map<number, number>
}

/** Puts a bundle to those of its trunk, direction and type; false where its link is drawn by itself. */
function gather(trunks: Map<number, Gathered>, view: ClusterView, { link, type, reverse, count, sentUs, arrivesUs }: HopBundle): boolean {
  const kind = view.nodeLinkKinds[link] ?? 0
  if (kind === 0) return false
  const key = (kind * 256 + type) * 2 + (reverse ? 1 : 0)
  const open = trunks.get(key)
  if (open === undefined) {
    const flags = reverse ? hopFlags.reverse : 0
    trunks.set(key, { id: -1, link, lane: trunkLane(kind, reverse), type, flags, count, sentUs, arrivesUs, byLink: new Map([[link, count]]) })
    return true
  }
  open.count += count
  open.byLink.set(link, (open.byLink.get(link) ?? 0) + count)
  if (sentUs < open.sentUs) open.sentUs = sentUs
  if (arrivesUs > open.arrivesUs) open.arrivesUs = arrivesUs
  return true
}

/** The messages of a frame, in the order in which they were sent. Bundles on a trunk are one: when thousands of machines hear of a change. */
export function arrivalsOf(frame: Frame, view: ClusterView, mode: LinkMode): Arrival[] {
  const { hops, bundles } = frame
  const arrivals: Arrival[] = []
  for (let i = 0; i < hops.id.length; i += 1) {
    const link = hops.link[i]!
    const flags = hops.flags[i]!
    arrivals.push({
      id: hops.id[i]!,
      link,
      lane: laneOf(view, link, (flags & hopFlags.reverse) !== 0, mode),
      type: hops.type[i]!,
      flags,
      count: 1,
      sentUs: hops.sentUs[i]!,
      arrivesUs: hops.arrivesUs[i]!,
    })
  }
  const trunks = new Map<number, Gathered>()
  for (const bundle of bundles) {
    if (mode === 'trunk' && gather(trunks, view, bundle)) continue
    const { link, type, reverse, count, sentUs, arrivesUs } = bundle
    const flags = reverse ? hopFlags.reverse : 0
    arrivals.push({ id: -1, link, lane: laneOf(view, link, reverse, mode), type, flags, count, sentUs, arrivesUs })
  }
  arrivals.push(...trunks.values())
  return arrivals.toSorted((a, b) => a.sentUs - b.sentUs)
}

/** The way of a lane in the direction of its packets; undefined when the picture has none (a node that is gone). */
export function laneRoute(view: ClusterView, layout: ClusterLayout, lane: LaneKey, mode: LinkMode): readonly Point[] | undefined {
  const [what, name, way] = lane.split(' ')
  const route = what === 'trunk' ? trunkRoute(layout, name as LinkKind) : linkRoute(view, layout, Number(name), mode)
  return way === 'back' ? route?.toReversed() : route
}

function trunkRoute(layout: ClusterLayout, kind: LinkKind): readonly Point[] | undefined {
  return trunkKinds.includes(kind) ? trunkLine(layout, kind) : undefined
}

function linkRoute(view: ClusterView, layout: ClusterLayout, link: number, mode: LinkMode): readonly Point[] | undefined {
  const record = view.links.get(link)
  if (record === undefined || (mode === 'hidden' && record.node >= 0)) return undefined
  const place = (slot: number): number | undefined => placeOf(layout, view, slot)
  return packetRoute(layout, record.link, place(record.node), place(record.peer), mode === 'single')
}
