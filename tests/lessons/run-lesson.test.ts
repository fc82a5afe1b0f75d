import { describe, expect, it } from 'vitest'
import { parseLesson } from '../../src/lessons/parse-lesson.ts'
import { advance, beginLesson, captionOf, isOver, waitingFor } from '../../src/lessons/run-lesson.ts'
import type { LessonCommand, LessonInput, LessonState } from '../../src/lessons/run-lesson.ts'

const parsed = parseLesson(`
title: T
about: About it
steps:
  - { caption: one, look: etcd }
  - caption: two
    do: [{ pace: pause }, { world: { type: powerOff, node: node-2 } }]
    waitFor: { object: nodes, name: node-2, path: status.x, equals: 1 }
    then: two is over
  - caption: three
    waitFor: { seconds: 5 }
`)
if (!parsed.ok) throw new Error('the lesson of this test is faulty')

/** Feeds inputs one after the other and gathers the commands. */
function run(inputs: readonly LessonInput[], from: LessonState = beginLesson(parsed.ok ? parsed.lesson : raise())): { state: LessonState; commands: LessonCommand[] } {
  let state = from
  const commands: LessonCommand[] = []
  for (const input of inputs) {
    const output = advance(state, input)
    state = output.state
    commands.push(...output.commands)
  }
  return { state, commands }
}
function raise(): never {
  throw new Error('no lesson')
}
const next: LessonInput = { type: 'next', simTimeUs: 100 }
const acted: LessonInput = { type: 'acted', refused: undefined }
const seen = (value: unknown, simTimeUs = 200): LessonInput => ({ type: 'observed', simTimeUs, answers: [{ status: { x: value } }] })

describe('a lesson that runs', () => {
  it('says what it is about before its first step', () => expect(captionOf(run([]).state)).toBe('About it'))
  it('looks where the step says', () => {
    expect(run([next]).commands).toEqual([{ type: 'look', target: { kind: 'component', key: 'etcd' } }])
  })
  it('does one action at a time, in order', () => {
    const first = run([next, next])
    expect(first.commands.filter((command) => command.type === 'act')).toEqual([{ type: 'act', action: { type: 'pace', command: { pace: 'pause' } } }])
    const second = run([acted], first.state)
    expect(second.commands).toEqual([{ type: 'act', action: { type: 'world', command: { type: 'powerOff', node: 'node-2' } } }])
    expect(second.state.phase).toBe('acting')
    expect(run([acted], second.state).state.phase).toBe('waiting')
  })
  it('does not begin a step while an action is on its way', () => {
    expect(run([next, next, next]).state.reached).toBe(1)
  })
  it('waits for its condition, then changes its caption', () => {
    const waiting = run([next, next, acted, acted])
    expect(waitingFor(waiting.state)).toEqual([{ query: 'object', resource: 'nodes', namespace: '', name: 'node-2' }])
    expect(captionOf(run([seen(0)], waiting.state).state)).toBe('two')
    const met = run([seen(1)], waiting.state).state
    expect([captionOf(met), met.phase, waitingFor(met)]).toEqual(['two is over', 'done', []])
  })
  it('goes on when the lecturer does not want to wait', () => {
    expect(captionOf(run([next, next, acted, acted, next]).state)).toBe('three')
  })
  it('shows earlier captions without undoing or doing anything', () => {
    const { state, commands } = run([next, next, acted, acted, { type: 'previous' }])
    expect([captionOf(state), state.reached, state.phase]).toEqual(['one', 1, 'waiting'])
    expect(commands.at(-1)).toEqual({ type: 'look', target: { kind: 'component', key: 'etcd' } })
    expect(run([next], state).commands.filter((command) => command.type === 'act')).toEqual([])
    expect(captionOf(run([seen(1), next], state).state)).toBe('two is over')
  })
  it('keeps the cluster’s refusals and goes on', () => {
    expect(run([next, next, { type: 'acted', refused: 'no such node' }]).state).toMatchObject({ refusals: ['no such node'], action: 1 })
  })
  it('is over after its last wait and stays there', () => {
    const last = run([next, next, acted, acted, next])
    expect(isOver(last.state)).toBe(false)
    const over = run([{ type: 'observed', simTimeUs: 100 + 5_000_000, answers: [] }], last.state).state
    expect(isOver(over)).toBe(true)
    expect(run([next], over).state).toEqual(over)
  })
  it('ignores answers that come late', () => {
    const { state } = run([next])
    expect(run([acted, seen(1)], state).state).toEqual(state)
  })
  it('survives a structured clone', () => {
    const { state } = run([next, next, acted])
    expect(advance(structuredClone(state), acted)).toEqual(advance(state, acted))
  })
})
