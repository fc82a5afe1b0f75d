// @vitest-environment jsdom
import { renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it } from 'vitest'
import { useLinkTable } from '../../src/canvas/use-cluster-layout.ts'
import { ClusterProvider } from '../../src/state/context.tsx'
import { fakeHost } from '../support/fake-host.ts'
import { frame, nodeColumns } from '../support/frames.ts'

it('a link between two nodes is chosen at either of them', () => {
  const host = fakeHost()
  host.show(frame(0, {
    nodes: nodeColumns([{ slot: 0, name: 'node-1' }, { slot: 1, name: 'node-2' }]),
    records: [{ kind: 'Link', id: 7, link: 'vxlan', node: 0, peer: 1, up: true, gone: false }],
  }))
  const placed = [{ slot: 0, place: 0 }, { slot: 1, place: 1 }]
  const wrapper = ({ children }: { readonly children: ReactNode }): ReactNode => (
    <ClusterProvider store={host.store} connection={host.connection}>{children}</ClusterProvider>
  )
  const { result } = renderHook(() => useLinkTable(placed), { wrapper })
  expect([0, 1].map((slot) => result.current.nodes.get(slot)?.links.get('vxlan'))).toEqual([expect.objectContaining({ id: 7 }), expect.objectContaining({ id: 7 })])
})
