/** The plots as large as the window: all of them, or one that is read from the last row. */
import { useState } from 'react'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { openDialog } from '../../state/page-actions.ts'
import { Dialog } from '../../ui/controls/Dialog.tsx'
import { Segments } from '../../ui/controls/Segments.tsx'
import { largeText } from '../large-text.ts'
import { useWindowSize } from '../use-window-size.ts'
import { Plot } from './Plot.tsx'
import type { PlotSize } from './Plot.tsx'
import { plotSpecs } from './plot-specs.ts'
import { usePlots } from './use-plots.ts'

const choices = [
  { id: 'all', label: 'All', says: 'All plots side by side' }, ...plotSpecs.map(({ id, title, says }) => ({ id, label: title, says })),
]
/** What stands around the plots: the dialog's head, the choice, and a plot's own title and legend for each size of letter. */
const around = { frame: 130, perPlot: 3.6 } as const
/** Lowest plot that still shows a curve. */
const leastHeight = 110
/** Rows of two plots each. */
const rows = Math.ceil(plotSpecs.length / 2)

/** Height that each plot has of a window. */
function sizeOf(windowHeight: number, textPx: number, plots: number): PlotSize {
  const stacked = plots === 1 ? 1 : rows
  return { textPx, heightPx: Math.max(leastHeight, Math.floor((windowHeight - around.frame) / stacked - around.perPlot * textPx)) }
}

export function LargePlots() {
  const { store } = useCluster()
  const plots = usePlots()
  const presenting = useClusterState((state) => state.presenting)
  const { height } = useWindowSize()
  const [chosen, setChosen] = useState('all')
  const shown = plotSpecs.filter(({ id }) => chosen === 'all' || id === chosen)
  const size = sizeOf(height, largeText(presenting, shown.length === 1), shown.length)
  return (
    <Dialog title="Plots over simulated time" size="window" onClose={() => { openDialog(store, undefined) }}>
      <div className="side-tools"><Segments label="Plot" segments={choices} selected={chosen} onSelect={setChosen} /></div>
      <div className={`large-plots${shown.length === 1 ? ' is-single' : ''}`}>
        {shown.map((spec) => <Plot key={spec.id} spec={spec} {...plots} size={size} />)}
      </div>
    </Dialog>
  )
}
