import { useEffect, useState } from 'react'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { plotSamples } from '../../state/plot-samples.ts'
import { Segments } from '../../ui/controls/Segments.tsx'
import { SidePanel } from '../SidePanel.tsx'
import { Plot } from './Plot.tsx'
import { plotSpecs } from './plot-specs.ts'
import { PlotTable } from './PlotTable.tsx'
import './plots.css'

/** Between two drawings; a curve that moves more often tells no more. */
const drawMs = 250

const views = [{ id: 'curves', label: 'Curves', says: 'Drawn over simulated time' }, { id: 'table', label: 'Tables', says: 'The same figures as tables' }]

/** How the cluster fared, over simulated time: real figures only. */
export function PlotsPanel() {
  const { store } = useCluster()
  const theme = useClusterState((state) => state.theme)
  const samples = plotSamples(store)
  const [version, setVersion] = useState(samples.version)
  const [view, setView] = useState('curves')
  useEffect(() => {
    const timer = setInterval(() => { setVersion(samples.version) }, drawMs)
    return () => { clearInterval(timer) }
  }, [samples])
  return (
    <SidePanel label="Plots">
      <Segments label="Plots as" segments={views} selected={view} onSelect={setView} />
      {plotSpecs.map((spec) => (view === 'curves' ? <Plot key={spec.id} spec={spec} samples={samples} version={version} theme={theme} />
        : <PlotTable key={spec.id} spec={spec} samples={samples} />))}
    </SidePanel>
  )
}
