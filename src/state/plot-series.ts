/** Samples as curves: levels as they are, rates and means over a short window before each sample. */
import type { CounterName, PlotSamples } from './plot-samples.ts'

/** A curve's values by sample; null where there is nothing to tell. */
export type Curve = readonly (number | null)[]

/** A rate is of the last second; of more in a long history, whose curve would else be a smear. */
const leastWindowUs = 1_000_000
const windowsShown = 80

function windowUs({ timesUs, length }: PlotSamples): number {
  return Math.max(leastWindowUs, ((timesUs[length - 1] ?? 0) - (timesUs[0] ?? 0)) / windowsShown)
}

/** Simulated seconds of the samples. */
export function sampleSeconds(samples: PlotSamples): readonly number[] {
  return Array.from(samples.timesUs.subarray(0, samples.length), (us) => us / 1_000_000)
}

/** What a count grew by until sample `at`, and over how many seconds: at least a window when the samples are closer. */
function growth(samples: PlotSamples, counter: CounterName, at: number, withinUs: number): { readonly by: number; readonly seconds: number } | undefined {
  const { timesUs } = samples
  let from = at - 1
  while (from > 0 && timesUs[at]! - timesUs[from]! < withinUs) from -= 1
  if (from < 0) return undefined
  const column = samples.counters[counter]
  const by = column[at]! - column[from]!
  // A count that fell belongs to a process that has started again.
  return by < 0 ? undefined : { by, seconds: (timesUs[at]! - timesUs[from]!) / 1_000_000 }
}

/** Growth of a count per simulated second. */
export function rateCurve(samples: PlotSamples, counter: CounterName): Curve {
  const withinUs = windowUs(samples)
  return Array.from({ length: samples.length }, (_, at) => {
    const grown = growth(samples, counter, at, withinUs)
    return grown === undefined || grown.seconds === 0 ? null : grown.by / grown.seconds
  })
}

/** Mean of `sum` per one of `count`, in milliseconds; null while there was none. */
export function meanMillisecondsCurve(samples: PlotSamples, sum: CounterName, count: CounterName): Curve {
  const withinUs = windowUs(samples)
  return Array.from({ length: samples.length }, (_, at) => {
    const total = growth(samples, sum, at, withinUs)
    const many = growth(samples, count, at, withinUs)
    return total === undefined || many === undefined || many.by === 0 ? null : total.by / many.by / 1000
  })
}

/** A level as it was. */
export function levelCurve(samples: PlotSamples, column: Float64Array): Curve {
  return Array.from(column.subarray(0, samples.length))
}
