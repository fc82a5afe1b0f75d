// @vitest-environment jsdom
import { act, fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { TimelineEvent } from '../../../src/protocol/inspect.ts'
import { LargeTimeline } from '../../../src/panels/timeline/LargeTimeline.tsx'
import { lanesOf, maxLanes, rangeOf, shareOf } from '../../../src/panels/timeline/lanes.ts'
import { TimelinePanel } from '../../../src/panels/timeline/TimelinePanel.tsx'
import { ClusterProvider } from '../../../src/state/context.tsx'
import { fakeHost } from '../../support/fake-host.ts'
import type { FakeHost } from '../../support/fake-host.ts'
import { frame, podColumns } from '../../support/frames.ts'

const event = (second: number, name: string, parts: Partial<TimelineEvent> = {}): TimelineEvent => ({
  simTimeUs: second * 1_000_000, type: 'Normal', reason: 'Started', message: 'Started container app', from: 'kubelet', count: 1, kind: 'Pod', namespace: 'default', name, ...parts,
})
const events = [
  event(10, 'web-a'), event(12, 'web-b'), event(200, 'web-a', { type: 'Warning', reason: 'BackOff', message: 'Back-off restarting', count: 4 }),
  event(150, 'node-1', { kind: 'Node', namespace: '', reason: 'NodeNotReady' }),
]

async function opened(shown = <TimelinePanel />): Promise<FakeHost> {
  const host = fakeHost()
  host.show(frame(0, { simTimeUs: 240_000_000, pods: podColumns([{ slot: 0, name: 'web-a' }]) }))
  host.answers = { timeline: events }
  render(<ClusterProvider store={host.store} connection={host.connection}>{shown}</ClusterProvider>)
  await act(async () => {
    host.answer()
    await Promise.resolve()
  })
  return host
}

describe('lanes', () => {
  it('gather the events of an object, the object with the newest event first', () => {
    expect(lanesOf(events, 0).map((lane) => [lane.id, lane.events.length, lane.warnings])).toEqual([['Pod default/web-a', 2, 1], ['Node node-1', 1, 0], ['Pod default/web-b', 1, 0]])
    expect(lanesOf(events, 100_000_000).map((lane) => [lane.name, lane.events.length])).toEqual([['web-a', 1], ['node-1', 1]])
  })

  it('are bounded', () => expect(lanesOf(Array.from({ length: 300 }, (_, i) => event(i, `pod-${i}`)), 0)).toHaveLength(maxLanes))

  it('lie in a stretch of simulated time', () => {
    expect(rangeOf(events, 240_000_000, 0)).toEqual({ fromUs: 10_000_000, toUs: 240_000_000 })
    expect(rangeOf(events, 240_000_000, 60)).toEqual({ fromUs: 180_000_000, toUs: 240_000_000 })
    expect(rangeOf([], 0, 0)).toEqual({ fromUs: 0, toUs: 1_000_000 })
    expect([0, 50, 100, 300].map((us) => shareOf({ fromUs: 50, toUs: 150 }, us))).toEqual([0, 0, 0.5, 1])
  })
})

describe('the timeline', () => {
  it('tells of each object how many events and warnings it had, and lists them', async () => {
    const host = await opened()
    const [first] = within(screen.getByRole('list', { name: 'Objects, the newest Event first' })).getAllByRole('group')
    expect(first).toHaveTextContent('web-aPod2 events, 1 warning, last BackOff at 3:20')
    fireEvent.click(within(first!).getByText('web-a'))
    expect(within(screen.getByRole('list', { name: 'Events of web-a, newest first' })).getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      '3:20.000BackOff ×4Back-off restartingkubelet', '0:10.000StartedStarted container appkubelet',
    ])
    await userEvent.click(screen.getByRole('button', { name: 'Show web-a' }))
    expect(host.store.getState().selection).toEqual({ kind: 'pod', slot: 0 })
  })

  it('marks warnings by shape, and shows the last minute only when asked', async () => {
    await opened()
    expect(document.querySelectorAll('.lane-track circle')).toHaveLength(3)
    expect(document.querySelectorAll('.lane-track .lane-warning')).toHaveLength(1)
    await userEvent.click(screen.getByRole('button', { name: '1 min' }))
    expect(document.querySelectorAll('.lane-track circle')).toHaveLength(0)
    expect(document.querySelectorAll('.lane-track .lane-warning')).toHaveLength(1)
    expect(screen.getByText('3:00')).toBeInTheDocument()
  })

  it('as large as the window has more times along its axis, and is closed with Escape', async () => {
    const host = await opened(<LargeTimeline />)
    expect([...document.querySelectorAll('.timeline-axis > span')].map((time) => time.textContent)).toEqual(['0:10 simulated', '0:56', '1:42', '2:28', '3:14', '4:00'])
    host.store.setState({ dialog: 'timeline' })
    fireEvent.keyDown(screen.getByRole('dialog', { name: 'Events over simulated time' }), { key: 'Escape' })
    expect(host.store.getState().dialog).toBeUndefined()
  })
})
