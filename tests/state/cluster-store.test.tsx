// @vitest-environment jsdom
import { act, render } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
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
