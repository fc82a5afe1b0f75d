import { describe, expect, it } from 'vitest'
import { linkKindNumber } from '../../src/kubernetes/architecture.ts'
import type { LinkRecord } from '../../src/protocol/frame.ts'
import fc from 'fast-check'
import type { Frame } from '../../src/protocol/frame.ts'
import { applyFrame, maxChanges } from '../../src/state/apply-frame.ts'
import type { ClusterView } from '../../src/state/cluster-view.ts'
import { podByName } from '../../src/state/selectors.ts'
import { createClusterView } from '../../src/state/create-view.ts'
import { deploymentRecord, frame, nodeColumns, podColumns } from '../support/frames.ts'
import type { PodRow } from '../support/frames.ts'

const two = nodeColumns([{ slot: 0, name: 'node-1' }, { slot: 1, name: 'node-2' }])

function viewOf(...frames: readonly Frame[]): ClusterView {
  const view = createClusterView()
  for (const next of frames) applyFrame(view, next)
  return view
}

describe('places', () => {
  it('hold a pod from the tray to its node', () => {
    const view = viewOf(frame(0, { nodes: two, pods: podColumns([{ slot: 4, name: 'web-a', place: 2 }]) }))
    expect(view.tray).toEqual([-1, -1, 4])
    const delta = applyFrame(view, frame(1, { pods: podColumns([{ slot: 4, node: 1, place: 0 }]) }))
    expect(view.tray).toEqual([])
    expect(view.nodes.pods[1]).toEqual([4])
    expect([delta.trayChanged, [...delta.touchedNodes]]).toEqual([true, [1]])
  })

  it('may be swapped by two pods in one frame', () => {
    const view = viewOf(
      frame(0, { nodes: two, pods: podColumns([{ slot: 0, name: 'a', node: 0, place: 0 }, { slot: 1, name: 'b', node: 0, place: 1 }]) }),
      frame(1, { pods: podColumns([{ slot: 0, node: 0, place: 1 }, { slot: 1, node: 0, place: 0 }]) }),
    )
    expect(view.nodes.pods[0]).toEqual([1, 0])
  })

  it('keep a hole where a pod went, so that the others do not move', () => {
    const view = viewOf(
      frame(0, { nodes: two, pods: podColumns([0, 1, 2].map((slot) => ({ slot, name: `p${slot}`, node: 0, place: slot }))) }),
      frame(1, { pods: podColumns([], [1]) }),
    )
    expect(view.nodes.pods[0]).toEqual([0, -1, 2])
  })
})

describe('a node', () => {
  it.each([[{ zone: 'zone-b' }, true], [{ rack: 'rack-a2' }, true], [{ ip: '10.0.0.1' }, false]] as const)('whose names change by %j stands elsewhere: %s', (change, moved) => {
    const view = viewOf(frame(0, { nodes: two }))
    const rows = nodeColumns([{ slot: 1 }])
    const delta = applyFrame(view, frame(1, { nodes: { ...rows, names: [{ ...view.nodes.names[1]!, ...change }] } }))
    expect(delta.nodesMoved).toBe(moved)
    expect(view.nodes.names[1]).toMatchObject(change)
  })
})

describe('a pod’s name', () => {
  it('leads to the slot it has now', () => {
    const view = viewOf(frame(0, { nodes: two, pods: podColumns([{ slot: 3, name: 'a', node: 0, place: 0 }, { slot: 4, name: 'b', node: 0, place: 1 }]) }))
    const namespace = view.pods.names[3]!.namespace
    const slots = (): readonly (number | undefined)[] => ['a', 'b', 'c'].map((name) => podByName(view, namespace, name))
    expect(slots()).toEqual([3, 4, undefined])
    // The name comes again in another slot before the old one is told to be gone.
    applyFrame(view, frame(1, { pods: podColumns([{ slot: 5, name: 'a', node: 1, place: 0 }]) }))
    applyFrame(view, frame(2, { pods: podColumns([], [3]) }))
    expect(slots()).toEqual([5, 4, undefined])
    applyFrame(view, frame(3, { pods: podColumns([{ slot: 4, name: 'c', node: 0, place: 1 }], [5]) }))
    expect(slots()).toEqual([undefined, undefined, 4])
    applyFrame(view, frame(0, { nodes: two }))
    expect(slots()).toEqual([undefined, undefined, undefined])
  })
})

