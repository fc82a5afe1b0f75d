/** The ways of lanes on the picture, worked out once, and what their length allows: thousands of packets ask for them in each frame. */
import type { FrameRecord } from '../../protocol/frame.ts'
import type { ClusterView } from '../../state/cluster-view.ts'
import type { Box, ClusterLayout, Point } from '../kernels/layout.ts'
import type { LinkMode } from '../kernels/level-of-detail.ts'
import { laneSize } from '../kernels/packet-schedule.ts'
import type { LaneKey, LaneSize } from '../kernels/packet-schedule.ts'
import { comesInto, lengthOf, wayOf } from '../kernels/way.ts'
import type { Way } from '../kernels/way.ts'
import { laneRoute, linkLane } from './packet-lanes.ts'

/** Lanes out of view move in one of so many ticks, some in each. */
const unseenTurns = 6

interface Known {
  /** Undefined: the picture has none. */
  readonly route: readonly Point[] | undefined
  readonly length: number
  /** Made ready when a packet is drawn on it: most lanes of a large cluster are seldom in view. */
  way: Way | undefined
  size: LaneSize
  /** For which `size` holds. */
  zoom: number
  /** The turn in which it moves while it is out of view. */
  readonly turn: number
  inView: boolean
  /** For which `inView` holds. */
  box: Box | undefined
}

export class LaneWays {
  private readonly view: ClusterView
  private readonly known = new Map<LaneKey, Known>()
  private layout: ClusterLayout | undefined
  private mode: LinkMode = 'single'
  private turns = 0

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

  /** Forgets the ways of links that are told of anew: where traffic begins, links are made in every frame. */
  update(records: readonly FrameRecord[]): void {
    for (const record of records) {
      if (record.kind !== 'Link') continue
      for (const reverse of [false, true]) this.known.delete(linkLane(record.id, reverse))
    }
  }

  way(lane: LaneKey): Way | undefined {
    const found = this.find(lane)
    if (found.route !== undefined) found.way ??= wayOf(found.route)
    return found.way
  }

  /** What the lane's length on the screen allows at a zoom. */
  size(lane: LaneKey, zoom: number): LaneSize {
    const found = this.find(lane)
    if (found.zoom !== zoom) {
      found.size = laneSize(found.length * zoom)
      found.zoom = zoom
    }
    return found.size
  }

  /** Whether a lane comes into a box of the world: asked of every lane in each frame, so the same box should be the same object. */
  isInView(lane: LaneKey, box: Box): boolean {
    const found = this.find(lane)
    if (found.box !== box) {
      found.inView = found.route !== undefined && comesInto(found.route, box)
      found.box = box
    }
    return found.inView
  }

  /** Ticks by which a lane's packets are moved in the tick of that number: near the cards of a large cluster nearly all lanes are out of view. */
  ticksFor(lane: LaneKey, box: Box, tick: number): number {
    if (this.isInView(lane, box)) return 1
    return this.find(lane).turn === tick % unseenTurns ? unseenTurns : 0
  }

  private find(lane: LaneKey): Known {
    const known = this.known.get(lane)
    if (known !== undefined) return known
    const route = this.layout === undefined ? undefined : laneRoute(this.view, this.layout, lane, this.mode)
    const length = route === undefined ? 0 : lengthOf(route)
    const turn = (this.turns += 1) % unseenTurns
    const found: Known = { route, length, turn, way: undefined, size: laneSize(length), zoom: 1, inView: false, box: undefined }
    this.known.set(lane, found)
    return found
  }
}
