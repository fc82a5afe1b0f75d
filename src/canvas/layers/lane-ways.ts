/** The places of lanes on the picture, as long as they hold. */
import type { FrameRecord } from '../../protocol/frame.ts'
import type { ClusterView } from '../../state/cluster-view.ts'
import { createPlace, wayAt } from '../kernels/lane-place.ts'
import type { LanePlace } from '../kernels/lane-place.ts'
import type { ClusterLayout } from '../kernels/layout.ts'
import type { LinkMode } from '../kernels/level-of-detail.ts'
import type { Lane, LaneKey } from '../kernels/packet-schedule.ts'
import type { Way } from '../kernels/way.ts'
import { laneRoute, linkLane } from './packet-lanes.ts'

export class LaneWays {
  private readonly view: ClusterView
  private readonly known = new Map<LaneKey, LanePlace>()
  private layout: ClusterLayout | undefined
  private mode: LinkMode = 'single'
  private found = 0

  constructor(view: ClusterView) {
    this.view = view
  }

  /** Another layout, or another way of drawing links. */
  show(layout: ClusterLayout, mode: LinkMode): void {
    this.layout = layout
    this.mode = mode
    this.clear()
  }

  /** Forgets all: nodes came or went. */
  clear(): void {
    for (const place of this.known.values()) place.holds = false
    this.known.clear()
  }

  /** Forgets the ways of links that are told of anew: where traffic begins, links are made in every frame. */
  update(records: readonly FrameRecord[]): void {
    for (const record of records) {
      if (record.kind !== 'Link') continue
      for (const reverse of [false, true]) this.forget(linkLane(record.id, reverse))
    }
  }

  private forget(lane: LaneKey): void {
    const place = this.known.get(lane)
    if (place === undefined) return
    place.holds = false
    this.known.delete(lane)
  }

  /** The way of a lane by its name; undefined: the picture has none. */
  way(lane: LaneKey): Way | undefined {
    return wayAt(this.find(lane))
  }

  /** The place of a lane that has packets, which keeps it: to look thousands of them up in each frame takes longer than to move them. */
  placeOf(lane: Lane): LanePlace {
    if (lane.place?.holds !== true) lane.place = this.find(lane.key)
    return lane.place
  }

  /** The place of a lane by its name, for a lane that may have no packets yet. */
  find(lane: LaneKey): LanePlace {
    const known = this.known.get(lane)
    if (known !== undefined) return known
    const route = this.layout === undefined ? undefined : laneRoute(this.view, this.layout, lane, this.mode)
    const found = createPlace(route, (this.found += 1))
    this.known.set(lane, found)
    return found
  }
}
