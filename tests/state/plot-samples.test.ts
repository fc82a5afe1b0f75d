import { describe, expect, it } from 'vitest'
import type { Frame } from '../../src/protocol/frame.ts'
import { createClusterStore } from '../../src/state/cluster-store.ts'
import { firstStepUs, plotSamples, sampleCapacity } from '../../src/state/plot-samples.ts'
import { levelCurve, meanMillisecondsCurve, rateCurve, sampleSeconds } from '../../src/state/plot-series.ts'
import { clientsRecord, frame, podColumns } from '../support/frames.ts'

/** Frames one after the other into a store whose samples are taken. */
function play(frames: readonly Partial<Frame>[]): ReturnType<typeof plotSamples> {
  const store = createClusterStore('dark')
  const samples = plotSamples(store)
  frames.forEach((parts, i) => { store.applyFrame(frame(i, parts)) })
  return samples
}
const at = (seconds: number, requestsTotal: number, parts: Partial<Frame> = {}): Partial<Frame> => ({
  simTimeUs: seconds * 1_000_000, records: [{ kind: 'ApiServer', revision: 0, watches: 0, requestsTotal }], ...parts,
})

describe('samples', () => {
  it('count pods by state at simulated times', () => {
    const samples = play([
      { simTimeUs: 0, pods: podColumns([{ slot: 0, name: 'a' }, { slot: 1, name: 'b', status: 'pending' }]) },
      { simTimeUs: 1_000_000, pods: podColumns([{ slot: 1 }]) }, { simTimeUs: 2_000_000, pods: podColumns([], [0]) },
    ])
    expect(sampleSeconds(samples)).toEqual([0, 1, 2])
    expect(levelCurve(samples, samples.pods.running)).toEqual([1, 2, 1])
    expect(levelCurve(samples, samples.pods.pending)).toEqual([1, 0, 0])
  })

  it('are not closer than their step, and stand still while the cluster is paused', () => {
    const samples = play([{ simTimeUs: 0 }, { simTimeUs: firstStepUs / 2 }, { simTimeUs: firstStepUs }, { simTimeUs: firstStepUs }])
    expect(sampleSeconds(samples)).toEqual([0, 0.25])
  })

  it('hold the whole history in bounded memory: full, every second one goes and the step doubles', () => {
    const samples = play(Array.from({ length: sampleCapacity * 3 }, (_, i) => at(i / 4, i)))
    const seconds = sampleSeconds(samples)
    expect(samples.length).toBeLessThanOrEqual(sampleCapacity)
    expect(samples.stepUs).toBe(firstStepUs * 4)
    expect(seconds[0]).toBeLessThan(2)
    expect(seconds[seconds.length - 1]).toBeGreaterThan((sampleCapacity * 3) / 4 - 2)
    expect(seconds).toEqual(seconds.toSorted((a, b) => a - b))
    expect([...samples.counters.apiRequests.subarray(0, samples.length)]).toEqual(seconds.map((second) => second * 4))
  })

  it('begin anew with another history', () => {
    const samples = play([at(0, 1), at(30, 90), at(0, 1)])
    expect(sampleSeconds(samples)).toEqual([0])
  })
})

describe('curves', () => {
  it('are rates over a second where samples are closer, and gaps where a process started again', () => {
    const samples = play([at(0, 0), at(0.5, 2), at(1, 10), at(1.5, 12), at(2, 3)])
    expect(rateCurve(samples, 'apiRequests')).toEqual([null, 4, 10, 10, null])
  })

  it('are smoothed over a window that grows with the history', () => {
    const samples = play(Array.from({ length: 500 }, (_, i) => at(i, i % 2 === 0 ? i * 3 : i * 3 + 3)))
    const rates = rateCurve(samples, 'apiRequests').slice(20).map((rate) => Math.round(rate ?? 0))
    expect(new Set(rates)).toEqual(new Set([3]))
  })

  it('are means of what was counted in between, and gaps while nothing was', () => {
    const clients = (seconds: number, succeededTotal: number, latencyTotalUs: number): Partial<Frame> => ({ simTimeUs: seconds * 1_000_000, records: [clientsRecord({ succeededTotal, latencyTotalUs })] })
    const samples = play([clients(0, 0, 0), clients(1, 10, 50_000), clients(2, 10, 50_000), clients(3, 12, 70_000)])
    expect(meanMillisecondsCurve(samples, 'latencyUs', 'succeeded')).toEqual([null, 5, null, 10])
  })
})
