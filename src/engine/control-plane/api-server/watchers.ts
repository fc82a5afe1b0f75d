/**
 * Who watches what. Pods are dispatched to kubelets by node name, so that a change costs the same with five nodes and with five thousand
 * (`watch-events.ts`).
 */
import { resourceInfo, type ResourceName } from '../../../kubernetes/resources.ts'
import { deepEqual } from './deep-equal.ts'
import type { OutsideWatch } from './outside-watch.ts'
import type { ApiServerState, Selection } from './state.ts'

export interface Watcher {
  /** The server's own number of the watch. */
  readonly number: number
  /** Id of the client's watch request. */
  readonly id: number
  readonly client: number
  readonly node: number
  readonly link: number
  readonly userAgent: string
  readonly selection: Selection
  /** Node name when it selects pods by `spec.nodeName=`; empty text: not so. */
  readonly nodeName: string
  /** The world outside opened it; undefined: a component of the cluster did. */
  readonly outside: OutsideWatch | undefined
  /** Of a watch on Events: its own watch on etcd, by the number of that call, and the revision up to which it has been told. */
  events: { readonly etcdWatch: number; revision: number; initial: boolean } | undefined
  /** An event was lost on its way: nothing more is sent until the client is heard again. */
  broken: boolean
}

export interface Watchers {
  next: number
  byNumber: Map<number, Watcher>
  /** Watches that see every change of a resource, by number of the resource. */
  byResource: Watcher[][]
  /** Watches on one node's pods, by node name. */
  podsByNode: Map<string, Watcher[]>
  /** Watches on Events by their watch on etcd. */
  onEvents: Map<number, Watcher>
  /** Numbers of broken watches by process (`processKey`). */
  broken: Map<number, number[]>
}

/** Nobody watches yet. */
export function createWatchers(): Watchers {
  return { next: 1, byNumber: new Map(), byResource: [], podsByNode: new Map(), onEvents: new Map(), broken: new Map() }
}

/** One number for a client process: component and machine. */
export function processKey(client: number, node: number): number {
  return (node + 1) * 16 + client
}

function listOf(watchers: Watchers, watcher: Watcher): Watcher[] {
  if (watcher.nodeName !== '') {
    let list = watchers.podsByNode.get(watcher.nodeName)
    if (list === undefined) {
      list = []
      watchers.podsByNode.set(watcher.nodeName, list)
    }
    return list
  }
  const { id } = resourceInfo(watcher.selection.resource)
  while (watchers.byResource.length <= id) watchers.byResource.push([])
  return watchers.byResource[id] ?? []
}

function without<T>(list: T[], member: T): void {
  const at = list.indexOf(member)
  if (at >= 0) list.splice(at, 1)
}

/** Forgets a watch; its client is not told. */
export function removeWatcher(watchers: Watchers, watcher: Watcher): void {
  watchers.byNumber.delete(watcher.number)
  // etcd is told when it has something to tell that nobody waits for.
  if (watcher.events !== undefined) watchers.onEvents.delete(watcher.events.etcdWatch)
  const list = listOf(watchers, watcher)
  without(list, watcher)
  if (watcher.nodeName !== '' && list.length === 0) watchers.podsByNode.delete(watcher.nodeName)
  const key = processKey(watcher.client, watcher.node)
  const broken = watchers.broken.get(key)
  if (broken === undefined) return
  without(broken, watcher.number)
  if (broken.length === 0) watchers.broken.delete(key)
}

/** True when `other` is the same watch of the same process: it has come back, its former one is over. */
function replaces(watcher: Watcher, other: Watcher): boolean {
  const { selection } = watcher
  return other.client === watcher.client && other.node === watcher.node && other.userAgent === watcher.userAgent && deepEqual(
    other.selection, selection,
  )
}

/** Registers a watch. A process of the cluster has one watch per selection: an older one ends without a word. */
export function addWatcher(
  watchers: Watchers, id: number, client: number, node: number, link: number, userAgent: string, selection: Selection,
  outside: OutsideWatch | undefined,
): Watcher {
  const oneField = selection.resource === 'pods' && selection.fields.length === 1 && selection.labels.length === 0
  const byNode = oneField ? selection.fields[0] : undefined
  const nodeName = byNode !== undefined && byNode.equal && byNode.field === 'spec.nodeName' ? byNode.value : ''
  const watcher: Watcher = { number: watchers.next++, id, client, node, link, userAgent, selection, nodeName, outside, events: undefined, broken: false }
  if (outside === undefined) for (const other of listOf(watchers, watcher).slice()) if (replaces(watcher, other)) removeWatcher(watchers, other)
  watchers.byNumber.set(watcher.number, watcher)
  listOf(watchers, watcher).push(watcher)
  return watcher
}

/** The world outside has closed the connection of a request: its watch ends without a word. */
export function dropOutsideWatch(state: ApiServerState, id: number): void {
  for (const watcher of state.watchers.byNumber.values()) {
    if (watcher.outside === undefined || watcher.id !== id) continue
    removeWatcher(state.watchers, watcher)
    return
  }
}

/** The client has missed an event: nothing more is sent to it until it is heard again. */
export function markBroken(watchers: Watchers, watcher: Watcher): void {
  watcher.broken = true
  const key = processKey(watcher.client, watcher.node)
  const numbers = watchers.broken.get(key)
  if (numbers === undefined) watchers.broken.set(key, [watcher.number])
  else numbers.push(watcher.number)
}

/** Ends all watches of a process without a word: it is gone. */
export function dropWatches(state: ApiServerState, client: number, node: number): void {
  for (const watcher of [...state.watchers.byNumber.values()]) {
    if (watcher.client === client && watcher.node === node) removeWatcher(state.watchers, watcher)
  }
  state.watchers.broken.delete(processKey(client, node))
}

/** Watches on a resource now, for looking. */
export function watchCount(watchers: Watchers, resource: ResourceName): number {
  let count = 0
  for (const watcher of watchers.byNumber.values()) if (watcher.selection.resource === resource) count++
  return count
}
