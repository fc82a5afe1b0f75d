import { describe, expect, it } from 'vitest'
import { gapOf, gapWords, pipRuns } from '../../../src/canvas/kernels/gap.ts'

const count = (present: number, ready: number, leaving = 0) => ({ present, ready, leaving })

describe('the gap between a Deployment’s spec and its pods', () => {
  it('is nothing when all wanted pods are ready', () => {
    expect(gapOf(3, count(3, 3), [])).toEqual({ wanted: 3, ready: 3, starting: 0, toCome: 0, toGo: 0, leaving: 0 })
  })
  it('is what nobody has created yet', () => expect(gapOf(6, count(4, 3), [])).toMatchObject({ ready: 3, starting: 1, toCome: 2, toGo: 0 }))
  it('is what there is too much of', () => expect(gapOf(2, count(5, 5), [])).toMatchObject({ ready: 2, starting: 0, toCome: 0, toGo: 3 }))
  it('counts pods that are being deleted apart', () => expect(gapOf(2, count(2, 2, 3), [])).toMatchObject({ toGo: 0, leaving: 3 }))
  it('counts every pod of an older revision as having to go', () => {
    expect(gapOf(3, count(1, 0), [count(2, 2), count(1, 1, 1)])).toEqual({ wanted: 3, ready: 0, starting: 1, toCome: 2, toGo: 3, leaving: 1 })
  })
})

describe('its pips', () => {
  it('are one for each pod while they have room', () => {
    expect(pipRuns(gapOf(6, count(4, 3), []), 20)).toEqual([{ kind: 'ready', pips: 3 }, { kind: 'starting', pips: 1 }, { kind: 'toCome', pips: 2 }])
  })
  it('keep one missing pod of hundreds', () => {
    expect(pipRuns(gapOf(500, count(499, 499), []), 20)).toEqual([{ kind: 'ready', pips: 19 }, { kind: 'toCome', pips: 1 }])
  })
  it('always fill the strip when there are more pods than pips', () => {
    for (const wanted of [21, 33, 100, 499]) {
      const runs = pipRuns(gapOf(wanted, count(7, 3, 2), [count(11, 1)]), 20)
      expect(runs.reduce((sum, { pips }) => sum + pips, 0)).toBe(20)
      expect(runs.every(({ pips }) => pips > 0)).toBe(true)
    }
  })
  it('are none for a Deployment of no pods', () => expect(pipRuns(gapOf(0, count(0, 0), []), 20)).toEqual([]))
})

it('says in words only what there is', () => {
  expect(gapWords(gapOf(3, count(3, 3), []))).toBe('3 wanted, 3 ready')
  expect(gapWords(gapOf(3, count(2, 1, 1), [count(2, 2)]))).toBe('3 wanted, 1 ready, 1 not ready yet, 1 to come, 2 to go, 1 terminating')
})
