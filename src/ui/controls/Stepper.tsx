import { useState } from 'react'
import './stepper.css'

/** Text of a number field as a whole number inside the bounds; undefined when it is not one. */
export function wholeNumber(text: string, min: number, max: number): number | undefined {
  if (!/^\d+$/.test(text.trim())) return undefined
  const value = Number(text.trim())
  return value >= min && value <= max ? value : undefined
}

/** What became of a number that was asked for. */
interface Answer {
  readonly ok: boolean
}

interface Draft {
  readonly text: string
  /** The value that stood there when it was typed or stepped to; another value makes the draft void. */
  readonly over: number
  /** It was handed to `onChange` and its effect is awaited. */
  readonly sent: boolean
}

/**
 * A number with a button on either side. The buttons and the arrow keys change it by one at once; a typed number counts on Enter or when
 * the field is left. Until `value` follows, the field shows what was asked for, so that three quick clicks count as three; what is refused
 * gives way to `value`. A number outside the bounds is not sent: the field says so and keeps what was typed.
 */
export function Stepper({ label, value, min = 0, max, onChange }: {
  readonly label: string; readonly value: number; readonly min?: number; readonly max: number
  readonly onChange: (value: number) => Promise<Answer>
}) {
  const [latest, setDraft] = useState<Draft>()
  const draft = latest?.over === value ? latest : undefined
  const wanted = draft === undefined ? value : wholeNumber(draft.text, min, max)
  const send = (next: number): void => {
    const asked: Draft = { text: String(next), over: value, sent: true }
    setDraft(asked)
    void onChange(next).then(({ ok }) => { if (!ok) setDraft((now) => (now === asked ? undefined : now)) })
  }
  const commit = (): void => {
    if (draft === undefined || wanted === undefined) return
    if (draft.sent || wanted === value) setDraft(undefined)
    else send(wanted)
  }
  const step = (by: number): void => {
    const from = wanted ?? value
    const next = Math.min(max, Math.max(min, from + by))
    if (next !== from) send(next)
  }
  return (
    <div className="stepper" role="group" aria-label={label}>
      <button type="button" className="stepper-button" aria-label={`${label}: one fewer`} disabled={wanted === min} onClick={() => { step(-1) }}>−</button>
      <input
        className="stepper-field" inputMode="numeric" aria-label={label} value={draft?.text ?? String(value)} aria-invalid={wanted === undefined}
        onChange={(event) => { setDraft({ text: event.target.value, over: value, sent: false }) }} onBlur={commit}
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
      <button type="button" className="stepper-button" aria-label={`${label}: one more`} disabled={wanted === max} onClick={() => { step(1) }}>+</button>
      {wanted === undefined ? <span className="stepper-refusal" role="alert">A whole number from {min} to {max}</span> : null}
    </div>
  )
}
