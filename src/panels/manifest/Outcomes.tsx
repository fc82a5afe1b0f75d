import type { Outcome } from '../../kubectl/apply/apply-manifest.ts'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'

/** What the API server answered to each object, in kubectl's words. */
export function Outcomes({ outcomes, failure }: { readonly outcomes: readonly Outcome[]; readonly failure: string | undefined }) {
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
      {failure === undefined ? null : <p className="refusal" role="alert">{failure}</p>}
    </>
  )
}
