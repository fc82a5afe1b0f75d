// @vitest-environment jsdom
import { render } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Terminal } from '../../../src/panels/console/Terminal.tsx'
import { ClusterProvider } from '../../../src/state/context.tsx'
import { fakeHost } from '../../support/fake-host.ts'
import { frame } from '../../support/frames.ts'

// The terminal measures letters, which jsdom has not: what it shows is seen in the end-to-end tests.
const typed = vi.hoisted(() => ({ hear: (_data: string): void => undefined }))
vi.mock('@xterm/xterm', () => ({ Terminal: class {
  readonly options = {}
  readonly cols = 80
  loadAddon(): void { /* it measures */ }
  open(): void { /* nothing to draw on */ }
  write(): void { /* nothing to draw on */ }
  focus(): void { /* nothing to draw on */ }
  input(data: string): void { typed.hear(data) }
  onData(listener: (data: string) => void): void { typed.hear = listener }
  attachCustomKeyEventHandler(): void { /* no keys here */ }
  dispose(): void { /* nothing to free */ }
} }))
vi.mock('@xterm/addon-fit', () => ({ FitAddon: class { fit(): void { /* no layout */ } } }))

describe('a terminal', () => {
  beforeEach(() => { vi.stubGlobal('ResizeObserver', class { observe(): void { /* no layout */ } disconnect(): void { /* nothing to free */ } }) })

  it('goes on with what runs while it is closed, and stops it when it goes away', async () => {
    const host = fakeHost()
    host.show(frame(0))
    const onRunning = (): void => undefined
    const shown = (open: boolean) => (
      <ClusterProvider store={host.store} connection={host.connection}><Terminal open={open} large={false} heightPx={200} onRunning={onRunning} /></ClusterProvider>
    )
    const { rerender, unmount } = render(shown(true))
    const list = { status: 200, body: { kind: 'PodList', metadata: { resourceVersion: '7' }, items: [] } }
    host.responses.push(list, { status: 200, body: undefined, stream: true })
    typed.hear('get pods -w\r')
    await expect.poll(() => {
      host.answer()
      return host.sent.length
    }).toBe(2)
    rerender(shown(false))
    host.answer()
    expect(host.sent).toHaveLength(2)
    unmount()
    host.answer()
    expect(host.sent.slice(2).map((command) => command.type)).toEqual(['cancel'])
  })
})
