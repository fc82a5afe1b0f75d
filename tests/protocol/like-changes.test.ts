import { describe, expect, it } from 'vitest'
import type { Change } from '../../src/protocol/frame.ts'
import { tellTogether } from '../../src/protocol/like-changes.ts'

const many = { actor: 'kubelets', text: 'kubelets reported # nodes Ready', count: 1 }
const ready = (id: number, simTimeUs = id * 1000): Change => ({
  id, simTimeUs, actor: `kubelet on node-${id}`, text: `kubelet on node-${id} reported its node Ready`,
  subject: { kind: 'Node', namespace: '', name: `node-${id}` }, tone: 'good', many,
})
const other = (id: number): Change => ({ ...ready(id), text: `You did ${id}`, actor: 'You', many: undefined })
const run = (from: number, count: number): Change[] => Array.from({ length: count }, (_, i) => ready(from + i))
const texts = (changes: readonly Change[]): string[] => changes.map(({ text }) => text)
/** As the page hears them: one by one. */
const oneByOne = (changes: readonly Change[]): Change[] => changes.reduce<Change[]>((told, change) => tellTogether(told, [change]), [])

describe('like changes of one moment', () => {
  it('are told one by one up to seven', () => {
    expect(texts(tellTogether([], run(1, 7)))).toEqual(texts(run(1, 7)))
  })
  it('are one sentence with their count from the eighth on, in one frame or in many', () => {
    for (const told of [tellTogether([], run(1, 120)), oneByOne(run(1, 120))]) {
      expect(texts(told)).toEqual(['kubelets reported 120 nodes Ready'])
      expect(told[0]?.actor).toBe('kubelets')
      expect(told[0]?.group).toMatchObject({ count: 120, changes: 120, sinceUs: 1000 })
      expect(told[0]?.simTimeUs).toBe(120_000)
    }
  })
  it('keep the newest twenty by name, and the newest is the subject', () => {
    const [told] = oneByOne(run(1, 120))
    expect(told?.group?.members.map(({ subject }) => subject.name)).toEqual(Array.from({ length: 20 }, (_, i) => `node-${101 + i}`))
    expect(told?.subject.name).toBe('node-120')
  })
  it('grow their row where it stands, with its id, when others were told in between', () => {
    const told = tellTogether(tellTogether([], run(1, 8)), [other(9), ready(10)])
    expect(texts(told)).toEqual(['kubelets reported 9 nodes Ready', 'You did 9'])
    expect(told[0]?.id).toBe(8)
  })
  it('take in those that were told alone, and a group that the host made', () => {
    const fromHost = tellTogether([], run(4, 30))
    expect(texts(tellTogether([...run(1, 2), other(3)], fromHost))).toEqual(['You did 3', 'kubelets reported 32 nodes Ready'])
  })
  it('begin anew when two seconds have passed since the newest, or a minute since the first', () => {
    const before = tellTogether([], run(1, 8))
    expect(texts(tellTogether(before, [ready(9, 2_009_000)]))).toEqual(['kubelets reported 8 nodes Ready', ready(9).text])
    const steady = oneByOne(Array.from({ length: 30 }, (_, i) => ready(i, i * 1_000_000)))
    // Seconds apart: never eight within two seconds.
    expect(texts(steady)).toHaveLength(30)
    const dense = oneByOne(Array.from({ length: 400 }, (_, i) => ready(i, i * 200_000)))
    expect(texts(dense)).toEqual(['kubelets reported 301 nodes Ready', 'kubelets reported 99 nodes Ready'])
  })
  it('differ when their words or their tone do', () => {
    const bad = run(1, 8).map((change, i): Change => (i % 2 === 0 ? change : { ...change, tone: 'bad' }))
    expect(tellTogether([], bad)).toHaveLength(8)
  })
  it('count things, not changes, where one change is about several', () => {
    const put = run(1, 8).map((change): Change => ({ ...change, many: { ...many, text: 'put # pods into Service web', count: 3 } }))
    expect(texts(tellTogether([], put))).toEqual(['put 24 pods into Service web'])
  })
})
