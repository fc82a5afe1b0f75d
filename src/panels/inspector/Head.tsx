import { Icon } from '../../ui/icons.tsx'
import type { IconName } from '../../ui/icons.tsx'
import { CommaBreaks } from './CommaBreaks.tsx'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import type { GlyphStatus } from '../../ui/glyph-shapes.ts'

/** What is looked at: its kind, its state in shape and word, and its whole name. */
export function Head({ icon, kind, name, status, word }: {
  readonly icon: IconName; readonly kind: string; readonly name: string; readonly status?: GlyphStatus; readonly word?: string
}) {
  return (
    <header className="inspector-head">
      <div className="inspector-kind">
        <Icon name={icon} size={15} />{kind}
        {status === undefined ? null : <span className={`badge status-${status}`}><StatusGlyph status={status} size={13} /><span><CommaBreaks text={word ?? ''} /></span></span>}
      </div>
      <h2>{name}</h2>
    </header>
  )
}
