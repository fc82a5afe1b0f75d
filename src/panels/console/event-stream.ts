/** A watch of the page's connection as kubectl's commands read it: events wait in a queue until they are asked for. */
import type { EventStream } from '../../kubectl/kubectl.ts'
import type { RestEvent, RestRequest } from '../../protocol/rest.ts'
import type { Cluster } from '../../state/context.tsx'

/** Opens a watch. A command that was stopped closes it. When its cluster is gone, what reads it fails: another one's revisions are not those. */
export async function openEvents({ store, connection, view }: Cluster, request: RestRequest, line: string, signal: AbortSignal): Promise<EventStream> {
  const waiting: RestEvent[] = []
  let over = false
  let gone: Error | undefined
  let wake = (): void => undefined
  const { response, stop } = connection.watch(request, line, (event) => {
    if (event === undefined) over = true
    else if (event instanceof Error) gone = event
    else waiting.push(event)
    wake()
  })
  const end = (): void => {
    over = true
    stop()
    wake()
  }
  signal.addEventListener('abort', end, { once: true })
  const next = (untilMs: number): Promise<RestEvent | 'ended' | 'timeout'> => new Promise((resolve, reject) => {
    const done = (what: RestEvent | 'ended' | 'timeout'): void => {
      stopLooking()
      resolve(what)
    }
    const stopLooking = (): void => {
      wake = () => undefined
      unsubscribe()
    }
    const look = (): void => {
      const event = signal.aborted ? undefined : waiting.shift()
      if (event !== undefined) done(event)
      else if (over) done('ended')
      else if (gone !== undefined) {
        stopLooking()
        reject(gone)
      } else if (view.epochMs + view.simTimeUs / 1000 >= untilMs) done('timeout')
    }
    const unsubscribe = store.subscribe(look)
    wake = look
    look()
  })
  const answer = await Promise.race([response, aborted(signal)])
  return { response: answer, next, close: end }
}

/** An answer that is not waited for is as good as one that ended at once. */
function aborted(signal: AbortSignal): Promise<{ readonly status: number; readonly body: unknown }> {
  return new Promise((resolve) => {
    const stopped = (): void => { resolve({ status: 200, body: '' }) }
    if (signal.aborted) stopped()
    signal.addEventListener('abort', stopped, { once: true })
  })
}
