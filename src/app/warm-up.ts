/** Fetches the parts of the page that the first view does not need, so that a lecture can go on when the network is gone. */
import { loadSmallLayout } from '../canvas/use-small-layout.ts'
import { loadFullSchemas } from '../openapi/requests.ts'
import { fetchTextFile } from '../state/page-files.ts'
import { tourAddress } from './lecture.ts'

const laterParts: readonly (() => Promise<unknown>)[] = [
  loadSmallLayout,
  () => import('../canvas/layers/AlarmOverlay.tsx'),
  () => import('../canvas/layers/MiniMapPanel.tsx'),
  () => import('../canvas/layers/CaughtPacket.tsx'),
  () => import('../canvas/layers/packet-crowd.ts'),
  () => import('../canvas/layers/GroupLayer.tsx'),
  () => import('../canvas/layers/RackLayer.tsx'),
  () => import('../canvas/layers/PodGroupsLayer.tsx'),
  () => import('../canvas/layers/GlideLayer.tsx'),
  () => import('../canvas/layers/TileWalk.tsx'),
  () => import('../present/Stage.tsx'),
  () => import('../panels/inspector/SelectedThing.tsx'),
  () => import('../panels/manifest/ManifestDialog.tsx'),
  () => import('../panels/manifest/EditDialog.tsx'),
  () => import('../panels/manifest/DiffView.tsx'),
  () => import('../panels/ports/PortsPanel.tsx'),
  () => import('../panels/plots/PlotsPanel.tsx'),
  () => import('../panels/timeline/TimelinePanel.tsx'),
  () => import('../panels/plots/LargePlots.tsx'),
  () => import('../panels/timeline/LargeTimeline.tsx'),
  () => import('../panels/tree/TreePanel.tsx'),
  () => import('../panels/export/ExportDialog.tsx'),
  () => import('../panels/console/Terminal.tsx'),
  () => import('./KeysDialog.tsx'),
  () => import('./SearchDialog.tsx'),
  () => import('../kubectl/apply/parse-manifest.ts'),
  () => import('../kubectl/apply/apply-manifest.ts'),
  () => import('../lessons/parse-lesson.ts'),
  () => import('../lessons/run-lesson.ts'),
  () => import('../lessons/perform-action.ts'),
  () => import('yaml'),
  async () => { await (await import('../panels/manifest/sample-files.ts')).fetchAllSamples() },
  () => fetchTextFile(tourAddress),
  loadFullSchemas,
]

/**
 * One part after the other. A part that can't be had now is asked for again when it is needed, and its failure is told there; so
 * nothing is told here.
 */
export async function warmUp(): Promise<void> {
  for (const part of laterParts) await part().catch(() => undefined)
}
