import { middleCut } from './middle-cut.ts'

/** A name cut in the middle; the whole name is its tooltip and stays what assistive technology reads. */
export function CutText({ text, maxChars, className = '' }: { text: string; maxChars: number; className?: string }) {
  const { start, end } = middleCut(text, maxChars)
  if (end === undefined) return <span className={`cut-text ${className}`}>{start}</span>
  return (
    <span className={`cut-text ${className}`} title={text}>
      <span className="visually-hidden">{text}</span>
      <span aria-hidden="true">{start}<span className="cut-mark">…</span>{end}</span>
    </span>
  )
}
