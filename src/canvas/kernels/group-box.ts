/** The grounds that groups of nodes stand on. */
import type { NodeGroup } from './arrangement.ts'
import type { Box, ClusterLayout } from './layout.ts'

/** Part of the head's unit that the line of the groups' names takes. */
const nameLine = 24
/** How far a group's ground reaches beyond its nodes, in world units: less than half of what is between two nodes. */
const rim = 3

/** The ground of a group: its columns over all rows, with the line of its name above. */
export function groupBox({ column, columns }: Pick<NodeGroup, 'column' | 'columns'>, layout: ClusterLayout): Box {
  const { node, workers, headScale } = layout
  const y = workers.y + nameLine * headScale
  return { x: column * node.pitchX - rim, y, width: (columns - 1) * node.pitchX + node.width + 2 * rim, height: workers.y + workers.height - y }
}