describe('slots', () => {
  it('are reused within a frame: what is gone leaves before the fresh row comes', () => {
    const view = viewOf(frame(0, { nodes: two, pods: podColumns([{ slot: 3, name: 'old', node: 0, place: 0 }]) }))
    const delta = applyFrame(view, frame(1, { pods: podColumns([{ slot: 3, name: 'new', node: 1, place: 0, ready: false }], [3]) }))
    expect([view.pods.names[3]?.name, view.pods.count, view.pods.readyCount]).toEqual(['new', 1, 0])
    expect([view.nodes.pods[0], view.nodes.pods[1]]).toEqual([[], [3]])
    expect([delta.podsGone, delta.podsAppeared]).toEqual([[3], [3]])
  })

  it('are taken over by a fresh row even when nobody said that the old holder is gone', () => {
    const view = viewOf(frame(0, { nodes: two, pods: podColumns([{ slot: 3, name: 'old', node: 0, place: 5 }]) }))
    const delta = applyFrame(view, frame(1, { pods: podColumns([{ slot: 3, name: 'new', node: 0, place: 0 }]) }))
    expect(view.nodes.pods[0]).toEqual([3])
    expect(delta.podsGone).toEqual([3])
  })

  it('of a node that comes back as another one do not show the old one’s pods', () => {
    const view = viewOf(frame(0, { nodes: two, pods: podColumns([{ slot: 0, name: 'a', node: 0, place: 0 }]) }))
    const delta = applyFrame(view, frame(1, { nodes: nodeColumns([{ slot: 0, name: 'node-9', status: 'pending' }], [0]) }))
    expect([view.nodes.names[0]?.name, view.nodes.pods[0], view.nodes.count, view.nodes.readyCount]).toEqual(['node-9', [], 2, 1])
    expect([delta.nodesGone, delta.nodesAppeared]).toEqual([[0], [0]])
  })

  it('beyond the tables’ size make them grow and keep what they hold', () => {
    const view = viewOf(
      frame(0, { nodes: two, pods: podColumns([{ slot: 1, name: 'first', node: 0, place: 0 }]) }),
      frame(1, { nodes: nodeColumns([{ slot: 4999, name: 'node-5000' }]), pods: podColumns([{ slot: 150_000, name: 'last', node: 4999, place: 0 }]) }),
    )
    expect([view.pods.names[1]?.name, view.pods.node[1], view.pods.names[150_000]?.name, view.nodes.pods[4999]]).toEqual(['first', 0, 'last', [150_000]])
  })
})

describe('versions', () => {
  it('rise for a node whose row or pod changed, and for no other', () => {
    const view = viewOf(frame(0, { nodes: two, pods: podColumns([{ slot: 0, name: 'a', node: 0, place: 0 }]) }))
    const before = [...view.nodes.version.slice(0, 2)]
    applyFrame(view, frame(1, { pods: podColumns([{ slot: 0, node: 0, place: 0, status: 'failed' }]) }))
    expect([...view.nodes.version.slice(0, 2)]).toEqual([(before[0] ?? 0) + 1, before[1]])
  })
})

describe('a snapshot', () => {
  it('replaces everything and raises the versions of what it cleared', () => {
    const view = viewOf(frame(0, { nodes: two, pods: podColumns([{ slot: 0, name: 'a', node: 1, place: 0 }]), records: [deploymentRecord()] }))
    const version = view.nodes.version[1] ?? 0
    const delta = applyFrame(view, frame(0, { nodes: nodeColumns([{ slot: 0, name: 'node-1' }]) }))
    expect([view.nodes.count, view.pods.count, view.deployments.size, view.nodes.alive[1]]).toEqual([1, 0, 0, 0])
    expect(view.nodes.version[1]).toBe(version + 1)
    expect(delta.snapshot).toBe(true)
  })
})

