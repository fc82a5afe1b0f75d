import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import { Icon } from '../../ui/icons.tsx'
import { canOpen } from './tree-rows.ts'
import type { RowId } from './tree-rows.ts'
import type { RowText } from './row-text.ts'

interface TreeRowProps {
  readonly id: string
  readonly index: number
  readonly row: RowId
  readonly level: number
  readonly open: boolean
  readonly text: RowText
  /** It has the keyboard. */
  readonly active: boolean
  /** The inspector shows it. */
  readonly selected: boolean
  readonly onPress: () => void
  readonly onToggle: () => void
}

/** One row of the tree: name with its kind, state as shape and word, READY, and figures. */
export function TreeRow({ id, index, row, level, open, text, active, selected, onPress, onToggle }: TreeRowProps) {
  const folds = canOpen(row.kind)
  return (
    <div
      id={id} role="row" className="tree-row" aria-rowindex={index + 1} aria-level={level} {...(folds ? { 'aria-expanded': open } : {})} aria-selected={selected}
      data-active={active} onClick={onPress}
    >
      <span role="rowheader" className="tree-name" style={{ paddingLeft: (level - 1) * 18 }}>
        {folds ? (
          <span className="tree-fold" aria-hidden="true" onClick={(event) => { event.stopPropagation(); onToggle() }}><Icon name={open ? 'chevronDown' : 'chevronRight'} size={14} /></span>
        ) : <span className="tree-fold" aria-hidden="true" />}
        {text.icon === undefined ? null : <Icon name={text.icon} size={15} />}
        <span className={text.kind === '' ? 'tree-group' : 'mono'}>{text.name}</span>
        {text.kind === '' ? null : <span className="tree-kind">{text.kind}</span>}
      </span>
      <span role="gridcell" className="tree-state">{text.status === undefined ? null : <StatusGlyph status={text.status} size={13} />}{text.word}</span>
      <span role="gridcell">{text.ready}</span>
      <span role="gridcell" className="tree-about" title={text.about}>{text.about}</span>
    </div>
  )
}
