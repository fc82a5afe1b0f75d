/** A wire of two arrays: messages wait until a test flushes one side, so late delivery is an ordinary line of a test. */
import type { HostCommand, HostMessage } from '../../src/protocol/host.ts'
import type { HostPort } from '../../src/bridge/port.ts'

export interface InMemoryPort extends HostPort {
  /** Commands that the page has sent and the test has not taken yet. */
  readonly toHost: HostCommand[]
  /** Messages that wait for `flushToPage`. */
  readonly toPage: HostMessage[]
  /** How often the page asked for a new host. */
  reopened: number
  closed: boolean
  /** Takes everything that the page has sent so far. */
  takeCommands(): HostCommand[]
  /** Delivers what waits for the page, oldest first. */
  flushToPage(): void
  /** The wire breaks. */
  break(reason: string): void
}

/** A port whose other end is the test. */
export function createInMemoryPort(): InMemoryPort {
  let messageListener: (message: HostMessage) => void = () => undefined
  let brokenListener: (reason: string) => void = () => undefined
  const port: InMemoryPort = {
    toHost: [],
    toPage: [],
    reopened: 0,
    closed: false,
    send: (command) => { port.toHost.push(command) },
    onMessage: (listener) => { messageListener = listener },
    onBroken: (listener) => { brokenListener = listener },
    reopen: () => { port.reopened += 1 },
    close: () => { port.closed = true },
    takeCommands: () => port.toHost.splice(0),
    flushToPage: () => { for (const message of port.toPage.splice(0)) messageListener(message) },
    break: (reason) => { brokenListener(reason) },
  }
  return port
}
