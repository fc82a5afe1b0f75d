import { describe, expect, it } from 'vitest'
import { describeCondition, holds, queriesOf } from '../../src/lessons/conditions.ts'
import type { Condition, FieldTest } from '../../src/lessons/lesson.ts'
import { parseObjectPath, valueAt } from '../../src/lessons/object-path.ts'

const testOf = (text: string, compare: FieldTest['compare'], value: FieldTest['value']): FieldTest =>
  ({ path: parseObjectPath(text) ?? [], text, compare, value })
const look = (answers: readonly unknown[], simTimeUs = 0): Parameters<typeof holds>[1] => ({ simTimeUs, sinceUs: 0, answers })
const pod = (app: string, ready: string): unknown =>
  ({ metadata: { labels: { app } }, status: { conditions: [{ type: 'PodScheduled', status: 'True' }, { type: 'Ready', status: ready }] } })

describe('paths', () => {
  const object = { a: { 'x.y/z': [{ name: 'n', v: 1 }, { name: 'm', v: 2 }] } }
  it.each([
    ["a['x.y/z'][1].v", 2], ["a['x.y/z'][name=n].v", 1], ["a['x.y/z'][name=q].v", undefined], ['a.b.c.d', undefined], ['a.constructor', undefined],
  ])('%s gives %s', (path, value) => expect(valueAt(object, parseObjectPath(path) ?? [])).toBe(value))
  it.each(['', '.', 'a..b', 'a[', 'a[]', 'a b'])('%j is not a path', (text) => expect(parseObjectPath(text)).toBeUndefined())
})

describe('conditions', () => {
  const ready: Condition = {
    type: 'count', resource: 'pods', namespace: 'default', labels: { app: 'web' },
    where: [testOf('status.conditions[type=Ready].status', 'equals', 'True')], compare: 'equals', value: 2,
  }
  it('count objects with these labels and fields', () => {
    expect(holds(ready, look([[pod('web', 'True'), pod('web', 'True'), pod('web', 'False'), pod('api', 'True')]]))).toBe(true)
    expect(holds(ready, look([[pod('web', 'True'), pod('web', 'False')]]))).toBe(false)
    expect(holds(ready, look([undefined]))).toBe(false)
  })
  it('compare a field of one object; an absent one is only "not"', () => {
    const condition = (compare: FieldTest['compare'], value: FieldTest['value']): Condition =>
      ({ type: 'object', resource: 'deployments', namespace: 'default', name: 'web', test: testOf('status.readyReplicas', compare, value) })
    const at = look([{ status: { readyReplicas: 3 } }])
    expect([holds(condition('equals', 3), at), holds(condition('atLeast', 4), at), holds(condition('atMost', 3), at), holds(condition('not', 3), at)])
      .toEqual([true, false, true, false])
    expect([holds(condition('equals', 3), look([undefined])), holds(condition('not', 3), look([undefined]))]).toEqual([false, true])
  })
  it('count simulated seconds from the beginning of the step', () => {
    const condition: Condition = { type: 'seconds', seconds: 2 }
    expect([1_999_999, 2_000_000].map((simTimeUs) => holds(condition, { simTimeUs: simTimeUs + 500, sinceUs: 500, answers: [] }))).toEqual([false, true])
  })
  it('hold together only when each holds, with its own answers', () => {
    const both: Condition = { type: 'all', conditions: [{ type: 'seconds', seconds: 0 }, ready, { ...ready, labels: { app: 'api' }, value: 1 }] }
    expect(queriesOf(both)).toHaveLength(2)
    const list = [pod('web', 'True'), pod('web', 'True'), pod('api', 'True')]
    expect(holds(both, look([list, list]))).toBe(true)
    expect(holds(both, look([list, []]))).toBe(false)
  })
  it('are said in plain words', () => {
    expect(describeCondition(ready)).toBe('number of pods (app=web, status.conditions[type=Ready].status is True) is 2')
  })
})
