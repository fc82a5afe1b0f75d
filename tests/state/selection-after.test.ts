import { describe, expect, it } from 'vitest'
import type { Frame } from '../../src/protocol/frame.ts'
import { createClusterStore } from '../../src/state/cluster-store.ts'
import { select } from '../../src/state/page-actions.ts'
import type { Selection } from '../../src/state/selection.ts'
import { selectedName } from '../../src/state/selection-after.ts'
import { deploymentRecord, frame, nodeColumns, podColumns, serviceRecord } from '../support/frames.ts'

const set = { kind: 'ReplicaSet', slot: 5, namespace: 'default', name: 'web-7d4b', deployment: 3, revision: 2, hash: '7d4b', desired: 2, current: 2, ready: 2 } as const
const link = { kind: 'Link', id: 5, link: 'cri', node: 0, peer: -1, up: true, gone: false } as const

/** A cluster in which slot 3 of everything is taken, with one thing chosen. */
function choose(selection: Selection) {
  const store = createClusterStore('dark')
  store.applyFrame(frame(0, {
    nodes: nodeColumns([{ slot: 3, name: 'node-1' }, { slot: 4, name: 'node-2' }]),
    pods: podColumns([{ slot: 3, name: 'web-a', node: 3 }, { slot: 4, name: 'web-b', node: 3, place: 1 }]),
    records: [deploymentRecord({ slot: 3 }), { ...set, slot: 3 }, set, serviceRecord({ slot: 3 }), link],
  }))
  select(store, selection)
  const name = selectedName(store.getState())
  return { name, after: (parts: Partial<Frame>) => {
    store.applyFrame(frame(1, parts))
    const { selection: left, selectionGone } = store.getState()
    return { left, selectionGone }
  } }
}

const things: readonly (readonly [Selection, string, Partial<Frame>])[] = [
  [{ kind: 'pod', slot: 3 }, 'Pod web-a', { pods: podColumns([], [3]) }],
  [{ kind: 'node', slot: 3 }, 'Node node-1', { nodes: nodeColumns([], [3]) }],
  [{ kind: 'deployment', slot: 3 }, 'Deployment web', { gone: [{ kind: 'Deployment', slot: 3 }] }],
  [{ kind: 'replicaset', slot: 3 }, 'ReplicaSet web-7d4b', { gone: [{ kind: 'ReplicaSet', slot: 3 }] }],
  [{ kind: 'service', slot: 3 }, 'Service web', { gone: [{ kind: 'Service', slot: 3 }] }],
  [{ kind: 'link', id: 5 }, 'The link', { records: [{ ...link, gone: true }] }],
  [{ kind: 'component', key: 'kubelet/node-1' }, 'kubelet/node-1', { nodes: nodeColumns([], [3]) }],
]

describe('what is chosen', () => {
  it.each(things)('%j goes as "%s" with what it was chosen for', (selection, name, gone) => {
    const chosen = choose(selection)
    expect(chosen.name).toBe(name)
    expect(chosen.after(gone)).toEqual({ left: undefined, selectionGone: name })
  })
  it.each(things)('%j stays while other things go', (selection, _, own) => {
    const others: Partial<Frame> = {
      pods: podColumns([], [4]), nodes: nodeColumns([], [4]), gone: [{ kind: 'ReplicaSet', slot: 5 }, ...(['Deployment', 'ReplicaSet', 'Service'] as const)
        .filter((kind) => own.gone?.[0]?.kind !== kind).map((kind) => ({ kind, slot: 3 }))],
    }
    expect(choose(selection).after(others)).toEqual({ left: selection, selectionGone: undefined })
  })
  it('is kept through a new start only if it is a process of the control plane or a box', () => {
    const left = (selection: Selection) => choose(selection).after({ ...frame(0), from: 0 }).left
    expect([{ kind: 'component', key: 'etcd' } as const, { kind: 'component', key: 'clients' } as const, { kind: 'hop', id: 7 } as const].map(left))
      .toEqual([{ kind: 'component', key: 'etcd' }, { kind: 'component', key: 'clients' }, undefined])
  })
  it('is a message as long as nothing starts anew, whatever goes', () => {
    expect(choose({ kind: 'hop', id: 7 }).after({ pods: podColumns([], [3]), nodes: nodeColumns([], [3]) }).left).toEqual({ kind: 'hop', id: 7 })
  })
})
