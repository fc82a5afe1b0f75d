import type { ReactNode } from 'react'
import type { SideName } from '../state/cluster-store.ts'
import { useCluster, useClusterState } from '../state/context.tsx'
import { setInspectorOpen, showSide } from '../state/page-actions.ts'
import { Button } from '../ui/controls/Button.tsx'
import { Segments } from '../ui/controls/Segments.tsx'
import { Icon } from '../ui/icons.tsx'

const sides: readonly { readonly id: SideName; readonly label: string; readonly says: string }[] = [
  { id: 'inspector', label: 'Inspector', says: 'What is selected, and why it is so (i)' },
  { id: 'plots', label: 'Plots', says: 'Figures over simulated time (g)' },
  { id: 'timeline', label: 'Events', says: 'Events by object, over simulated time (e)' },
]

/** The column beside the picture: which of its panels is shown, and that panel. */
export function SidePanel({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const { store } = useCluster()
  const side = useClusterState((state) => state.side)
  return (
    <aside className="inspector" aria-label={label}>
      <div className="side-tabs">
        <Segments label="Beside the picture" segments={sides} selected={side} onSelect={(id) => { showSide(store, sides.find((one) => one.id === id)?.id ?? 'inspector') }} />
        <Button look="plain" aria-label="Close the panel" title="Close (Esc)" onClick={() => { setInspectorOpen(store, false) }}><Icon name="close" size={14} /></Button>
      </div>
      {children}
    </aside>
  )
}
