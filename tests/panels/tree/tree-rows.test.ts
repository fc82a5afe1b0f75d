import { describe, expect, it } from 'vitest'
import { rowText } from '../../../src/panels/tree/row-text.ts'
import { treeMove, typeAhead } from '../../../src/panels/tree/tree-keys.ts'
import { createTexts, indexOfRow, isOpen, parentIndex, rowAt, treeRows, withOpen } from '../../../src/panels/tree/tree-rows.ts'
import type { Opened, RowId, TreeRows } from '../../../src/panels/tree/tree-rows.ts'
import { applyFrame } from '../../../src/state/apply-frame.ts'
import type { ClusterView } from '../../../src/state/cluster-view.ts'
import { createClusterView } from '../../../src/state/create-view.ts'
import { componentRecord, deploymentRecord, frame, nodeColumns, podColumns, serviceRecord } from '../../support/frames.ts'

function clusterView(): ClusterView {
  const view = createClusterView()
  applyFrame(view, frame(0, {
    nodes: nodeColumns([{ slot: 0, name: 'node-1' }, { slot: 1, name: 'node-2', status: 'unknown' }]),
    pods: podColumns([
      { slot: 0, name: 'web-a', node: 0, replicaSet: 7, containers: ['app', 'sidecar'] }, { slot: 1, name: 'web-b', node: 1, replicaSet: 7 }, { slot: 2, name: 'lone', status: 'pending' },
    ]),
    records: [
      deploymentRecord(), { kind: 'ReplicaSet', slot: 7, namespace: 'default', name: 'web-1', deployment: 0, revision: 1, hash: '1', desired: 2, current: 2, ready: 2 },
      serviceRecord(), componentRecord({ process: 'etcd' }), componentRecord({ process: 'kubelet', node: 'node-1' }, { state: 'crashed' }),
    ],
  }))
  return view
}

/** Everything open. */
function allOpen(view: ClusterView, texts = createTexts()): { readonly rows: TreeRows; readonly opened: Opened; readonly texts: typeof texts } {
  let opened: Opened = new Map()
  let rows = treeRows(view, opened, texts)
  for (let i = 0; i < rows.kinds.length; i += 1) {
    opened = withOpen(opened, rowAt(rows, i)!, true)
    rows = treeRows(view, opened, texts)
  }
  return { rows, opened, texts }
}
const outline = (view: ClusterView, rows: TreeRows, texts: ReturnType<typeof createTexts>): readonly string[] =>
  rows.kinds.map((_, i) => `${'  '.repeat(rows.levels[i]! - 1)}${rowText(view, rowAt(rows, i)!, texts).name}`)

