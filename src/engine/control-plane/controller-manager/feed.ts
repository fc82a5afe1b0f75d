/** What a controller's handlers do with a change in the caches: add keys to its queue, tell its expectations, forget an object. */
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import { enqueue, forgetObject, type LoopContext } from '../../client/controller-state.ts'
import { lowerCreations, lowerDeletion } from '../../client/expectations.ts'
import type { Caches, WatchedResource } from './caches/caches.ts'

export interface Feed {
  readonly context: LoopContext<Caches>
  /** Number of the controller whose handler runs. */
  number: number
}
/** Told after caches and indices have taken the change. `services`: those whose slices are wrong now. */
export type Handler = (
  feed: Feed, slot: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined, services: readonly number[],
) => void
export type Handlers = Readonly<Partial<Record<WatchedResource, Handler>>>

export const cachesOf = (feed: Feed): Caches => feed.context.listers

export function add(feed: Feed, key: number): void {
  enqueue(feed.context, feed.number, key)
}
export function forget(feed: Feed, key: number): void {
  forgetObject(feed.context, feed.number, key)
}
export function creationSeen(feed: Feed, key: number): void {
  lowerCreations(feed.context.loop.records[feed.number]!.expectations, key, 1)
}
export function deletionSeen(feed: Feed, key: number, uid: string): void {
  lowerDeletion(feed.context.loop.records[feed.number]!.expectations, key, uid)
}

/** The handler of a controller's own objects: every change is a reason to look, and what is gone is forgotten. */
export function ownObject(feed: Feed, slot: number, _before: KubernetesObject | undefined, after: KubernetesObject | undefined): void {
  if (after === undefined) forget(feed, slot)
  else add(feed, slot)
}
