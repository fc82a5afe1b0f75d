/** The plots as a table: what is drawn, in which units, and by which dash and colour a curve is told from the others. */
import { statusNames } from '../../protocol/vocabulary.ts'
import type { StatusName } from '../../protocol/vocabulary.ts'
import type { PlotSamples } from '../../state/plot-samples.ts'
import { levelCurve, meanMillisecondsCurve, rateCurve } from '../../state/plot-series.ts'
import type { Curve } from '../../state/plot-series.ts'

export interface CurveSpec {
  readonly id: string
  readonly label: string
  /** Token of its colour. */
  readonly colour: string
  /** Lengths of dashes and gaps; empty: a whole line. */
  readonly dash: readonly number[]
  /** Mark of the status that it shows. */
  readonly status?: StatusName
  readonly values: (samples: PlotSamples) => Curve
}

export interface PlotSpec {
  readonly id: string
  readonly title: string
  readonly unit: string
  /** Where the figures come from. */
  readonly says: string
  readonly curves: readonly CurveSpec[]
  /** Where a sample's value holds: from its moment until the next (a level), or over the time since the one before (a rate, a mean). */
  readonly holds: 'after' | 'before'
  /** Curves that were never above zero are left out. */
  readonly onlyUsed: boolean
  /** There are no halves of what is counted. */
  readonly isWhole?: boolean
}

const phases: Readonly<Record<StatusName, { readonly label: string; readonly dash: readonly number[] }>> = {
  running: { label: 'Running', dash: [] }, pending: { label: 'Pending', dash: [6, 3] }, creating: { label: 'Creating', dash: [2, 2] },
  terminating: { label: 'Terminating', dash: [8, 3, 2, 3] }, failed: { label: 'Failed', dash: [12, 3] }, unknown: { label: 'Unknown', dash: [2, 5] },
  succeeded: { label: 'Succeeded', dash: [4, 6] },
}

export const plotSpecs: readonly PlotSpec[] = [
  {
    id: 'pods', title: 'Pods by state', unit: 'pods', says: 'As the API server has them.', holds: 'after', onlyUsed: true, isWhole: true,
    curves: statusNames.map((status) => ({ id: status, ...phases[status], colour: `--st-${status}-text`, status, values: (samples) => levelCurve(samples, samples.pods[status]) })),
  },
  {
    id: 'requests', title: 'Clients’ requests', unit: 'per second', says: 'What became of the requests that clients sent to the Service.', holds: 'before', onlyUsed: false,
    curves: [
      { id: 'succeeded', label: 'succeeded', colour: '--st-running-text', dash: [], status: 'running', values: (samples) => rateCurve(samples, 'succeeded') },
      { id: 'failed', label: 'failed', colour: '--st-failed-text', dash: [6, 3], status: 'failed', values: (samples) => rateCurve(samples, 'failed') },
    ],
  },
  {
    id: 'latency', title: 'Latency of clients’ requests', unit: 'ms', says: 'Mean of those that succeeded, from sending to the answer.', holds: 'before', onlyUsed: false,
    curves: [{ id: 'latency', label: 'mean', colour: '--lk-service', dash: [], values: (samples) => meanMillisecondsCurve(samples, 'latencyUs', 'succeeded') }],
  },
  {
    id: 'api', title: 'API server and etcd', unit: 'per second', says: 'Requests that the API server answered, and revisions that etcd stored.', holds: 'before', onlyUsed: false,
    curves: [
      { id: 'requests', label: 'API requests', colour: '--lk-api', dash: [], values: (samples) => rateCurve(samples, 'apiRequests') },
      { id: 'revisions', label: 'etcd revisions', colour: '--lk-etcd', dash: [6, 3], values: (samples) => rateCurve(samples, 'revision') },
    ],
  },
  {
    id: 'scheduler', title: 'Scheduling latency', unit: 'ms', says: 'Mean of the pods bound, from the scheduler’s queue to the binding. A gap: none was bound.', holds: 'before', onlyUsed: false,
    curves: [{ id: 'scheduling', label: 'mean', colour: '--lk-watch', dash: [], values: (samples) => meanMillisecondsCurve(samples, 'boundLatencyUs', 'bound') }],
  },
]

/** The curves of a plot that have something to show. */
export function usedCurves(spec: PlotSpec, samples: PlotSamples): readonly { readonly curve: CurveSpec; readonly values: Curve }[] {
  const all = spec.curves.map((curve) => ({ curve, values: curve.values(samples) }))
  return spec.onlyUsed ? all.filter(({ values }, i) => i === 0 || values.some((value) => (value ?? 0) > 0)) : all
}

/** A figure in few digits: 0.25, 3.1, 412. */
export function figureText(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–'
  return String(Number(value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)))
}

/** Steps of an axis that counts whole things. */
export const wholeSteps: readonly number[] = [1, 10, 100, 1000, 10_000, 100_000].flatMap((ten) => [ten, 2 * ten, 5 * ten])

/** Values without a neighbour: no line leads to them, they are drawn as points. */
export function lonely(values: Curve): number[] {
  const isMissing = (at: number): boolean => (values[at] ?? null) === null
  return values.flatMap((_, at) => (!isMissing(at) && isMissing(at - 1) && isMissing(at + 1) ? [at] : []))
}

/** The newest value that there is. */
export function newest(values: Curve): number | null {
  return values[values.length - 1] ?? null
}

/** A plot in one sentence, for those who can't see it. */
export function plotSentence(spec: PlotSpec, samples: PlotSamples): string {
  const now = usedCurves(spec, samples).map(({ curve, values }) => {
    const known = values.filter((value) => value !== null)
    if (known.length === 0) return `${curve.label} none yet`
    return `${curve.label} ${figureText(newest(values))} now, ${figureText(Math.min(...known))} to ${figureText(Math.max(...known))}`
  })
  return `${spec.title}, ${spec.unit}: ${now.join('; ')}`
}
