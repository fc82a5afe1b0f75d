// @vitest-environment jsdom
import { act, render, screen } from '@testing-library/react'
import { ReactFlowProvider } from 'reactflow'
import { beforeEach, expect, it, vi } from 'vitest'
import { clusterLayout } from '../../../src/canvas/kernels/layout.ts'
import { MiniMapPanel } from '../../../src/canvas/layers/MiniMapPanel.tsx'
import { ClusterProvider } from '../../../src/state/context.tsx'
import { arrange } from '../../../src/state/picture-actions.ts'
import { fakeHost } from '../../support/fake-host.ts'
import { frame, nodeColumns } from '../../support/frames.ts'
import { stubCanvasDom } from '../dom-stubs.ts'

const fillRect = vi.fn<() => void>()
beforeEach(() => {
  stubCanvasDom()
  const context = { fillRect, scale: () => undefined, strokeRect: () => undefined, drawImage: () => undefined }
  HTMLCanvasElement.prototype.getContext = (() => context) as unknown as HTMLCanvasElement['getContext']
})

it('shows the nodes, and none of them while pods stand by what they belong to', () => {
  const host = fakeHost()
  const placed = Array.from({ length: 20 }, (_, slot) => ({ slot, place: slot }))
  host.show(frame(0, { nodes: nodeColumns(placed.map(({ slot }) => ({ slot, name: `node-${slot}`, ...(slot === 3 ? { status: 'failed' } : {}) }))) }))
  render(
    <ClusterProvider store={host.store} connection={host.connection}>
      <ReactFlowProvider><MiniMapPanel layout={clusterLayout(20)} placed={placed} /></ReactFlowProvider>
    </ClusterProvider>,
  )
  expect(screen.getByRole('img', { name: 'Map of the whole cluster, 20 nodes' })).toBeInTheDocument()
  // A tile each, and a mark for the one that failed.
  expect(fillRect).toHaveBeenCalledTimes(21)
  fillRect.mockClear()
  act(() => { arrange(host.store, 'namespace') })
  expect(screen.getByRole('img', { name: 'Map of the whole cluster' })).toBeInTheDocument()
  expect(fillRect).not.toHaveBeenCalled()
})
