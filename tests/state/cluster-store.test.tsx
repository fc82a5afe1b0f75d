// @vitest-environment jsdom
import { act, render } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createClusterStore } from '../../src/state/cluster-store.ts'
import { ClusterProvider, useNodeVersion } from '../../src/state/context.tsx'
import { select } from '../../src/state/page-actions.ts'
import { fakeHost } from '../support/fake-host.ts'
import { deploymentRecord, frame, nodeColumns, podColumns } from '../support/frames.ts'

const nodes = nodeColumns([{ slot: 0, name: 'node-1' }, { slot: 1, name: 'node-2' }])

describe('a selection', () => {
  it('goes with its pod, and the inspector can say which one it was', () => {
    const store = createClusterStore('dark')
    store.applyFrame(frame(0, { nodes, pods: podColumns([{ slot: 2, name: 'web-a', node: 0 }]) }))
    select(store, { kind: 'pod', slot: 2 })
    store.applyFrame(frame(1, { pods: podColumns([{ slot: 2, name: 'web-b', node: 1 }], [2]) }))
    expect([store.getState().selection, store.getState().selectionGone]).toEqual([undefined, 'Pod web-a'])
  })

  it('stays when another pod goes', () => {
    const store = createClusterStore('dark')
    store.applyFrame(frame(0, { nodes, pods: podColumns([{ slot: 2, name: 'web-a', node: 0 }, { slot: 3, name: 'web-b', node: 0, place: 1 }]) }))
    select(store, { kind: 'pod', slot: 2 })
    store.applyFrame(frame(1, { pods: podColumns([], [3]) }))
    expect(store.getState().selection).toEqual({ kind: 'pod', slot: 2 })
  })

  it('of a Deployment goes with it, and all but components go with a snapshot', () => {
    const store = createClusterStore('dark')
    store.applyFrame(frame(0, { records: [deploymentRecord()] }))
    select(store, { kind: 'deployment', slot: 0 })
    store.applyFrame(frame(1, { gone: [{ kind: 'Deployment', slot: 0 }] }))
    expect(store.getState().selectionGone).toBe('Deployment web')
    select(store, { kind: 'component', key: 'etcd' })
    store.applyFrame(frame(0))
    expect(store.getState().selection).toEqual({ kind: 'component', key: 'etcd' })
  })
})

describe('a card', () => {
  it('renders when its own node was touched, not when another was', () => {
    const host = fakeHost()
    const renders = [0, 0]
    function Card({ slot }: { readonly slot: number }) {
      useNodeVersion(slot)
      renders[slot] = (renders[slot] ?? 0) + 1
      return null
    }
    host.show(frame(0, { nodes }))
    render(<ClusterProvider store={host.store} connection={host.connection}><Card slot={0} /><Card slot={1} /></ClusterProvider>)
    act(() => { host.show(frame(1, { pods: podColumns([{ slot: 0, name: 'a', node: 1 }]) })) })
    expect(renders).toEqual([1, 2])
  })
})

describe('a store that tells React of frames only so often', () => {
  afterEach(() => { vi.useRealTimers() })

  it('tells at once after a rest, then of all frames together, and its listeners of each', () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] })
    const store = createClusterStore('dark', 100)
    store.applyFrame(frame(0, { nodes }))
    vi.advanceTimersByTime(500)
    const heard: number[] = []
    const listened: number[] = []
    store.subscribe((state) => { heard.push(state.recordsVersion) })
    store.onFrame(({ to }) => { listened.push(to) })
    const before = store.getState().recordsVersion
    for (let from = 1; from <= 4; from += 1) store.applyFrame(frame(from, { records: from === 2 ? [deploymentRecord()] : [] }))
    expect([heard.length, listened]).toEqual([1, [2, 3, 4, 5]])
    expect(store.getState().view.frame).toBe(5)
    vi.advanceTimersByTime(100)
    expect(heard).toEqual([before, before + 1])
  })

  it('tells more seldom while the camera moves, and of what came meanwhile when it rests', () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] })
    const store = createClusterStore('dark', 100)
    store.applyFrame(frame(0, { nodes }))
    const heard: number[] = []
    store.subscribe(({ tick }) => { heard.push(tick) })
    const play = (frames: number): number => {
      const before = heard.length
      for (let i = 0; i < frames; i += 1) {
        vi.advanceTimersByTime(20)
        store.applyFrame(frame(store.getState().view.frame))
      }
      return heard.length - before
    }
    expect(play(50)).toBe(10)
    store.setMoving(true)
    expect(play(120)).toBe(3)
    store.setMoving(false)
    vi.advanceTimersByTime(100)
    expect(heard).toHaveLength(14)
    expect(play(50)).toBe(10)
  })

  it('tells of nodes that come as soon as ever, whether the camera moves or not', () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] })
    const store = createClusterStore('dark', 100)
    store.applyFrame(frame(0, { nodes }))
    store.setMoving(true)
    vi.advanceTimersByTime(10)
    store.applyFrame(frame(1))
    vi.advanceTimersByTime(10)
    const before = store.getState().membershipVersion
    store.applyFrame(frame(2, { nodes: nodeColumns([{ slot: 7, name: 'node-8' }]) }))
    expect(store.getState().membershipVersion).toBe(before)
    vi.advanceTimersByTime(80)
    expect(store.getState().membershipVersion).toBe(before + 1)
  })

  it('tells at once of a pause and of what was selected', () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] })
    const store = createClusterStore('dark', 100)
    store.applyFrame(frame(0, { nodes, pods: podColumns([{ slot: 2, name: 'web-a', node: 0 }]) }))
    select(store, { kind: 'pod', slot: 2 })
    store.applyFrame(frame(1, { pods: podColumns([], [2]) }))
    expect(store.getState().selectionGone).toBe('Pod web-a')
    const { pace } = store.getState()
    store.applyFrame(frame(2, { pace: { ...pace, playing: !pace.playing } }))
    expect(store.getState().pace.playing).toBe(!pace.playing)
  })
})

describe('frame listeners', () => {
  it('hear of a frame after the view has it, until they stop', () => {
    const store = createClusterStore('dark')
    const seen: number[] = []
    const stop = store.onFrame((next) => { seen.push(next.to, store.getState().view.frame) })
    store.applyFrame(frame(0))
    stop()
    store.applyFrame(frame(1))
    expect(seen).toEqual([1, 1])
  })
})
