import { describe, expect, it } from 'vitest'
import { createClusterStore } from '../../src/state/cluster-store.ts'
import { select } from '../../src/state/page-actions.ts'
import { recordPlace, setFollowing, travel } from '../../src/state/picture-actions.ts'
import { deploymentRecord, frame, nodeColumns, podColumns } from '../support/frames.ts'

const nodes = nodeColumns([{ slot: 0, name: 'node-1' }, { slot: 1, name: 'node-2' }])
const set = { kind: 'ReplicaSet', slot: 5, namespace: 'default', name: 'web-7d4b', deployment: 0, revision: 2, hash: '7d4b', desired: 2, current: 2, ready: 2 } as const

function following() {
  const store = createClusterStore('dark')
  store.applyFrame(frame(0, { nodes, records: [deploymentRecord(), set], pods: podColumns([{ slot: 2, name: 'web-a', node: 0, replicaSet: 5 }]) }))
  select(store, { kind: 'pod', slot: 2 })
  setFollowing(store, true)
  return store
}

describe('a pod that is followed', () => {
  it('hands over to the pod that replaced it', () => {
    const store = following()
    store.applyFrame(frame(1, { pods: podColumns([{ slot: 7, name: 'other', node: 1, replicaSet: 4 }, { slot: 3, name: 'web-b', node: 1, replicaSet: 5 }]) }))
    store.applyFrame(frame(2, { pods: podColumns([], [2]) }))
    expect(store.getState().selection).toEqual({ kind: 'pod', slot: 3 })
  })
  it('hands over even where its row is taken by another pod in the same moment', () => {
    const store = following()
    store.applyFrame(frame(1, { pods: podColumns([{ slot: 3, name: 'web-b', node: 1, replicaSet: 5 }]) }))
    store.applyFrame(frame(2, { pods: podColumns([{ slot: 2, name: 'stranger', node: 1, place: 1, replicaSet: 4 }], [2]) }))
    expect(store.getState().selection).toEqual({ kind: 'pod', slot: 3 })
  })
  it('hands over to its Deployment where nobody replaced it', () => {
    const store = following()
    store.applyFrame(frame(1, { pods: podColumns([], [2]) }))
    expect(store.getState().selection).toEqual({ kind: 'deployment', slot: 0 })
  })
  it('is simply gone when it is not followed', () => {
    const store = following()
    setFollowing(store, false)
    store.applyFrame(frame(1, { pods: podColumns([{ slot: 3, name: 'web-b', node: 1, replicaSet: 5 }]) }))
    store.applyFrame(frame(2, { pods: podColumns([], [2]) }))
    expect(store.getState().selection).toBeUndefined()
    expect(store.getState().selectionGone).toBe('Pod web-a')
  })
})

it('leads back to what was chosen before, and never to what is gone', () => {
  const store = createClusterStore('dark')
  const camera = { x: 1, y: 2, zoom: 1 }
  store.applyFrame(frame(0, { nodes, pods: podColumns([{ slot: 2, name: 'web-a', node: 0 }]) }))
  for (const selection of [{ kind: 'node', slot: 0 }, { kind: 'pod', slot: 2 }, { kind: 'node', slot: 1 }] as const) {
    select(store, selection)
    recordPlace(store, { camera, aim: undefined })
  }
  store.applyFrame(frame(1, { pods: podColumns([], [2]) }))
  travel(store, -1)
  expect(store.getState().selection).toEqual({ kind: 'node', slot: 0 })
  expect(store.getState().picture.travels).toBe(1)
  travel(store, 1)
  expect(store.getState().selection).toEqual({ kind: 'node', slot: 1 })
})
