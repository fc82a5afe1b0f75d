// @vitest-environment jsdom
import { fireEvent, render, screen } from '@testing-library/react'
import { useImperativeHandle } from 'react'
import type { RefObject } from 'react'
import { beforeAll, expect, it, vi } from 'vitest'
import { ClusterCanvas } from '../../src/canvas/ClusterCanvas.tsx'
import type { PacketOverlayHandle } from '../../src/canvas/layers/PacketOverlay.tsx'
import { fixtureStore, silentConnection } from '../../src/gallery/fixture-provider.tsx'
import { firstView } from '../../src/gallery/sample-clusters.ts'
import { ClusterProvider } from '../../src/state/context.tsx'
import { stubCanvasDom } from './dom-stubs.ts'

/** A packet is everywhere. */
vi.mock(import('../../src/canvas/layers/PacketOverlay.tsx'), async (original) => ({
  ...(await original()),
  PacketOverlay: function Crowd({ handle }: { handle: RefObject<PacketOverlayHandle | null> }) {
    useImperativeHandle(handle, () => ({
      hopAt: () => 7, whereIs: () => undefined, nextHop: () => undefined, hold: () => undefined, onDraw: () => () => undefined,
    }), [])
    return null
  } as never,
}))

beforeAll(stubCanvasDom)

it('a click on a card’s button does what the button says, though a packet flies over it; on the ground it catches the packet', () => {
  const asked: unknown[] = []
  const store = fixtureStore(firstView)
  render(<ClusterProvider store={store} connection={silentConnection(asked)}><ClusterCanvas /></ClusterProvider>)
  fireEvent.click(screen.getByLabelText('Replicas of web: one more'))
  expect(asked).toEqual([expect.objectContaining({ method: 'PATCH' })])
  fireEvent.click(screen.getByLabelText('Scheduler kube-scheduler'))
  expect(store.getState().selection).toEqual({ kind: 'component', key: 'kube-scheduler' })
  fireEvent.click(document.querySelector('.react-flow__pane')!)
  expect(store.getState().selection).toEqual({ kind: 'hop', id: 7 })
})
