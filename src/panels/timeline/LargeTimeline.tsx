/** The Events of the cluster as large as the window. */
import { useCluster, useClusterState } from '../../state/context.tsx'
import { openDialog } from '../../state/page-actions.ts'
import { Dialog } from '../../ui/controls/Dialog.tsx'
import { largeText } from '../large-text.ts'
import { Timeline } from './Timeline.tsx'

export function LargeTimeline() {
  const { store } = useCluster()
  const presenting = useClusterState((state) => state.presenting)
  return (
    <Dialog title="Events over simulated time" size="window" onClose={() => { openDialog(store, undefined) }}>
      <div className="large-timeline" style={{ fontSize: largeText(presenting, false) }}><Timeline room="window" /></div>
    </Dialog>
  )
}
