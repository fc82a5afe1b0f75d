import { Fragment, useState } from 'react'
import type { SchedulingDecision } from '../../protocol/inspect.ts'
import { Button } from '../../ui/controls/Button.tsx'
import { Dialog } from '../../ui/controls/Dialog.tsx'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import { camelPieces, decisionRows, decisionSentence } from './decision-view.ts'
import type { DecisionRow } from './decision-view.ts'
import { Looking } from './Looking.tsx'
import { useInspect } from '../use-inspect.ts'

/** Why this node: which node was refused by which filter, and what each plugin gave the others. */
export function DecisionGrid({ namespace, name }: { readonly namespace: string; readonly name: string }) {
  const { answer, answered, failure } = useInspect({ query: 'decision', namespace, name })
  const [whole, setWhole] = useState(false)
  if (!answered) return <Looking failure={failure} />
  if (answer === undefined) return <p className="quiet">The scheduler has not decided about it yet.</p>
  const rows = decisionRows(answer)
  return (
    <>
      <p className="decision-sentence">{decisionSentence(answer)}</p>
      {rows.slice(0, 4).map((row) => <NodeVerdict key={row.node} row={row} open={row.chosen || answer.chosen === undefined} />)}
      <Button onClick={() => { setWhole(true) }}>Whole grid</Button>
      {whole ? (
        <Dialog title={`Why this node: ${name}`} size="wide" onClose={() => { setWhole(false) }}>
          <p className="decision-sentence">{decisionSentence(answer)}</p>
          <WholeGrid decision={answer} rows={rows} />
        </Dialog>
      ) : null}
    </>
  )
}

/** With no node chosen, why each was refused is the answer: then all stand open. */
function NodeVerdict({ row, open }: { readonly row: DecisionRow; readonly open: boolean }) {
  return (
    <details className="verdict" open={open}>
      <summary>
        <VerdictMark row={row} /> <b>{row.node}</b>
        <span className="verdict-total">{row.refused === undefined ? row.scores.length === 0 ? 'fits' : row.total : 'refused'}</span>
      </summary>
      {row.refused === undefined ? <ScoreList row={row} /> : <p><b>{row.refused.plugin}</b>: {row.refused.reason}</p>}
    </details>
  )
}

function VerdictMark({ row }: { readonly row: DecisionRow }) {
  if (!row.chosen && row.refused === undefined) return <span className="no-mark" />
  return <StatusGlyph status={row.chosen ? 'running' : 'failed'} size={12} />
}

function ScoreList({ row }: { readonly row: DecisionRow }) {
  if (row.scores.length === 0) return <p>Passed all filters; with one node left nothing is scored.</p>
  return (
    <table className="scores">
      <thead><tr><th scope="col">plugin</th><th scope="col">score × weight</th></tr></thead>
      <tbody>
        {row.scores.map((score) => (
          <tr key={score.plugin}>
            <th scope="row">{camelPieces(score.plugin).map((piece) => <Fragment key={piece}>{piece}<wbr /></Fragment>)}</th>
            <td>{score.raw} × {score.weight} = <b>{score.weighted}</b></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function WholeGrid({ decision, rows }: { readonly decision: SchedulingDecision; readonly rows: readonly DecisionRow[] }) {
  const columns = decision.plugins.length
  return (
    <div className="grid-scroll">
      <table className="decision-grid">
        <thead>
          <tr>
            <th scope="col">node</th>
            <th scope="col">filters</th>
            {decision.plugins.map((plugin) => (
              <th scope="col" key={plugin.name}>{camelPieces(plugin.name).map((piece) => <Fragment key={piece}>{piece}<wbr /></Fragment>)}<small>× {plugin.weight}</small></th>
            ))}
            <th scope="col">total</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.node} className={row.chosen ? 'chosen' : ''}>
              <th scope="row"><VerdictMark row={row} /> {row.node}{row.chosen ? ' (chosen)' : ''}</th>
              {row.refused === undefined ? <td>passed {decision.filters.length}</td> : <td colSpan={columns + 2}><b>{row.refused.plugin}</b>: {row.refused.reason}</td>}
              {row.refused === undefined ? <ScoreCells row={row} columns={columns} /> : null}
            </tr>
          ))}
        </tbody>
      </table>
      {decision.evaluated > rows.length ? <p className="quiet">{rows.length} of {decision.evaluated} evaluated nodes are shown.</p> : null}
    </div>
  )
}

function ScoreCells({ row, columns }: { readonly row: DecisionRow; readonly columns: number }) {
  if (row.scores.length === 0) return <td colSpan={columns + 1}>the only node left, not scored</td>
  return (
    <>
      {row.scores.map((score) => <td key={score.plugin}>{score.raw} × {score.weight} = {score.weighted}</td>)}
      <td><b>{row.total}</b></td>
    </>
  )
}
