/** What a watch from outside is sent: its events as JSON in the form that was asked for. */
import { resourceInfo, type ResourceName } from '../../../kubernetes/resources.ts'
import type { RestEvent } from '../../../protocol/rest.ts'
import type { WatchEvent } from './messages.ts'
import { bookmarkToWire, sharedForm, type OutsideForm } from './outside-form.ts'
import type { ApiServerState, OutsideWatchOptions } from './state.ts'
import { expiredWatch, statusToWire } from './status-errors.ts'

/** What a watch has that the world outside opened. */
export interface OutsideWatch extends OutsideWatchOptions {
  readonly form: OutsideForm
  /** Revision that the client began with. */
  readonly since: number
}

/** The event as the client reads it; undefined: the watch has ended. */
export function eventToWire(state: ApiServerState, watch: OutsideWatch, event: WatchEvent): RestEvent | undefined {
  if (event.type === 'CLOSED') return undefined
  if (event.type === 'EXPIRED') return { type: 'ERROR', object: statusToWire(expiredWatch(watch.since, event.revision)) }
  if (event.object === undefined) throw new Error(`api-server: an event ${event.type} of ${event.resource} has no object`)
  const nowSeconds = Math.floor(state.epochMs / 1000 + state.nowUs / 1_000_000)
  return { type: event.type, object: sharedForm(watch.form, event.resource, event.object, event.revision, nowSeconds) }
}

/** A BOOKMARK: up to this revision the client has seen everything. */
export function bookmark(watch: OutsideWatch, resource: ResourceName, revision: number, initialEventsEnd: boolean): RestEvent {
  return { type: 'BOOKMARK', object: bookmarkToWire(watch.form, resource, revision, initialEventsEnd) }
}

/** Bytes of an event on the wire, for the picture: a Table carries a row. */
export function eventBytes(watch: OutsideWatch, resource: ResourceName): number {
  if (watch.form.as !== 'object') return 600
  return resourceInfo(resource).name === 'pods' ? 2000 : 900
}
