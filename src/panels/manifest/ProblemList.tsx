import type { ManifestProblem } from '../../kubectl/apply/manifest.ts'

/** What is wrong, below the text: choosing a problem leads to its line. `urgent`: it was asked for, so it is announced. */
export function ProblemList({ problems, urgent, onShow }: {
  readonly problems: readonly ManifestProblem[]; readonly urgent: boolean; readonly onShow: (problem: ManifestProblem) => void
}) {
  if (problems.length === 0) return null
  return (
    <ul className="problems" {...(urgent ? { role: 'alert' } : {})} aria-label="What is wrong">
      {problems.map((problem) => (
        <li key={`${problem.line}:${problem.column} ${problem.message}`}>
          <button type="button" className="link-to" onClick={() => { onShow(problem) }}>line {problem.line}, column {problem.column}</button> {problem.message}
        </li>
      ))}
    </ul>
  )
}
