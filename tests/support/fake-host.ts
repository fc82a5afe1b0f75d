/** The host's side of an in-memory wire for component tests: a real connection and a real store; answers are what the test says. */
import { createConnection } from '../../src/bridge/connection.ts'
import type { HostConnection } from '../../src/bridge/host-connection.ts'
import { createInMemoryPort } from './in-memory-port.ts'
import type { InMemoryPort } from './in-memory-port.ts'
import type { Frame } from '../../src/protocol/frame.ts'
import type { HostCommand } from '../../src/protocol/host.ts'
import type { InspectAnswers } from '../../src/protocol/inspect.ts'
import type { RestResponse } from '../../src/protocol/rest.ts'
import { createClusterStore } from '../../src/state/cluster-store.ts'
import type { ClusterStore } from '../../src/state/cluster-store.ts'

type Answers = { [Q in keyof InspectAnswers]?: InspectAnswers[Q] }

export interface FakeHost {
  readonly port: InMemoryPort
  readonly store: ClusterStore
  readonly connection: HostConnection
  /** What looking finds; undefined where the test says nothing. */
  answers: Answers
  /** Answers of the API server in order of the requests; 200 with an empty object when used up. */
  readonly responses: RestResponse[]
  /** Requests and world commands that the page has sent. */
  readonly sent: Exclude<HostCommand, { type: 'inspect' | 'ack' }>[]
  /** Applies a frame at once. */
  show(frame: Frame): void
  /** Answers everything that the page has asked. */
  answer(): void
}

/** A host that is answered by hand: call `answer()` after the page has asked. */
export function fakeHost(): FakeHost {
  const port = createInMemoryPort()
  const store = createClusterStore('dark')
  const connection = createConnection(port, (callback) => { callback() })
  connection.onFrame((frame) => { store.applyFrame(frame) })
  connection.onFault((fault) => { store.setState({ fault }) })
  const host: FakeHost = {
    port, store, connection, answers: {}, responses: [], sent: [],
    show: (frame) => {
      port.toPage.push({ type: 'frame', frame })
      port.flushToPage()
    },
    answer: () => {
      for (const command of port.takeCommands()) {
        if (command.type === 'inspect') port.toPage.push({ type: 'answer', id: command.id, answer: host.answers[command.query.query] })
        else if (command.type !== 'ack') host.sent.push(command)
        if (command.type === 'request') port.toPage.push({ type: 'response', id: command.id, response: host.responses.shift() ?? { status: 200, body: {} } })
        if (command.type === 'world') port.toPage.push({ type: 'done', id: command.id, refused: undefined })
      }
      port.flushToPage()
    },
  }
  return host
}