describe('changes', () => {
  it('are kept up to a bound, the newest last', () => {
    const view = createClusterView()
    const changes = Array.from({ length: maxChanges + 5 }, (_, i) => (
      { id: i + 1, simTimeUs: i, actor: 'You', text: `You did ${i}`, subject: { kind: 'Other', namespace: '', name: '' }, tone: 'neutral' } as const))
    applyFrame(view, frame(0, { changes }))
    expect([view.changes.length, view.changes[0]?.id, view.changes.at(-1)?.id]).toEqual([maxChanges, 6, maxChanges + 5])
  })
})

/** What a view should hold, computed from the rows alone. */
function placesFrom(rows: ReadonlyMap<number, PodRow>): string {
  return [...rows.values()].map((row) => `${row.node ?? -1}/${row.place ?? 0}=${row.slot}`).toSorted().join(' ')
}

function placesOf(view: ClusterView): string {
  const found = view.tray.flatMap((slot, place) => (slot < 0 ? [] : [`-1/${place}=${slot}`]))
  view.nodes.pods.forEach((places, node) => {
    places.forEach((slot, place) => { if (slot >= 0) found.push(`${node}/${place}=${slot}`) })
  })
  return found.toSorted().join(' ')
}

describe('any history of frames', () => {
  const seed = 20_260_101
  it(`leaves the same view as its last state alone (seed ${seed})`, () => {
    const move = fc.record({ slot: fc.nat(9), node: fc.integer({ min: -1, max: 1 }), gone: fc.boolean(), ready: fc.boolean() })
    let moved = 0
    fc.assert(fc.property(fc.array(fc.array(move, { maxLength: 6 }), { maxLength: 12 }), (frames) => {
      const view = viewOf(frame(0, { nodes: two }))
      const rows = new Map<number, PodRow>()
      frames.forEach((moves, i) => {
        const gone = moves.filter((one) => one.gone && rows.has(one.slot)).map((one) => one.slot)
        for (const slot of gone) rows.delete(slot)
        const changed = new Map<number, PodRow>()
        for (const one of moves.filter((candidate) => !candidate.gone)) {
          const known = rows.get(one.slot)
          const taken = new Set([...rows.values()].filter((row) => row.node === one.node && row.slot !== one.slot).map((row) => row.place))
          let place = 0
          while (taken.has(place)) place += 1
          const row: PodRow = { slot: one.slot, node: one.node, place, ready: one.ready, ...(known === undefined || gone.includes(one.slot) ? { name: `p${one.slot}-${i}` } : {}) }
          rows.set(one.slot, row)
          changed.set(one.slot, changed.get(one.slot)?.name === undefined ? row : { ...row, name: changed.get(one.slot)?.name ?? '' })
          moved += 1
        }
        applyFrame(view, frame(i + 1, { pods: podColumns([...changed.values()], gone) }))
      })
      expect(placesOf(view)).toBe(placesFrom(rows))
      expect(view.pods.count).toBe(rows.size)
      expect(view.pods.readyCount).toBe([...rows.values()].filter((row) => row.ready !== false).length)
    }), { seed, numRuns: 200 })
    expect(moved).toBeGreaterThan(500)
  })
})

it('knows of each link whether it is a node’s and of which kind, as the links themselves say it', () => {
  const view = createClusterView()
  const link = (id: number, kind: LinkRecord['link'], node: number, gone = false): LinkRecord => ({ kind: 'Link', id, link: kind, node, peer: -1, up: true, gone })
  const fromLinks = (): number[] => Array.from({ length: 301 }, (_, id) => {
    const record = view.links.get(id)
    return record === undefined || record.node < 0 ? 0 : linkKindNumber(record.link) + 1
  })
  const known = (): number[] => Array.from({ length: 301 }, (_, id) => view.nodeLinkKinds[id] ?? 0)
  applyFrame(view, frame(0, { records: [link(0, 'api-etcd', -1), link(3, 'kubelet-api', 1), link(300, 'vxlan', 2)] }))
  expect(known()).toEqual(fromLinks())
  expect(known().filter((kind) => kind > 0)).toHaveLength(2)
  applyFrame(view, frame(1, { records: [link(3, 'kubelet-api', 1, true), link(4, 'cri', 1)] }))
  expect(known()).toEqual(fromLinks())
  applyFrame(view, frame(0, { records: [link(5, 'cri', 0)] }))
  expect(known()).toEqual(fromLinks())
  expect(known().filter((kind) => kind > 0)).toHaveLength(1)
})
