import { describe, expect, it } from 'vitest'
import { captionOf } from '../../src/lessons/run-lesson.ts'
import { createLessonPlayer } from '../../src/present/lesson-player.ts'
import type { LessonPlayer } from '../../src/present/lesson-player.ts'
import { fakeCluster, nodeColumns } from './fake-cluster.ts'
import { lessonMachine as machine, lessonOf } from './lesson-of.ts'

const lesson = lessonOf(`
  - { caption: one, look: node/node-2 }
  - caption: two
    do: [{ world: { type: powerOff, node: node-2 } }, { request: { method: DELETE, path: /api/v1/nodes/node-2, label: delete node } }]
    waitFor: { object: nodes, name: node-2, path: status.x, equals: gone }
    then: two is over
`)
const caption = (player: LessonPlayer): string => {
  const { run } = player.store.getState()
  return run === undefined ? '' : captionOf(run)
}

describe('the lesson player', () => {
  it('selects what a step looks at, and opens no inspector', async () => {
    const cluster = fakeCluster()
    cluster.store.setState({ inspectorOpen: false })
    await cluster.frame(1, { from: 0, nodes: nodeColumns(['node-1', 'node-2']) })
    const player = createLessonPlayer(cluster.store, cluster.connection)
    player.open(lesson, machine)
    player.next()
    expect(cluster.store.getState()).toMatchObject({ selection: { kind: 'node', slot: 1 }, inspectorOpen: false })
  })

  it('goes through the two doors, one action after the other, then looks until the condition holds', async () => {
    const cluster = fakeCluster()
    await cluster.frame(1)
    const player = createLessonPlayer(cluster.store, cluster.connection)
    player.open(lesson, machine)
    player.next()
    player.next()
    expect(cluster.asked).toEqual(['world powerOff node-2'])
    await cluster.answer()
    expect(cluster.asked).toEqual(['world powerOff node-2', 'DELETE /api/v1/nodes/node-2'])
    await cluster.frame(2)
    expect(cluster.asked).toHaveLength(2)
    await cluster.answer()
    cluster.seen = { status: { x: 'there' } }
    await cluster.frame(3)
    expect([caption(player), cluster.asked.at(-1)]).toEqual(['two', 'inspect object'])
    cluster.seen = { status: { x: 'gone' } }
    await cluster.frame(4)
    expect(caption(player)).toBe('two is over')
    await cluster.frame(5)
    expect(cluster.asked.filter((line) => line === 'inspect object')).toHaveLength(2)
  })

  it('lets time run when a paused cluster would leave the audience waiting', async () => {
    const cluster = fakeCluster()
    await cluster.frame(1, { pace: { playing: false, mode: 'auto', rate: 1, reason: '', waiting: 0 } })
    const player = createLessonPlayer(cluster.store, cluster.connection)
    player.open(lesson, machine)
    player.next()
    expect(cluster.asked).toEqual(['pace play'])
  })

  it('keeps a refusal in the cluster’s own words and goes on', async () => {
    const cluster = fakeCluster()
    await cluster.frame(1)
    const player = createLessonPlayer(cluster.store, cluster.connection)
    player.open(lesson, machine)
    player.next()
    player.next()
    await cluster.answer('node-2 is not there')
    expect(player.store.getState().run).toMatchObject({ refusals: ['node-2 is not there'], action: 1 })
  })

  it('does not mix the answers of two lessons', async () => {
    const cluster = fakeCluster()
    await cluster.frame(1)
    const player = createLessonPlayer(cluster.store, cluster.connection)
    player.open(lesson, machine)
    player.next()
    player.next()
    player.open(lessonOf('  - { caption: other, do: [{ world: { type: cutApiServer } }] }'), machine)
    player.next()
    await cluster.answer()
    expect(player.store.getState().run).toMatchObject({ phase: 'acting', action: 0 })
  })

  it('says so when looking fails', async () => {
    const cluster = fakeCluster()
    await cluster.frame(1)
    const player = createLessonPlayer(cluster.store, { ...cluster.connection, inspect: () => Promise.reject(new Error('the worker is gone')) })
    player.open(lessonOf('  - { caption: wait, waitFor: { object: pods, name: a, path: b, equals: c } }'), machine)
    player.next()
    await cluster.frame(2)
    expect(player.store.getState().fault).toContain('the worker is gone')
  })
})
