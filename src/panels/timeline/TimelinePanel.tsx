import { EnlargeButton } from '../EnlargeButton.tsx'
import { SidePanel } from '../SidePanel.tsx'
import { Timeline } from './Timeline.tsx'

export function TimelinePanel() {
  return (
    <SidePanel label="Events">
      <Timeline room="panel" beside={<EnlargeButton dialog="timeline" says="Events as large as the window (Shift E)" />} />
    </SidePanel>
  )
}
