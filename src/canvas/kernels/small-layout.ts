/** The pictures of small containers. The first view needs none of them: they are loaded with the first embed, stage or console. */
import { compactLayout, compactWorld, isSlim, slimText } from './compact-layout.ts'
import type { PictureFrame } from './compact-layout.ts'
import type { Arranged, ClusterLayout } from './layout.ts'
import { slimLayout } from './slim-layout.ts'

/**
 * The picture of a small container: the small one, or where nodes are many one between it and the whole one; undefined: the whole one is
 * drawn. `byPods`: pods stand in place of nodes, for which the small one has no room.
 */
export function smallLayout(
  frame: PictureFrame, places: number, width: number, height: number, arranged: Arranged | undefined, byPods: boolean,
): ClusterLayout | undefined {
  const small = byPods ? undefined : compactWorld(frame, places, width, height)
  if (small !== undefined) return compactLayout(places, small.width, small.height)
  return isSlim(frame, width, height) ? slimLayout(places, width, height, slimText(frame, width, height), arranged) : undefined
}
