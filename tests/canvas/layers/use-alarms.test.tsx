// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useAlarms } from '../../../src/canvas/layers/use-alarms.ts'
import { silentConnection } from '../../../src/gallery/fixture-provider.tsx'
import { createClusterStore } from '../../../src/state/cluster-store.ts'
import { ClusterProvider } from '../../../src/state/context.tsx'
import { frame, nodeColumns, podColumns } from '../../support/frames.ts'

beforeEach(() => { vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }) })
afterEach(() => { vi.useRealTimers() })

const groups = [[0], [1]]
const aSecond = (): void => { act(() => { vi.advanceTimersByTime(1000) }) }

function counted() {
  const store = createClusterStore('dark')
  store.applyFrame(frame(0, {
    nodes: nodeColumns([{ slot: 0, name: 'node-1' }, { slot: 1, name: 'node-2' }]),
    pods: podColumns([{ slot: 0, name: 'web-a', node: 0 }, { slot: 1, name: 'web-b', node: 1 }]),
  }))
  const wrapper = ({ children }: { children: ReactNode }) => <ClusterProvider store={store} connection={silentConnection()}>{children}</ClusterProvider>
  return { store, ...renderHook(() => useAlarms(groups), { wrapper }) }
}

it('counts a pod that begins to fail within a second, for its own group', () => {
  const { store, result } = counted()
  expect(result.current.map(({ failedPods }) => failedPods)).toEqual([0, 0])
  store.applyFrame(frame(1, { pods: podColumns([{ slot: 1, node: 1, status: 'failed' }]) }))
  aSecond()
  expect(result.current.map(({ failedPods }) => failedPods)).toEqual([0, 1])
})
it('is the same array while no count changes, and stops with who asked', () => {
  const { store, result, unmount } = counted()
  const before = result.current
  store.applyFrame(frame(1, { pods: podColumns([{ slot: 1, node: 1 }]) }))
  expect(vi.getTimerCount()).toBe(1)
  aSecond()
  expect(result.current).toBe(before)
  store.applyFrame(frame(2, { pods: podColumns([{ slot: 1, node: 1 }]) }))
  unmount()
  expect(vi.getTimerCount()).toBe(0)
})
