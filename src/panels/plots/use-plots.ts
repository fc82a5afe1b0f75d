/** What plots are drawn from, and when they are drawn anew. */
import { useEffect, useState } from 'react'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { plotSamples } from '../../state/plot-samples.ts'
import type { PlotSamples } from '../../state/plot-samples.ts'

/** Between two drawings; a curve that moves more often tells no more. */
const drawMs = 250

export function usePlots(): { readonly samples: PlotSamples; readonly version: number; readonly theme: string } {
  const { store } = useCluster()
  const theme = useClusterState((state) => state.theme)
  const samples = plotSamples(store)
  const [version, setVersion] = useState(samples.version)
  useEffect(() => {
    const timer = setInterval(() => { setVersion(samples.version) }, drawMs)
    return () => { clearInterval(timer) }
  }, [samples])
  return { samples, version, theme }
}