describe('the rows of the tree', () => {
  it('are the machines with their pods, and the objects with what they own', () => {
    const view = clusterView()
    const { rows, texts } = allOpen(view)
    expect(outline(view, rows, texts)).toEqual([
      'Control plane', '  etcd',
      'Worker nodes', '  node-1', '    kubelet', '    kube-proxy', '    container-runtime', '    web-a', '      app', '      sidecar',
      '  node-2', '    kubelet', '    kube-proxy', '    container-runtime', '    web-b', '      app',
      'Unscheduled pods', '  lone', '    app',
      'Namespaces', '  default', '    web', '      web-1', '        web-a', '          app', '          sidecar', '        web-b', '          app', '    web', '    Pods of no ReplicaSet', '      lone', '        app',
    ])
  })

  it('are those of open branches only', () => {
    const view = clusterView()
    const texts = createTexts()
    expect(outline(view, treeRows(view, new Map(), texts), texts)).toEqual(['Control plane', 'Worker nodes', 'Unscheduled pods', 'Namespaces'])
    const nodes: RowId = { kind: 'nodes', ref: 0, part: 'machines' }
    const opened = withOpen(new Map(), nodes, true)
    expect(outline(view, treeRows(view, opened, texts), texts)).toHaveLength(6)
    expect(isOpen(withOpen(opened, nodes, false), nodes)).toBe(false)
  })

  it('know where they stand and under what', () => {
    const view = clusterView()
    const { rows } = allOpen(view)
    const pod = indexOfRow(rows, { kind: 'pod', ref: 1, part: 'objects' })
    expect(rowAt(rows, parentIndex(rows, pod))).toEqual({ kind: 'replicaset', ref: 7, part: 'objects' })
    expect(parentIndex(rows, 0)).toBe(-1)
    expect(indexOfRow(rows, { kind: 'pod', ref: 9, part: 'objects' })).toBe(-1)
  })

  it('tell states in kubectl’s words', () => {
    const view = clusterView()
    const { texts, rows } = allOpen(view)
    const told = (kind: RowId['kind'], ref: number): unknown => {
      const { word, ready, status } = rowText(view, { kind, ref, part: 'machines' }, texts)
      return [status, word, ready]
    }
    expect([told('node', 1), told('pod', 0), told('pod', 2), told('deployment', 0)]).toEqual([
      ['unknown', 'NotReady', ''], ['running', 'Running', '2/2'], ['pending', 'Pending', '1/1'], ['running', 'Complete', '3/3'],
    ])
    const process = (): unknown => rowText(view, rowAt(rows, 4)!, texts)
    expect(process()).toMatchObject({ name: 'kubelet', status: 'failed', word: 'crashed' })
    applyFrame(view, frame(1, { records: [componentRecord({ process: 'kubelet', node: 'node-1' }, { state: 'stopped' })] }))
    expect(process()).toMatchObject({ status: 'failed', word: 'stopped' })
  })

  it('are few numbers each, also for 150,000 pods of one ReplicaSet', () => {
    const view = createClusterView()
    const slots = Array.from({ length: 150_000 }, (_, slot) => ({ slot, name: `web-${slot}`, node: 0, place: slot, replicaSet: 0 }))
    applyFrame(view, frame(0, { nodes: nodeColumns([{ slot: 0, name: 'node-1' }]), pods: podColumns(slots), records: [deploymentRecord(), { kind: 'ReplicaSet', slot: 0, namespace: 'default', name: 'web-1', deployment: 0, revision: 1, hash: '1', desired: 1, current: 1, ready: 1 }] }))
    const texts = createTexts()
    const namespace: RowId = { kind: 'namespace', ref: 0, part: 'objects' }
    texts.texts.push('default')
    texts.numbers.set('default', 0)
    const branches: readonly RowId[] = [{ kind: 'namespaces', ref: 0, part: 'objects' }, namespace, { kind: 'deployment', ref: 0, part: 'objects' }, { kind: 'replicaset', ref: 0, part: 'objects' }]
    const rows = treeRows(view, branches.reduce<Opened>((opened, row) => withOpen(opened, row, true), new Map()), texts)
    expect(rows.kinds).toHaveLength(150_000 + 7)
    expect(rows.refs[150_006]).toBe(149_999)
  })
})

describe('a key in the tree', () => {
  const view = clusterView()
  const { rows, opened } = allOpen(view)
  const at = (kind: RowId['kind'], ref: number, part: RowId['part'] = 'machines'): number => indexOfRow(rows, { kind, ref, part })

  it.each([
    ['ArrowDown', 0, { move: 'to', index: 1 }], ['ArrowUp', 0, { move: 'to', index: 0 }], ['End', 0, { move: 'to', index: rows.kinds.length - 1 }],
    ['Home', 9, { move: 'to', index: 0 }], ['PageDown', 1, { move: 'to', index: 6 }], ['Enter', 3, { move: 'select', index: 3 }], ['x', 3, undefined],
    // node-1 is open: right goes in, left closes; its kubelet is a leaf: left goes out.
    ['ArrowRight', at('node', 0), { move: 'to', index: at('node', 0) + 1 }], ['ArrowLeft', at('node', 0), { move: 'close', index: at('node', 0) }],
    ['ArrowRight', at('node', 0) + 1, undefined], ['ArrowLeft', at('node', 0) + 1, { move: 'to', index: at('node', 0) }],
  ])('%s at row %i', (key, from, move) => expect(treeMove(key, rows, from, opened, 5)).toEqual(move))

  it('opens what is closed', () => expect(treeMove('ArrowRight', treeRows(view, new Map(), createTexts()), 1, new Map(), 5)).toEqual({ move: 'open', index: 1 }))

  it('that is a letter goes on to the next row of that name, round the end', () => {
    const names = ['web', 'api', 'worker', 'zoo']
    const find = (from: number, typed: string): number => typeAhead((i) => names[i]!, names.length, from, typed)
    expect([find(0, 'w'), find(2, 'w'), find(0, 'wo'), find(1, 'q')]).toEqual([2, 0, 2, -1])
  })
})
