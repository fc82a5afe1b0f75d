/** Walking over tiles of the far map, which have no element of their own: which place is next in a direction. */
import { gridCell, placeOfCell } from './grid.ts'
import type { GridSize, PlacedNode } from './grid.ts'
import { nodeBox } from './layout.ts'
import type { ClusterLayout, Point } from './layout.ts'
import type { Direction } from './walk.ts'

const steps: Readonly<Record<Direction, readonly [number, number]>> = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }

/** The next place in a direction where a node stands: in the same row or column, over cells that are free. Undefined: it was the last. */
export function nextTile(taken: ReadonlyMap<number, number>, place: number, direction: Direction, grid: GridSize): number | undefined {
  const [dx, dy] = steps[direction]
  let { column, row } = gridCell(place)
  for (;;) {
    column += dx
    row += dy
    if (column < 0 || row < 0 || column >= grid.columns || row >= grid.rows) return undefined
    const next = placeOfCell(column, row)
    if (taken.has(next)) return next
  }
}

/** The place of the node that is nearest to a point of the world. Undefined: there are no nodes. */
export function nearestTile(placed: readonly PlacedNode[], to: Point, { node }: Pick<ClusterLayout, 'node'>): number | undefined {
  let nearest: number | undefined
  let least = Infinity
  for (const { place } of placed) {
    const box = nodeBox(place, node)
    const distance = Math.hypot(box.x + box.width / 2 - to.x, box.y + box.height / 2 - to.y)
    if (distance >= least) continue
    least = distance
    nearest = place
  }
  return nearest
}
