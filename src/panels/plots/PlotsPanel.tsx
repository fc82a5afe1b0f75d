import { useState } from 'react'
import { Segments } from '../../ui/controls/Segments.tsx'
import { EnlargeButton } from '../EnlargeButton.tsx'
import { SidePanel } from '../SidePanel.tsx'
import { Plot } from './Plot.tsx'
import { plotSpecs } from './plot-specs.ts'
import { PlotTable } from './PlotTable.tsx'
import { usePlots } from './use-plots.ts'
import './plots.css'

const views = [{ id: 'curves', label: 'Curves', says: 'Drawn over simulated time' }, { id: 'table', label: 'Tables', says: 'The same figures as tables' }]

/** How the cluster fared, over simulated time: real figures only. */
export function PlotsPanel() {
  const { samples, version, theme } = usePlots()
  const [view, setView] = useState('curves')
  return (
    <SidePanel label="Plots">
      <div className="side-tools">
        <Segments label="Plots as" segments={views} selected={view} onSelect={setView} />
        <EnlargeButton dialog="plots" says="Plots as large as the window (Shift G)" />
      </div>
      {plotSpecs.map((spec) => (view === 'curves' ? <Plot key={spec.id} spec={spec} samples={samples} version={version} theme={theme} />
        : <PlotTable key={spec.id} spec={spec} samples={samples} />))}
    </SidePanel>
  )
}
