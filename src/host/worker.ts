/** The worker's entry: joins an engine host to the page by messages and to the wall clock by timers. */
import type { HostCommand } from '../protocol/host.ts'
import { packMessage } from '../protocol/packed-frame.ts'
import { createEngineHost } from './engine-host.ts'

declare const self: DedicatedWorkerGlobalScope

const host = createEngineHost((message) => self.postMessage(packMessage(message)), () => performance.now())
/** Yields to messages of the page without the pause that a timer of 0 ms has. */
const soon = new MessageChannel()
let timer: ReturnType<typeof setTimeout> | undefined
let called = false

function run(): void {
  called = false
  arrange(host.tick())
}

function arrange(delayMs: number): void {
  if (timer !== undefined) clearTimeout(timer)
  timer = undefined
  if (delayMs === Infinity || called) return
  if (delayMs > 0) {
    timer = setTimeout(run, delayMs)
    return
  }
  called = true
  soon.port2.postMessage(undefined)
}

soon.port1.addEventListener('message', run)
soon.port1.start()
self.addEventListener('message', (event: MessageEvent<HostCommand>) => {
  host.handle(event.data)
  arrange(0)
})
