import './segments.css'

interface Segment {
  readonly id: string
  readonly label: string
  /** Longer words for the tooltip and assistive technology. */
  readonly says: string
}

/** A row of choices of which at most one is pressed. */
export function Segments({ label, segments, selected, onSelect }: {
  readonly label: string; readonly segments: readonly Segment[]; readonly selected: string | undefined; readonly onSelect: (id: string) => void
}) {
  return (
    <div className="segments" role="group" aria-label={label}>
      {segments.map((segment) => (
        <button
          key={segment.id} type="button" className="segment" aria-pressed={segment.id === selected} title={segment.says}
          onClick={() => { onSelect(segment.id) }}
        >{segment.label}</button>
      ))}
    </div>
  )
}
