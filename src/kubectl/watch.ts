/** Watches of commands: changes as they happen, until something is found, time is up, or Ctrl-C. */
import { resourcePath } from '../kubernetes/resources.ts'
import type { ResourceInfo } from '../kubernetes/resources.ts'
import type { Status } from '../kubernetes/types/status.ts'
import type { RestRequest } from '../protocol/rest.ts'
import { listObjects } from './api.ts'
import type { ApiObject, Selection } from './api.ts'
import { Interrupted, refusal, StatusError } from './errors.ts'
import type { EventStream, Kubectl } from './kubectl.ts'

interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly object: ApiObject
}

/** Opens a stream; throws the API server's refusal. */
export async function openStream(kubectl: Kubectl, request: RestRequest): Promise<EventStream> {
  if (kubectl.signal.aborted) throw new Interrupted()
  const stream = await kubectl.stream(request)
  for (const warning of stream.response.warnings ?? []) kubectl.error(`Warning: ${warning}\n`)
  if (stream.response.status < 400) return stream
  stream.close()
  throw refusal(stream.response)
}

/** One watch, until `hear` gives something; 'ended' when the server ends it, 'expired' when its revision is too old, 'timeout' at `untilMs`. */
async function watchOnce<T>(
  kubectl: Kubectl, request: RestRequest, hear: (change: Change) => T | undefined, untilMs: number,
): Promise<{ readonly found: T } | 'ended' | 'expired' | 'timeout'> {
  const stream = await openStream(kubectl, request)
  try {
    for (;;) {
      const event = await stream.next(untilMs)
      if (kubectl.signal.aborted) throw new Interrupted()
      if (event === 'ended' || event === 'timeout') return event
      if (event.type === 'ERROR') {
        const status = event.object as Status
        if (status.code === 410) return 'expired'
        throw new StatusError(status)
      }
      if (event.type === 'BOOKMARK' || event.type === 'DATA') continue
      const found = hear({ type: event.type, object: event.object as ApiObject })
      if (found !== undefined) return { found }
    }
  } finally {
    stream.close()
  }
}

const watchRequest = (info: ResourceInfo, namespace: string, selection: Selection, resourceVersion: string): RestRequest => ({
  method: 'GET', path: resourcePath(info, namespace),
  query: { ...Object.fromEntries(Object.entries(selection).filter(([, text]) => text !== '')), watch: 'true', resourceVersion },
})

/** Hears of each change from a revision on, without end: a watch that ends is opened anew. Throws when the revision is too old. */
export async function watchObjects(
  kubectl: Kubectl, info: ResourceInfo, namespace: string, selection: Selection, resourceVersion: string, hear: (change: Change) => void,
): Promise<never> {
  let since = resourceVersion
  for (;;) {
    const result = await watchOnce(kubectl, watchRequest(info, namespace, selection, since), (change) => {
      since = String(change.object.metadata.resourceVersion)
      hear(change)
      return undefined
    }, Number.POSITIVE_INFINITY)
    if (result === 'expired') since = (await listObjects(kubectl, info, namespace, selection)).resourceVersion
    await reopenPause(kubectl)
  }
}

/** A server that ends watches at once is not asked again at once. */
async function reopenPause(kubectl: Kubectl): Promise<void> {
  await kubectl.sleep(1000)
  if (kubectl.signal.aborted) throw new Interrupted()
}

/**
 * Looks at one object now and after every change of it (undefined: it is gone), until `look` gives something. Gives undefined when the
 * cluster's clock reaches `untilMs` first.
 */
export async function untilObject<T>(
  kubectl: Kubectl, info: ResourceInfo, namespace: string, name: string, look: (object: ApiObject | undefined) => T | undefined, untilMs: number,
): Promise<T | undefined> {
  const selection: Selection = { fieldSelector: `metadata.name=${name}` }
  for (;;) {
    const { items: [object], resourceVersion } = await listObjects(kubectl, info, namespace, selection)
    const now = look(object)
    if (now !== undefined) return now
    if (kubectl.nowMs() >= untilMs) return undefined
    const result = await watchOnce(
      kubectl, watchRequest(info, namespace, selection, resourceVersion), ({ type, object: next }) => look(type === 'DELETED' ? undefined : next), untilMs,
    )
    if (result === 'timeout') return undefined
    if (typeof result === 'object') return result.found
    await reopenPause(kubectl)
  }
}
