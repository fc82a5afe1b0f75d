// @vitest-environment jsdom
import { act, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { PlotsPanel } from '../../../src/panels/plots/PlotsPanel.tsx'
import { LargePlots } from '../../../src/panels/plots/LargePlots.tsx'
import { lonely } from '../../../src/panels/plots/plot-specs.ts'
import { tablePlaces } from '../../../src/panels/plots/PlotTable.tsx'
import { ClusterProvider } from '../../../src/state/context.tsx'
import { plotSamples } from '../../../src/state/plot-samples.ts'
import { setPresenting, showSide } from '../../../src/state/page-actions.ts'
import { fakeHost } from '../../support/fake-host.ts'
import type { FakeHost } from '../../support/fake-host.ts'
import { clientsRecord, frame, podColumns } from '../../support/frames.ts'

const drawn = vi.hoisted(() => ({ fonts: [] as string[], heights: [] as number[], series: [] as string[], steps: [] as (readonly unknown[])[], data: [] as (readonly unknown[])[] }))
// jsdom has no canvas: what would be drawn is kept.
vi.mock('uplot', () => ({ default: class {
  static readonly paths = { stepped: ({ align }: { readonly align: number }) => align }
  constructor(options: { readonly height: number; readonly axes: readonly { readonly font: string }[]; readonly series: readonly { readonly label?: string; readonly paths?: unknown }[] }) {
    drawn.fonts.push(...options.axes.map((axis) => axis.font))
    drawn.heights.push(options.height)
    drawn.series.push(options.series.map((one) => one.label ?? '').join(','))
    drawn.steps.push(options.series.map((one) => one.paths))
  }
  setData(data: readonly unknown[]): void { drawn.data.push(data) }
  setSize(): void { /* no layout */ }
  destroy(): void { /* nothing to free */ }
} }))
beforeEach(() => { drawn.fonts.length = 0; drawn.heights.length = 0; drawn.series.length = 0; drawn.steps.length = 0; drawn.data.length = 0 })

function opened(): FakeHost {
  const host = fakeHost()
  plotSamples(host.store)
  host.show(frame(0, { pods: podColumns([{ slot: 0, name: 'a' }, { slot: 1, name: 'b', status: 'pending' }]), records: [clientsRecord({ succeededTotal: 0, failedTotal: 0 })] }))
  host.show(frame(1, { records: [clientsRecord({ succeededTotal: 6, failedTotal: 2 })] }))
  showSide(host.store, 'plots')
  render(<ClusterProvider store={host.store} connection={host.connection}><PlotsPanel /></ClusterProvider>)
  return host
}

it('a value between gaps is drawn as a point: no line leads to it', () => {
  expect(lonely([null, 3, null, 4, 5, null, 6])).toEqual([1, 6])
  expect(lonely([2])).toEqual([0])
  expect(lonely([null, null])).toEqual([])
})

describe('the plots', () => {
  it('draw what was sampled, only states that pods were in, and tell it in words', () => {
    opened()
    expect(drawn.series).toContain(',Running,Pending')
    expect(drawn.data).toContainEqual([[0, 1], [1, 1], [1, 1]])
    expect(screen.getByRole('img', { name: /^Pods by state, pods: Running 1 now, 1 to 1; Pending 1 now/ })).toBeInTheDocument()
    expect(screen.getByRole('img', { name: /^Clients’ requests, per second: succeeded 6 now, 6 to 6; failed 2 now/ })).toBeInTheDocument()
    expect(screen.getByRole('img', { name: /^Scheduling latency, ms: mean none yet/ })).toBeInTheDocument()
  })

  it('claim nothing between two samples: a level holds until the next, a rate over the time before', () => {
    opened()
    expect(drawn.steps[drawn.series.indexOf(',Running,Pending')]).toEqual([undefined, 1, 1])
    expect(drawn.steps[drawn.series.indexOf(',succeeded,failed')]).toEqual([undefined, -1, -1])
  })

  it('go on with the cluster', () => {
    vi.useFakeTimers()
    try {
      const host = opened()
      act(() => {
        host.show(frame(2, { pods: podColumns([{ slot: 2, name: 'c' }]) }))
        vi.advanceTimersByTime(300)
      })
      expect(screen.getByRole('img', { name: /^Pods by state, pods: Running 2 now, 1 to 2/ })).toBeInTheDocument()
    } finally {
      vi.useRealTimers()
    }
  })

  it('lead to the same as large as the window', async () => {
    const host = opened()
    await userEvent.click(screen.getByRole('button', { name: 'Enlarge' }))
    expect(host.store.getState().dialog).toBe('plots')
  })

  it('are tables too', async () => {
    opened()
    await userEvent.click(screen.getByRole('button', { name: 'Tables' }))
    const table = screen.getByRole('table', { name: 'Clients’ requests, per second' })
    expect(within(table).getAllByRole('row').map((row) => row.textContent)).toEqual(['atsucceededfailed', '0:0162', '0:00––'])
  })

  it('show at most twelve rows, from the newest to the oldest times', () => {
    expect(tablePlaces(3)).toEqual([2, 1, 0])
    expect(tablePlaces(600)).toHaveLength(12)
    expect(tablePlaces(600)[0]).toBe(599)
    expect(tablePlaces(0)).toEqual([])
  })
})

describe('the plots as large as the window', () => {
  function large(presenting: boolean): FakeHost {
    const host = fakeHost()
    plotSamples(host.store)
    host.show(frame(0, { pods: podColumns([{ slot: 0, name: 'a' }]) }))
    setPresenting(host.store, presenting)
    host.store.setState({ dialog: 'plots' })
    render(<ClusterProvider store={host.store} connection={host.connection}><LargePlots /></ClusterProvider>)
    return host
  }

  it.each([[false, 15], [true, 20]])('presenting: %s, have figures of %i px at their axes', (presenting, px) => {
    large(presenting)
    expect(drawn.fonts.length).toBeGreaterThan(0)
    expect(drawn.fonts.every((font) => font.startsWith(`${px}px`))).toBe(true)
  })

  it('show one alone, larger, and are closed', async () => {
    const host = large(false)
    expect(screen.getAllByRole('img')).toHaveLength(5)
    const before = Math.max(...drawn.heights)
    await userEvent.click(screen.getByRole('button', { name: 'Scheduling latency' }))
    expect(screen.getAllByRole('img')).toHaveLength(1)
    expect(drawn.heights[drawn.heights.length - 1]).toBeGreaterThan(2 * before)
    await userEvent.click(screen.getByRole('button', { name: 'Close' }))
    expect(host.store.getState().dialog).toBeUndefined()
  })
})
