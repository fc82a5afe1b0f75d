import { useEffect, useState } from 'react'
import './stepper.css'

/** Text of a number field as a whole number inside the bounds; undefined when it is not one. */
export function wholeNumber(text: string, min: number, max: number): number | undefined {
  if (!/^\d+$/.test(text.trim())) return undefined
  const value = Number(text.trim())
  return value >= min && value <= max ? value : undefined
}

/**
 * A number with a button on either side. The buttons and the arrow keys change it by one at once; a typed number counts on Enter or when
 * the field is left. A number outside the bounds is not sent: the field says so and keeps what was typed.
 */
export function Stepper({ label, value, min = 0, max, onChange }: {
  readonly label: string; readonly value: number; readonly min?: number; readonly max: number; readonly onChange: (value: number) => void
}) {
  const [draft, setDraft] = useState<string>()
  useEffect(() => { setDraft(undefined) }, [value])
  const typed = draft === undefined ? value : wholeNumber(draft, min, max)
  const commit = (): void => {
    if (draft === undefined || typed === undefined) return
    if (typed === value) setDraft(undefined)
    else onChange(typed)
  }
  const step = (by: number): void => {
    const next = Math.min(max, Math.max(min, (typed ?? value) + by))
    if (next !== value) onChange(next)
  }
  return (
    <div className="stepper" role="group" aria-label={label}>
      <button type="button" className="stepper-button" aria-label={`${label}: one fewer`} disabled={value <= min} onClick={() => { step(-1) }}>−</button>
      <input
        className="stepper-field" inputMode="numeric" aria-label={label} value={draft ?? String(value)} aria-invalid={typed === undefined}
        title={typed === undefined ? `A whole number from ${min} to ${max}` : undefined}
        onChange={(event) => { setDraft(event.target.value) }} onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit()
          else if (event.key === 'ArrowUp') step(1)
          else if (event.key === 'ArrowDown') step(-1)
          else if (event.key === 'Escape' && draft !== undefined) setDraft(undefined)
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
      />
      <button type="button" className="stepper-button" aria-label={`${label}: one more`} disabled={value >= max} onClick={() => { step(1) }}>+</button>
      {typed === undefined ? <span className="stepper-refusal" role="alert">A whole number from {min} to {max}</span> : null}
    </div>
  )
}
