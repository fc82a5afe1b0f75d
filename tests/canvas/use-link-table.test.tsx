// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it } from 'vitest'
import type { PlacedNode } from '../../src/canvas/kernels/grid.ts'
import { useLinkTable } from '../../src/canvas/use-link-table.ts'
import type { LinkTable } from '../../src/canvas/use-link-table.ts'
import type { LinkRecord } from '../../src/protocol/frame.ts'
import { ClusterProvider } from '../../src/state/context.tsx'
import { fakeHost } from '../support/fake-host.ts'
import { frame, nodeColumns } from '../support/frames.ts'

const link = (id: number, node: number, peer: number): LinkRecord => ({ kind: 'Link', id, link: 'vxlan', node, peer, up: true, gone: false })
const placed = [{ slot: 0, place: 0 }, { slot: 1, place: 1 }]

/** The table for `shown` of three nodes with one link; `show` brings another frame. */
function table(shown: readonly PlacedNode[]) {
  const host = fakeHost()
  let count = 0
  host.show(frame(0, {
    nodes: nodeColumns([{ slot: 0, name: 'node-1' }, { slot: 1, name: 'node-2' }, { slot: 2, name: 'node-3' }]),
    records: [link(7, 0, 1)],
  }))
  const wrapper = ({ children }: { readonly children: ReactNode }): ReactNode => (
    <ClusterProvider store={host.store} connection={host.connection}>{children}</ClusterProvider>
  )
  const rendered: unknown[] = []
  const { result, rerender } = renderHook((nodes: readonly PlacedNode[]) => {
    rendered.push(useLinkTable(nodes))
    return rendered.at(-1) as LinkTable
  }, { wrapper, initialProps: shown })
  return { result, rendered, rerender, show: (record: LinkRecord) => { act(() => { host.show(frame((count += 1), { records: [record] })) }) } }
}

it('a link between two nodes is chosen at either of them', () => {
  const { result } = table(placed)
  expect([0, 1].map((slot) => result.current.nodes.get(slot)?.links.get('vxlan'))).toEqual([expect.objectContaining({ id: 7 }), expect.objectContaining({ id: 7 })])
})

it('links that are made elsewhere leave the table as it is and render nobody, those of its nodes and of the head do not', () => {
  const { result, rendered, show } = table(placed.slice(0, 1))
  const before = result.current
  const renders = rendered.length
  show(link(8, 1, 2))
  expect(result.current).toBe(before)
  expect(rendered).toHaveLength(renders)
  show({ ...link(7, 0, 1), up: false })
  expect(result.current.nodes.get(0)?.links.get('vxlan')?.up).toBe(false)
  const cut = result.current
  show({ kind: 'Link', id: 1, link: 'api-etcd', node: -1, peer: -1, up: true, gone: false })
  expect(result.current).not.toBe(cut)
  expect([...result.current.head.keys()]).toEqual(['api-etcd'])
})

it('nodes that are asked for along with others stay as they are', () => {
  const { result, rerender } = table(placed.slice(0, 1))
  const before = result.current.nodes.get(0)
  rerender(placed)
  expect([...result.current.nodes.keys()]).toEqual([0, 1])
  expect(result.current.nodes.get(0)).toBe(before)
})
