import { useRef } from 'react'
import type { ManifestProblem } from '../../kubectl/apply/manifest.ts'

/** Offset of a line and column (both from 1) in a text; beyond the text's end it is the end. */
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0
  for (let at = 1; at < line; at += 1) {
    const feed = text.indexOf('\n', start)
    if (feed < 0) return text.length
    start = feed + 1
  }
  return Math.min(text.length, start + column - 1)
}

/** The text field, with what is wrong below it: choosing a problem puts the cursor at its line and column. */
export function ManifestText({ text, problems, onChange }: {
  readonly text: string; readonly problems: readonly ManifestProblem[]; readonly onChange: (text: string) => void
}) {
  const area = useRef<HTMLTextAreaElement>(null)
  const show = (problem: ManifestProblem): void => {
    const field = area.current
    if (field === null) return
    const from = offsetOf(text, problem.line, problem.column)
    const feed = text.indexOf('\n', from)
    field.focus()
    field.setSelectionRange(from, feed < 0 ? text.length : feed)
    field.scrollTop = Math.max(0, (problem.line - 4) * parseFloat(getComputedStyle(field).lineHeight || '18'))
  }
  return (
    <>
      <textarea
        ref={area} className="manifest-text mono" aria-label="Manifest (YAML)" aria-invalid={problems.length > 0} spellCheck={false} rows={16} value={text}
        placeholder={'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: hello'} onChange={(event) => { onChange(event.target.value) }}
      />
      {problems.length === 0 ? null : (
        <ul className="problems" role="alert" aria-label="What is wrong">
          {problems.map((problem) => (
            <li key={`${problem.line}:${problem.column} ${problem.message}`}>
              <button type="button" className="link-to" onClick={() => { show(problem) }}>line {problem.line}, column {problem.column}</button> {problem.message}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
