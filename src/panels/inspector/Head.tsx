import { useCluster } from '../../state/context.tsx'
import { setInspectorOpen } from '../../state/page-actions.ts'
import { Button } from '../../ui/controls/Button.tsx'
import { Icon } from '../../ui/icons.tsx'
import type { IconName } from '../../ui/icons.tsx'
import { CommaBreaks } from './CommaBreaks.tsx'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import type { GlyphStatus } from '../../ui/StatusGlyph.tsx'

/** What is looked at: its kind, its state in shape and word, its whole name, and the way to close the inspector. */
export function Head({ icon, kind, name, status, word }: {
  readonly icon: IconName; readonly kind: string; readonly name: string; readonly status?: GlyphStatus; readonly word?: string
}) {
  const { store } = useCluster()
  return (
    <header className="inspector-head">
      <div className="inspector-kind">
        <Icon name={icon} size={15} />{kind}
        {status === undefined ? null : <span className={`badge status-${status}`}><StatusGlyph status={status} size={13} /><span><CommaBreaks text={word ?? ''} /></span></span>}
        <Button look="plain" aria-label="Close the inspector" title="Close (Esc)" onClick={() => { setInspectorOpen(store, false) }}><Icon name="close" size={14} /></Button>
      </div>
      <h2>{name}</h2>
    </header>
  )
}
