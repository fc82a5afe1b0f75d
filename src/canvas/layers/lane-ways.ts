/** The ways of lanes on the picture, worked out once, and what their length allows: thousands of packets ask for them in each frame. */
import type { LinkRecord } from '../../protocol/frame.ts'
import type { ClusterView } from '../../state/cluster-view.ts'
import type { ClusterLayout } from '../kernels/layout.ts'
import type { LinkMode } from '../kernels/level-of-detail.ts'
import { laneSize } from '../kernels/packet-schedule.ts'
import type { LaneKey, LaneSize } from '../kernels/packet-schedule.ts'
import { wayOf } from '../kernels/way.ts'
import type { Way } from '../kernels/way.ts'
import { laneRoute, linkOf } from './packet-lanes.ts'

interface Known {
  /** Undefined: the picture has none. */
  readonly way: Way | undefined
  /** The link as it was when the way was worked out. */
  readonly record: LinkRecord | undefined
  size: LaneSize
  /** For which `size` holds. */
  zoom: number
}

export class LaneWays {
  private readonly view: ClusterView
  private readonly known = new Map<LaneKey, Known>()
  private layout: ClusterLayout | undefined
  private mode: LinkMode = 'single'
  private linksVersion = 0

  constructor(view: ClusterView) {
    this.view = view
  }

  /** Another layout, or another way of drawing links. */
  show(layout: ClusterLayout, mode: LinkMode): void {
    this.layout = layout
    this.mode = mode
    this.clear()
  }

  clear(): void {
    this.known.clear()
  }

  /** Forgets the ways of links that are not what they were: where traffic begins, links are made in every frame. */
  update(): void {
    const { view, known } = this
    if (this.linksVersion === view.linksVersion) return
    this.linksVersion = view.linksVersion
    for (const [lane, { record }] of known) if (linkOf(view, lane) !== record) known.delete(lane)
  }

  way(lane: LaneKey): Way | undefined {
    return this.find(lane).way
  }

  /** What the lane's length on the screen allows at a zoom. */
  size(lane: LaneKey, zoom: number): LaneSize {
    const found = this.find(lane)
    if (found.zoom !== zoom) {
      found.size = sizeAt(found.way, zoom)
      found.zoom = zoom
    }
    return found.size
  }

  private find(lane: LaneKey): Known {
    const known = this.known.get(lane)
    if (known !== undefined) return known
    const route = this.layout === undefined ? undefined : laneRoute(this.view, this.layout, lane, this.mode)
    const way = route === undefined ? undefined : wayOf(route)
    const found = { way, record: linkOf(this.view, lane), size: sizeAt(way, 1), zoom: 1 }
    this.known.set(lane, found)
    return found
  }
}

const sizeAt = (way: Way | undefined, zoom: number): LaneSize => laneSize((way?.length ?? 0) * zoom)
