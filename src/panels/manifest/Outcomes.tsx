import type { Outcome } from '../../kubectl/apply/apply-manifest.ts'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'

/** What the API server answered to each object, in kubectl's words. */
export function Outcomes({ outcomes, warnings, says, failure }: {
  readonly outcomes: readonly Outcome[]; readonly warnings: readonly string[]; readonly says: string | undefined; readonly failure: string | undefined
}) {
  return (
    <>
      <ul className="outcomes" role="status" aria-label="Answers of the API server">
        {outcomes.map((outcome) => (
          <li key={`${outcome.document.position.line} ${outcome.text}`}>
            <StatusGlyph status={outcome.result === 'refused' ? 'failed' : 'running'} size={13} />
            <span className="mono">{outcome.text}</span>
          </li>
        ))}
      </ul>
      {says === undefined ? null : <p role="status">{says}</p>}
      {warnings.length === 0 ? null : (
        <ul className="outcomes" aria-label="Warnings of the API server">
          {warnings.map((warning) => <li key={warning}><StatusGlyph status="pending" size={13} /> <span className="mono">Warning: {warning}</span></li>)}
        </ul>
      )}
      {failure === undefined ? null : <p className="refusal" role="alert">{failure}</p>}
    </>
  )
}
