/** The page's end of a WebSocket to a served cluster. */
import { describe, expect, it } from 'vitest'
import { createWebSocketPort, servedStream, type SocketLike } from '../../src/bridge/web-socket-port.ts'
import { messageText } from '../../src/protocol/message-text.ts'

interface FakeSocket extends SocketLike { readonly sent: string[]; closed: boolean }
function fakes(): { made: FakeSocket[]; create: () => SocketLike } {
  const made: FakeSocket[] = []
  return {
    made,
    create: () => {
      const socket: FakeSocket = {
        sent: [], closed: false, onopen: null, onmessage: null, onclose: null,
        send(text) { this.sent.push(text) },
        close() { this.closed = true },
      }
      made.push(socket)
      return socket
    },
  }
}
const event = <T extends object>(more: T) => more as never

describe('a port over a WebSocket', () => {
  it('keeps what is sent before the socket is open', () => {
    const { made, create } = fakes()
    const port = createWebSocketPort(create)
    port.send({ type: 'snapshot' })
    expect(made[0]?.sent).toEqual([])
    made[0]?.onopen?.(event({}))
    port.send({ type: 'reset' })
    expect(made[0]?.sent).toEqual(['{"type":"snapshot"}', '{"type":"reset"}'])
  })
  it('hands over messages with their typed arrays', () => {
    const { made, create } = fakes()
    const heard: unknown[] = []
    createWebSocketPort(create).onMessage((message) => heard.push(message))
    made[0]?.onmessage?.(event({ data: messageText({ type: 'frame', frame: { slot: Uint8Array.of(3) } }) }))
    expect(heard).toEqual([{ type: 'frame', frame: { slot: Uint8Array.of(3) } }])
  })
  it('says in the server’s words, or its own, that the socket is gone, and opens another when asked', () => {
    const { made, create } = fakes()
    const reasons: string[] = []
    const port = createWebSocketPort(create)
    port.onBroken((reason) => reasons.push(reason))
    made[0]?.onclose?.(event({ reason: 'no token' }))
    port.reopen()
    made[0]?.onclose?.(event({ reason: 'of the former' }))
    made[1]?.onclose?.(event({ reason: '' }))
    expect(made).toHaveLength(2)
    expect(reasons).toEqual(['no token', expect.stringContaining('npm run serve')])
  })
  it('hears nothing more of a socket that was replaced', () => {
    const { made, create } = fakes()
    const heard: unknown[] = []
    const port = createWebSocketPort(create)
    port.onMessage((message) => heard.push(message))
    port.reopen()
    made[0]?.onmessage?.(event({ data: messageText({ type: 'notice', text: 'of the former' }) }))
    made[1]?.onmessage?.(event({ data: messageText({ type: 'notice', text: 'of this one' }) }))
    expect(heard).toEqual([{ type: 'notice', text: 'of this one' }])
  })
  it('says nothing when it is closed on purpose', () => {
    const { made, create } = fakes()
    const reasons: string[] = []
    const port = createWebSocketPort(create)
    port.onBroken((reason) => reasons.push(reason))
    port.close()
    made[0]?.onclose?.(event({ reason: '' }))
    expect(made[0]?.closed).toBe(true)
    expect(reasons).toEqual([])
  })
})

describe('the page’s address', () => {
  it.each([
    ['http://127.0.0.1:8080/?server=a%2Bb', 'ws://127.0.0.1:8080/podium/v1/stream?token=a%2Bb'],
    ['http://127.0.0.1:8080/?server&embed', 'ws://127.0.0.1:8080/podium/v1/stream?token='],
    ['https://course.example/podium/?nodes=5', undefined],
  ])('%s streams from %s', (address, stream) => expect(servedStream(address)).toBe(stream))
})
