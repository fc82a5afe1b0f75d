/** What a view shows stays in it when the picture is laid out anew: nodes go into groups, a console takes half of the window. */
import type { ClusterView } from '../../state/cluster-view.ts'
import { nodeBox } from './layout.ts'
import type { Box, ClusterLayout, Point } from './layout.ts'
import { placeOf } from './where.ts'
import type { CameraView } from './where.ts'

const heads = ['etcd', 'controllerManager', 'scheduler', 'tray', 'apiServer', 'kubectl', 'deployments', 'services', 'clients'] as const

const awayFrom = ({ x, y, width, height }: Box, at: Point): number => Math.hypot(Math.max(x - at.x, 0, at.x - x - width), Math.max(y - at.y, 0, at.y - y - height))

/** How far the middle of the card has gone that was nearest to a point of the world `before`. */
function gone(before: ClusterLayout, now: ClusterLayout, view: ClusterView, at: Point): Point {
  let least = Infinity
  let by: Point = { x: 0, y: 0 }
  const look = (from: Box, to: Box): void => {
    const away = awayFrom(from, at)
    // A picture without a card has a box for it that has no size.
    if (away >= least || from.width === 0 || to.width === 0) return
    least = away
    by = { x: to.x + to.width / 2 - from.x - from.width / 2, y: to.y + to.height / 2 - from.y - from.height / 2 }
  }
  for (const head of heads) look(before[head], now[head])
  for (let slot = 0; slot < view.nodes.end; slot += 1) {
    const [from, to] = [placeOf(before, view, slot), placeOf(now, view, slot)]
    if (from !== undefined && to !== undefined) look(nodeBox(from, before.node), nodeBox(to, now.node))
  }
  return by
}

/** The view with the card that is nearest to the middle of a `width` x `height` screen where it is now, in a picture that is laid out anew. */
export function keptView(before: ClusterLayout, now: ClusterLayout, view: ClusterView, camera: CameraView, width: number, height: number): CameraView {
  const { x, y, zoom } = camera
  const by = gone(before, now, view, { x: (width / 2 - x) / zoom, y: (height / 2 - y) / zoom })
  return { zoom, x: x - by.x * zoom, y: y - by.y * zoom }
}
