// @vitest-environment jsdom
import { act, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ChangeList } from '../../../src/panels/events/ChangeList.tsx'
import type { Change } from '../../../src/protocol/frame.ts'
import { ClusterProvider } from '../../../src/state/context.tsx'
import { fakeHost } from '../../support/fake-host.ts'
import { frame, nodeColumns } from '../../support/frames.ts'

const change = (id: number): Change => ({
  id, simTimeUs: id, actor: 'Scheduler', text: `Scheduler did ${id}`, subject: { kind: 'Other', namespace: '', name: '' }, tone: 'neutral',
})

/** Stands for the browser: tells each row's content the height that a test gives it. */
class Measure {
  static tell: (heightOf: (id: number) => number) => void = () => undefined
  readonly watched = new Set<HTMLElement>()
  constructor(callback: (entries: readonly unknown[]) => void) {
    Measure.tell = (heightOf) => {
      callback([...this.watched].map((target) => ({ target, borderBoxSize: [{ blockSize: heightOf(Number(target.dataset.id)), inlineSize: 200 }] })))
    }
  }
  observe(element: HTMLElement): void { this.watched.add(element) }
  unobserve(element: HTMLElement): void { this.watched.delete(element) }
}

const px = (length: string): number => Number.parseFloat(length.replace('translateY(', ''))

/** Where each row is seen below the list's head, and its height, px. */
function rows(): readonly (readonly [number, number])[] {
  const list = screen.getByRole('list')
  return within(list).getAllByRole('listitem').map(({ style }) => [px(list.style.transform) - px(style.bottom) - px(style.height), px(style.height)] as const)
}

function show(count: number) {
  vi.stubGlobal('ResizeObserver', Measure)
  const host = fakeHost()
  host.show(frame(0, { changes: Array.from({ length: count }, (_, i) => change(i + 1)) }))
  render(<ClusterProvider store={host.store} connection={host.connection}><ChangeList /></ClusterProvider>)
  return host
}

afterEach(() => { vi.unstubAllGlobals() })

describe('the rows of the changes', () => {
  it('are as high as their words, the newest first, each below the one before', () => {
    show(3)
    act(() => { Measure.tell((id) => id * 10) })
    expect(rows()).toEqual([[0, 42], [42, 32], [74, 22]])
    expect(screen.getByRole('list').parentElement?.style.height).toBe('96px')
  })
  it('have a height of their own at once when they come, and that of their words when the browser has told it', () => {
    const host = show(1)
    act(() => { Measure.tell(() => 17) })
    act(() => { host.show(frame(1, { changes: [change(2)] })) })
    expect(rows()[0]).toEqual([0, 46])
    act(() => { Measure.tell(() => 51) })
    expect(rows()).toEqual([[0, 63], [63, 63]])
  })
  it('stay where they are in the list when others come and the oldest are left out', () => {
    const host = show(40)
    act(() => { Measure.tell((id) => id) })
    const placeOf = (id: number): string => screen.getByTitle(`Scheduler did ${id}`).style.bottom
    const before = [placeOf(3), placeOf(40)]
    act(() => { host.show(frame(1, { changes: [change(41), change(42)] })) })
    expect([placeOf(3), placeOf(40)]).toEqual(before)
    expect(screen.queryByTitle('Scheduler did 2')).toBeNull()
    act(() => { Measure.tell((id) => id) })
    expect(rows()[0]).toEqual([0, 54])
    expect(rows().at(-1)).toEqual([px(screen.getByRole('list').parentElement!.style.height) - 15, 15])
  })
  it('keep it while the list is hidden, which has no height', () => {
    show(1)
    act(() => { Measure.tell(() => 51) })
    act(() => { Measure.tell(() => 0) })
    expect(rows()[0]![1]).toBe(63)
  })
})

describe('a row that stands for several changes', () => {
  const node = (id: number): Change => ({
    ...change(id), text: `kubelet on node-${id} reported its node Ready`, subject: { kind: 'Node', namespace: '', name: `node-${id}` },
    many: { actor: 'kubelets', text: 'kubelets reported # nodes Ready', count: 1 },
  })
  it('opens to the newest of them, each leading to its own thing', () => {
    vi.stubGlobal('ResizeObserver', Measure)
    const host = fakeHost()
    host.show(frame(0, {
      nodes: nodeColumns([{ slot: 0, name: 'node-29' }, { slot: 1, name: 'node-30' }]), changes: Array.from({ length: 30 }, (_, i) => node(i + 1)),
    }))
    render(<ClusterProvider store={host.store} connection={host.connection}><ChangeList /></ClusterProvider>)
    const row = screen.getByRole('button', { name: /kubelets reported 30 nodes Ready/, expanded: false })
    expect(screen.getAllByRole('listitem')).toHaveLength(1)
    fireEvent.click(row)
    expect(row.getAttribute('aria-expanded')).toBe('true')
    expect(screen.getByText('and 10 before')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'kubelet on node-29 reported its node Ready' }))
    expect(host.store.getState().selection).toEqual({ kind: 'node', slot: 0 })
    fireEvent.click(row)
    expect(screen.getAllByRole('listitem')).toHaveLength(1)
  })
  it('stays open while it grows', () => {
    const host = show(0)
    act(() => { host.show(frame(1, { changes: Array.from({ length: 8 }, (_, i) => node(i + 1)) })) })
    fireEvent.click(screen.getByRole('button', { name: /8 nodes/ }))
    act(() => { host.show(frame(2, { changes: [change(9), node(10)] })) })
    expect(screen.getByRole('button', { name: /9 nodes/, expanded: true })).toBeTruthy()
    expect(screen.getByText('kubelet on node-10 reported its node Ready')).toBeTruthy()
  })
})
