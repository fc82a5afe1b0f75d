/** Fetches the parts of the page that the first view does not need, so that a lecture can go on when the network is gone. */

const laterParts: readonly (() => Promise<unknown>)[] = [
  () => import('../panels/inspector/SelectedThing.tsx'),
  () => import('../panels/manifest/ManifestDialog.tsx'),
  () => import('../panels/ports/PortsPanel.tsx'),
  () => import('../panels/console/Terminal.tsx'),
  () => import('./KeysDialog.tsx'),
  () => import('../kubectl/apply/parse-manifest.ts'),
  () => import('../kubectl/apply/apply-manifest.ts'),
  () => import('../lessons/parse-lesson.ts'),
  () => import('yaml'),
]

/**
 * One part after the other. A part that can't be had now is asked for again when it is needed, and its failure is told there; so
 * nothing is told here.
 */
export async function warmUp(): Promise<void> {
  for (const part of laterParts) await part().catch(() => undefined)
}
