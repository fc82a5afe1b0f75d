/**
 * Figures of the cluster over simulated time, taken from the frames as they come: the whole history in bounded memory. When the ring of
 * samples is full, every second one is dropped and the distance between samples doubles.
 */
import { statusNames } from '../protocol/vocabulary.ts'
import type { StatusName } from '../protocol/vocabulary.ts'
import type { ClusterStore } from './cluster-store.ts'
import type { ClusterView } from './cluster-view.ts'

/** Counts that only grow (until a process or the cluster starts again); rates and means are made of their differences. */
export type CounterName = 'succeeded' | 'failed' | 'latencyUs' | 'apiRequests' | 'revision' | 'bound' | 'boundLatencyUs'
const counterNames: readonly CounterName[] = ['succeeded', 'failed', 'latencyUs', 'apiRequests', 'revision', 'bound', 'boundLatencyUs']

export interface PlotSamples {
  /** How many there are. */
  length: number
  /** Goes up with every sample. */
  version: number
  /** Least simulated microseconds between two samples. */
  stepUs: number
  readonly timesUs: Float64Array
  /** Pods by status. */
  readonly pods: Readonly<Record<StatusName, Float64Array>>
  readonly counters: Readonly<Record<CounterName, Float64Array>>
}

export const sampleCapacity = 600
export const firstStepUs = 250_000

/** No samples yet. */
function createSamples(): PlotSamples {
  const column = (): Float64Array => new Float64Array(sampleCapacity)
  const columns = <K extends string>(names: readonly K[]): Record<K, Float64Array> =>
    Object.fromEntries(names.map((name) => [name, column()])) as Record<K, Float64Array>
  return { length: 0, version: 0, stepUs: firstStepUs, timesUs: column(), pods: columns(statusNames), counters: columns(counterNames) }
}

const columnsOf = (samples: PlotSamples): readonly Float64Array[] => [samples.timesUs, ...Object.values(samples.pods), ...Object.values(samples.counters)]

/** Keeps the newest of each pair, so that the last sample stays. */
function thin(samples: PlotSamples): void {
  const odd = (samples.length - 1) % 2
  for (const column of columnsOf(samples)) for (let i = odd, to = 0; i < samples.length; i += 2, to += 1) column[to] = column[i]!
  samples.length = Math.ceil(samples.length / 2)
  samples.stepUs *= 2
}

/** Pods by status code: by number, since there may be 150,000 of them in the middle of a frame. */
function countPods({ pods: { alive, status, end } }: ClusterView): Uint32Array {
  const counts = new Uint32Array(statusNames.length)
  for (let slot = 0; slot < end; slot += 1) counts[status[slot]!]! += alive[slot]!
  return counts
}

/** Takes a sample of the view unless the last one is younger than a step; another history (the clock went back) begins anew. */
function takeSample(samples: PlotSamples, view: ClusterView): void {
  const { timesUs } = samples
  const last = samples.length === 0 ? -Infinity : timesUs[samples.length - 1]!
  if (view.simTimeUs < last) {
    samples.length = 0
    samples.stepUs = firstStepUs
  } else if (view.simTimeUs < last + samples.stepUs) return
  if (samples.length === sampleCapacity) thin(samples)
  const at = samples.length
  timesUs[at] = view.simTimeUs
  countPods(view).forEach((count, code) => { samples.pods[statusNames[code] ?? 'unknown'][at] = count })
  const { counters } = samples
  counters.succeeded[at] = view.clients?.succeededTotal ?? 0
  counters.failed[at] = view.clients?.failedTotal ?? 0
  counters.latencyUs[at] = view.clients?.latencyTotalUs ?? 0
  counters.apiRequests[at] = view.apiServer?.requestsTotal ?? 0
  counters.revision[at] = view.apiServer?.revision ?? 0
  counters.bound[at] = view.scheduler?.boundTotal ?? 0
  counters.boundLatencyUs[at] = view.scheduler?.boundLatencyUs ?? 0
  samples.length += 1
  samples.version += 1
}

const recorders = new WeakMap<ClusterStore, PlotSamples>()

/** The samples of a store's cluster; the first call begins to take them. */
export function plotSamples(store: ClusterStore): PlotSamples {
  const known = recorders.get(store)
  if (known !== undefined) return known
  const samples = createSamples()
  recorders.set(store, samples)
  const { view, epoch } = store.getState()
  if (epoch > 0) takeSample(samples, view)
  store.onFrame(() => { takeSample(samples, view) })
  return samples
}
