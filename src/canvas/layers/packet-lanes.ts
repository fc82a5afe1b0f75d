/** From links to lanes and from lanes to their way on the picture. */
import type { LinkKind } from '../../kubernetes/architecture.ts'
import type { Frame } from '../../protocol/frame.ts'
import { hopFlags } from '../../protocol/vocabulary.ts'
import type { ClusterView } from '../../state/cluster-view.ts'
import type { ClusterLayout, Point } from '../kernels/layout.ts'
import type { LinkMode } from '../kernels/level-of-detail.ts'
import type { Arrival, LaneKey } from '../kernels/packet-schedule.ts'
import { placeOf } from '../kernels/where.ts'
import { packetRoute, trunkKinds, trunkLine } from '../kernels/routing.ts'

interface TrunkLanes {
  readonly out: LaneKey
  readonly back: LaneKey
}
/** Names are put together once: thousands of messages in a frame ask for them. */
const trunkLanes = new Map<LinkKind, TrunkLanes>()

function trunkLanesOf(kind: LinkKind): TrunkLanes {
  let lanes = trunkLanes.get(kind)
  if (lanes === undefined) trunkLanes.set(kind, (lanes = { out: `trunk ${kind} out`, back: `trunk ${kind} back` }))
  return lanes
}

/** The lane of a link in one direction: its own, or its kind's trunk. */
export function laneOf(view: ClusterView, link: number, reverse: boolean, mode: LinkMode): LaneKey {
  const way = reverse ? 'back' : 'out'
  const record = mode === 'trunk' ? view.links.get(link) : undefined
  return record !== undefined && record.node >= 0 ? trunkLanesOf(record.link)[way] : `link ${link} ${way}`
}

/** The messages of a frame, in the order in which they were sent. */
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
  for (const { link, type, reverse, count, sentUs, arrivesUs } of bundles) {
    arrivals.push({
      id: -1,
      link,
      lane: laneOf(view, link, reverse, mode),
      type,
      flags: reverse ? hopFlags.reverse : 0,
      count,
      sentUs,
      arrivesUs,
    })
  }
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
