/** Joins an engine host to the page by messages and to the wall clock by timers. */
import type { HostMessage } from '../protocol/host.ts'
import type { WorkerCommand, WorkerMessage } from '../protocol/worker.ts'
import { createEngineHost, type RunningCluster } from './engine-host.ts'

declare const self: DedicatedWorkerGlobalScope

/** `isLacking`: whether the engine has come to something that this worker's program does not have; nothing more is said from then on. */
export function runWorker(isLacking: () => boolean): void {
  /** Set when the cluster is another worker's business, or will be. */
  let silent = false
  let shownSteps = 0
  const say = (message: WorkerMessage): void => { self.postMessage(message) }
  const post = (message: HostMessage): void => {
    if (silent || isLacking()) return
    if (message.type === 'frame') shownSteps = message.frame.steps
    say(message)
  }
  const host = createEngineHost(post, () => performance.now())
  /** Yields to messages of the page without the pause that a timer of 0 ms has. */
  const soon = new MessageChannel()
  let timer: ReturnType<typeof setTimeout> | undefined
  let called = false

  const run = (): void => {
    called = false
    if (silent) return
    arrange(host.tick())
  }

  function arrange(delayMs: number): void {
    if (isLacking() && !silent) {
      silent = true
      say({ type: 'lacking', steps: shownSteps })
    }
    if (timer !== undefined) clearTimeout(timer)
    timer = undefined
    if (delayMs === Infinity || called || silent) return
    if (delayMs > 0) {
      timer = setTimeout(run, delayMs)
      return
    }
    called = true
    soon.port2.postMessage(undefined)
  }

  const handOver = (port: MessagePort): void => {
    port.addEventListener('message', () => {
      if (silent) return
      const cluster = host.handOver()
      silent = true
      port.postMessage(cluster)
    })
    port.start()
  }

  const takeOver = (port: MessagePort): void => {
    port.addEventListener('message', (event: MessageEvent<RunningCluster | undefined>) => {
      if (event.data !== undefined) host.takeOver(event.data)
      say({ type: 'tookOver' })
      arrange(0)
    })
    port.start()
    port.postMessage(undefined)
  }

  const take = (command: WorkerCommand, port: MessagePort | undefined): void => {
    switch (command.type) {
      case 'handOver':
        if (port !== undefined) handOver(port)
        break
      case 'takeOver':
        if (port !== undefined) takeOver(port)
        break
      case 'replay':
        host.handle(command.start)
        host.runOnTo(command.steps)
        break
      default:
        host.handle(command)
    }
  }

  soon.port1.addEventListener('message', run)
  soon.port1.start()
  self.addEventListener('message', (event: MessageEvent<WorkerCommand>) => {
    if (silent) return
    take(event.data, event.ports[0])
    arrange(0)
  })
}
