// @vitest-environment jsdom
import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { CatchLayer } from '../../../src/canvas/layers/CatchLayer.tsx'
import '../../../src/canvas/layers/CaughtPacket.tsx'
import { whereabouts } from '../../../src/canvas/layers/PacketCard.tsx'
import type { PacketOverlayHandle } from '../../../src/canvas/layers/PacketOverlay.tsx'
import type { HopReport } from '../../../src/protocol/inspect.ts'
import { ClusterProvider } from '../../../src/state/context.tsx'
import { catchMessage } from '../../../src/state/picture-actions.ts'
import { fakeHost } from '../../support/fake-host.ts'
import type { FakeHost } from '../../support/fake-host.ts'
import { frame } from '../../support/frames.ts'

const report = (id: number): HopReport => ({
  id, link: 'kubectl-api', type: 1, from: 'kubectl', to: 'API server', port: '6443', sentUs: 99_000_000, arrivesUs: 101_000_000, bytes: 420,
  lost: false, what: `PATCH /message/${id}`, says: undefined, cause: 7, causeWhat: 'a click', outcome: undefined, revision: undefined, answer: undefined,
})

let host: FakeHost
let flying: number[]
let held = 0
let under: number | undefined
const told: { current: number | undefined } = { current: undefined }

const handle: PacketOverlayHandle = {
  hopAt: () => under,
  whereIs: (hop) => (flying.includes(hop) ? { x: 40, y: 40 } : undefined),
  nextHop: (after, step) => flying[(flying.indexOf(after ?? -1) + step + flying.length) % flying.length],
  hold: () => { held += 1 },
  onDraw: () => () => undefined,
}

/** Lets the page ask about `id`, answers, and lets React draw it. */
async function settle(id: number): Promise<void> {
  host.answers = { hop: report(id) }
  for (let round = 0; round < 3; round += 1) {
    await act(async () => {
      host.answer()
      await new Promise((resolve) => { setTimeout(resolve, 0) })
    })
  }
}

const paces = (): unknown[] => host.sent.filter((command) => command.type === 'pace').map(({ command }) => command)

beforeEach(() => {
  host = fakeHost()
  flying = [40, 41]
  held = 0
  under = undefined
  host.show(frame(0, { simTimeUs: 100_000_000, pace: { playing: true, mode: 'auto', rate: 1, reason: '', waiting: 0 } }))
  render(
    <ClusterProvider store={host.store} connection={host.connection}>
      <button type="button">elsewhere</button>
      <CatchLayer overlay={{ current: handle }} told={told} />
      <div className="react-flow"><p className="react-flow__node">card <button type="button">one more</button></p></div>
    </ClusterProvider>,
  )
})

describe('a caught message', () => {
  it('stops the pace and opens its card, with the focus in it', async () => {
    act(() => { catchMessage(host.store) })
    await settle(40)
    expect(held).toBe(1)
    expect(paces()).toEqual([{ pace: 'pause' }])
    const card = screen.getByRole('group', { name: 'Message: PATCH /message/40, from kubectl to API server' })
    expect(card).toHaveTextContent(/420 bytes/)
    expect(card).toHaveTextContent(/TCP 6443/)
    expect(card).toHaveTextContent(/answernone yet/)
    expect(document.activeElement).toHaveTextContent('Let it go')
  })
  it('gives way to the next one on request', async () => {
    act(() => { catchMessage(host.store) })
    await settle(40)
    await userEvent.click(screen.getByRole('button', { name: 'Next' }))
    await settle(41)
    expect(screen.getByRole('group', { name: /message\/41/ })).toBeInTheDocument()
    expect(host.store.getState().selection).toEqual({ kind: 'hop', id: 41 })
  })
  it('leads to what caused it, in the inspector when that has arrived', async () => {
    act(() => { catchMessage(host.store) })
    await settle(40)
    await userEvent.click(screen.getByRole('button', { name: 'a click' }))
    expect(host.store.getState().selection).toEqual({ kind: 'hop', id: 7 })
    expect(screen.queryByRole('group', { name: /Message/ })).toBeNull()
  })
  it('goes its way when it is let go, and the focus goes back', async () => {
    screen.getByRole('button', { name: 'elsewhere' }).focus()
    act(() => { catchMessage(host.store) })
    await settle(40)
    await userEvent.keyboard('{Enter}')
    await settle(40)
    expect(paces()).toEqual([{ pace: 'pause' }, { pace: 'play' }])
    expect(screen.queryByRole('group', { name: /Message/ })).toBeNull()
    expect(screen.getByRole('button', { name: 'elsewhere' })).toHaveFocus()
  })
  it('is told in words when there is none', () => {
    flying = []
    act(() => { catchMessage(host.store) })
    expect(host.store.getState().notice?.text).toMatch(/No message/)
    expect(host.store.getState().selection).toBeUndefined()
  })
})

describe('a packet under the pointer', () => {
  const rest = async (on: Element): Promise<void> => {
    await userEvent.pointer({ target: on })
    await act(() => new Promise<void>((resolve) => { requestAnimationFrame(() => { resolve() }) }))
  }
  it('is told where a click would catch it, but not over a button', async () => {
    under = 40
    await rest(screen.getByText('card'))
    expect(told.current).toBe(40)
    await rest(screen.getByRole('button', { name: 'one more' }))
    expect(told.current).toBeUndefined()
  })
})

it('says where a message is', () => {
  expect(whereabouts({ lost: false, arrivesUs: 1_640 }, 1_000)).toBe('on its way, 0.64 ms to go')
  expect(whereabouts({ lost: false, arrivesUs: 1_000 }, 6_100)).toBe('arrived 5.1 ms ago, drawn slower')
  expect(whereabouts({ lost: true, arrivesUs: 5_000 }, 1_000)).toBe('lost on the way')
})
