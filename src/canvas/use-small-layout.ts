/** The layouts of small containers, once they are loaded. */
import { useEffect, useState } from 'react'
import type { PictureFrame } from './kernels/compact-layout.ts'
import type { smallLayout } from './kernels/small-layout.ts'

type SmallLayout = typeof smallLayout

const loaded: { layout: SmallLayout | undefined } = { layout: undefined }

/** Fetches them; the page does so before they are needed. */
export async function loadSmallLayout(): Promise<void> {
  loaded.layout ??= (await import('./kernels/small-layout.ts')).smallLayout
}

/** Undefined for the whole picture, and until they are there: so long, or where they can't be had, the whole picture is drawn. */
export function useSmallLayout(frame: PictureFrame): SmallLayout | undefined {
  const [, setReady] = useState(loaded.layout !== undefined)
  useEffect(() => {
    if (frame !== 'whole' && loaded.layout === undefined) void loadSmallLayout().then(() => { setReady(true) }, () => undefined)
  }, [frame])
  return frame === 'whole' ? undefined : loaded.layout
}
