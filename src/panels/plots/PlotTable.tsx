import { minuteText } from '../../state/format.ts'
import type { PlotSamples } from '../../state/plot-samples.ts'
import { figureText, usedCurves } from './plot-specs.ts'
import type { PlotSpec } from './plot-specs.ts'

/** Rows of a table: the samples are many, the story is told by few. */
const rowsShown = 12

/** Places of the samples that stand in the table, evenly spread, the newest first. */
export function tablePlaces(length: number): readonly number[] {
  const count = Math.min(rowsShown, length)
  return Array.from({ length: count }, (_, i) => length - 1 - Math.floor((i * length) / count))
}

/** A plot's figures as a table. */
export function PlotTable({ spec, samples }: { readonly spec: PlotSpec; readonly samples: PlotSamples }) {
  const used = usedCurves(spec, samples)
  return (
    <table className="small-table plot-table">
      <caption>{spec.title}, {spec.unit}</caption>
      <thead><tr><th scope="col">at</th>{used.map(({ curve }) => <th key={curve.id} scope="col">{curve.label}</th>)}</tr></thead>
      <tbody>
        {tablePlaces(samples.length).map((at) => (
          <tr key={at}><th scope="row">{minuteText(samples.timesUs[at] ?? 0)}</th>{used.map(({ curve, values }) => <td key={curve.id}>{figureText(values[at])}</td>)}</tr>
        ))}
      </tbody>
    </table>
  )
}
