import { useCluster, useClusterState } from '../state/context.tsx'
import { Button } from '../ui/controls/Button.tsx'
import { Icon } from '../ui/icons.tsx'
import { StatusGlyph } from '../ui/StatusGlyph.tsx'

/** Characters that have room beside a caption. */
const lineChars = 60

/** One line about something the user did, until it is closed; nothing when there is none. */
export function NoticeLine() {
  const { store } = useCluster()
  const notice = useClusterState((state) => state.notice)
  if (notice === undefined) return null
  return (
    <p className="caption-aside notice" role="alert" data-long={notice.text.length > lineChars ? '' : undefined}>
      <StatusGlyph status={notice.tone === 'bad' ? 'failed' : 'running'} size={14} /><span title={notice.text}>{notice.text}</span>
      <Button look="plain" aria-label="Close the message" onClick={() => { store.setState({ notice: undefined }) }}><Icon name="close" size={13} /></Button>
    </p>
  )
}
