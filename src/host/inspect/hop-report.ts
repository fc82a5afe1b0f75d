/** One message, opened: who sent it to whom, over which port, what it says and what caused it. */
import { linkKindOf, linkRow, type LinkKind } from '../../kubernetes/architecture.ts'
import { resourceInfo, resourcePath } from '../../kubernetes/resources.ts'
import {
  afterChange, beforeChange, changeIndex, forEachQueued, freshLease, getObject, hasHop, hopIndex, oldestChange, queuedField, type ClusterState, type LeaseRenewal,
} from '../../engine/index.ts'
import type { KubernetesObject } from '../../kubernetes/types/meta.ts'
import type { HopAnswer, HopReport } from '../../protocol/inspect.ts'
import { unpackOutcome, unpackSubject, type Verb } from '../../protocol/subject.ts'
import { hopFlags, messageTypes, type MessageType } from '../../protocol/vocabulary.ts'

const methods: Record<Verb, string> = {
  get: 'GET', list: 'GET', watch: 'GET (watch)', create: 'POST', update: 'PUT', patch: 'PATCH', delete: 'DELETE', deletecollection: 'DELETE (collection)',
}
/** What a message of each type is called; those about API objects add verb and object. */
const typeWords: Record<MessageType, string> = {
  1: 'request', 2: 'answer to', 3: 'event', 4: 'etcd call for', 5: 'etcd answer for', 6: 'etcd change of', 7: 'kubelet API call',
  8: 'kubelet API answer', 9: 'CRI call', 10: 'CRI answer', 11: 'client request', 12: 'answer to a client', 13: 'client request, encapsulated in VXLAN',
  14: 'answer, encapsulated in VXLAN', 15: 'client request on the node’s bridge', 16: 'answer on the node’s bridge',
}
const aboutObjects = new Set<number>([
  messageTypes.apiRequest, messageTypes.apiResponse, messageTypes.watchEvent, messageTypes.etcdRequest, messageTypes.etcdResponse, messageTypes.etcdWatchEvent,
])

/** What a watch event says of its object, by the verb that stands for it. */
const changeWords: Partial<Record<Verb, string>> = { create: 'ADDED', update: 'MODIFIED', delete: 'DELETED' }

/** An object as a message told of it, and its revision then. */
interface Told {
  readonly object: KubernetesObject
  readonly revision: number
}
/** Causes of a message among which its transaction is looked for. */
const mostCauses = 16

/** Hops that led to hop `id`, itself first, back to the request that it answers at most. */
function causesOf({ sim: { trace } }: ClusterState, id: number): ReadonlySet<number> {
  const causes = new Set<number>()
  for (let hop = id; causes.size < mostCauses && hasHop(trace, hop); hop = trace.cause[hopIndex(trace, hop)]!) {
    causes.add(hop)
    if (trace.type[hopIndex(trace, hop)] === messageTypes.apiRequest) break
  }
  return causes
}

/**
 * The object that hop `id` tells of, by etcd's history: the change that led to the message, else the newest one before it was sent. An
 * object that did not change since is as it is stored. Undefined: it tells of none, or that is too long ago.
 */
function toldBy(cluster: ClusterState, id: number): Told | undefined {
  const { sim: { trace }, etcd: { store } } = cluster
  const at = hopIndex(trace, id)
  const { resource, slot } = unpackSubject(trace.subject[at]!)
  if (slot < 0) return undefined
  const { history } = store
  const resourceId = resourceInfo(resource).id
  const causes = causesOf(cluster, id)
  let before: number | undefined
  let after: number | undefined
  for (let number = history.count - 1; number >= oldestChange(history); number -= 1) {
    const change = changeIndex(history, number)
    if (history.slot[change] !== slot || history.resource[change] !== resourceId) continue
    if (causes.has(history.hop[change]!)) return toldInChange(cluster, change)
    if (history.timeUs[change]! > trace.sentUs[at]!) after = change
    else before ??= change
  }
  if (before !== undefined) return toldInChange(cluster, before)
  const object = after === undefined ? getObject(store, resource, slot) : beforeChange(history, after)
  return object === undefined ? undefined : { object, revision: object.metadata.resourceVersion }
}

function toldInChange({ etcd: { store: { history } } }: ClusterState, change: number): Told | undefined {
  const object = afterChange(history, change) ?? beforeChange(history, change)
  return object === undefined ? undefined : { object, revision: history.revision[change]! }
}

/** What hop `id` says, in one line. */
function describeHop(cluster: ClusterState, id: number): string {
  const { trace } = cluster.sim
  const at = hopIndex(trace, id)
  const type = trace.type[at]! as MessageType
  if (!aboutObjects.has(type)) return typeWords[type]
  const { verb, resource, subresource, slot } = unpackSubject(trace.subject[at]!)
  const info = resourceInfo(resource)
  const metadata = slot < 0 ? undefined : (toldBy(cluster, id)?.object ?? getObject(cluster.etcd.store, resource, slot))?.metadata
  if (type === messageTypes.watchEvent && slot < 0 && verb === 'watch') return `BOOKMARK ${info.kind}`
  if (type === messageTypes.watchEvent || type === messageTypes.etcdWatchEvent) {
    return `${type === messageTypes.watchEvent ? changeWords[verb] ?? typeWords[type] : typeWords[type]} ${info.kind}${metadata === undefined ? '' : ` ${metadata.namespace === '' ? '' : `${metadata.namespace}/`}${metadata.name}`}`
  }
  const path = resourcePath(info, metadata?.namespace ?? (info.namespaced ? '…' : ''), metadata?.name ?? '', subresource)
  return type === messageTypes.apiRequest ? `${methods[verb]} ${path}` : `${typeWords[type]} ${methods[verb]} ${path}`
}

function ends(cluster: ClusterState, kind: LinkKind, link: number): readonly [string, string] {
  const { links } = cluster.sim
  const name = (machine: number): string => cluster.world.machines[machine]?.name ?? ''
  const node = name(links.nearEnd[link]! >= 0 ? links.nearEnd[link]! : links.farEnd[link]!)
  const table: Record<LinkKind, readonly [string, string]> = {
    'kubectl-api': ['kubectl', 'API server'],
    'kubelet-api': [`kubelet on ${node}`, 'API server'],
    'proxy-api': [`kube-proxy on ${node}`, 'API server'],
    'controller-manager-api': ['controller manager', 'API server'],
    'scheduler-api': ['scheduler', 'API server'],
    'api-etcd': ['API server', 'etcd'],
    'etcd-peer': ['etcd', 'etcd'],
    'api-kubelet': ['API server', `kubelet on ${node}`],
    cri: [`kubelet on ${node}`, `container runtime on ${node}`],
    vxlan: [name(links.nearEnd[link]!), name(links.farEnd[link]!)],
    'client-nodeport': ['clients', `${node}, NodePort`],
    'pod-network': [`bridge of ${node}`, `pod on ${node}`],
  }
  return table[kind]
}

/** Maps and sets as lists, and Leases as they are on the wire where the engine says only that one was renewed. */
function inFull(_key: string, value: unknown): unknown {
  if (value instanceof Map || value instanceof Set) return [...value]
  if (typeof value !== 'object' || value === null) return value
  if ('renewTimeUs' in value) {
    const object = freshLease(value as LeaseRenewal)
    return 'type' in value ? { ...value, type: 'MODIFIED', lease: undefined, renewTimeUs: undefined, object } : object
  }
  if (!('renewal' in value)) return value
  const { renewal, ...message } = value
  const object = freshLease(renewal as LeaseRenewal)
  return 'call' in message ? { ...message, call: 'txn', value: object } : { ...message, object }
}

/** The body while it is in flight: the payload as JSON, cut. */
function bodyInFlight(cluster: ClusterState, id: number): string | undefined {
  let found: string | undefined
  const { queue } = cluster.sim
  forEachQueued(queue, (entry) => {
    if (queuedField(queue, entry, 'hop') !== id) return
    const text = JSON.stringify(queue.payload[entry], inFull, 2) ?? ''
    found = text.length > 4000 ? `${text.slice(0, 4000)}\n…` : text
  })
  return found
}

/** What answers each type that is answered. */
const answerTypes: Partial<Record<number, MessageType>> = {
  [messageTypes.apiRequest]: messageTypes.apiResponse, [messageTypes.etcdRequest]: messageTypes.etcdResponse,
  [messageTypes.kubeletRequest]: messageTypes.kubeletResponse, [messageTypes.criRequest]: messageTypes.criResponse,
  [messageTypes.serviceRequest]: messageTypes.serviceResponse, [messageTypes.vxlanRequest]: messageTypes.vxlanResponse,
  [messageTypes.podRequest]: messageTypes.podResponse,
}
/** Messages after a request among which its answer is looked for, and causes that are followed from each. */
const answerBounds = { hops: 20_000, causes: 16 } as const

/** The answer to hop `id`: the first on its link whose chain of causes leads to it. */
function answerOf({ sim: { trace } }: ClusterState, id: number): number | undefined {
  const at = hopIndex(trace, id)
  const wanted = answerTypes[trace.type[at]!]
  if (wanted === undefined) return undefined
  const end = Math.min(trace.count, id + 1 + answerBounds.hops)
  for (let later = id + 1; later < end; later += 1) {
    const i = hopIndex(trace, later)
    if (trace.type[i] !== wanted || trace.link[i] !== trace.link[at]) continue
    let cause = trace.cause[i]!
    for (let step = 0; step < answerBounds.causes && cause > id && hasHop(trace, cause); step += 1) cause = trace.cause[hopIndex(trace, cause)]!
    if (cause === id) return later
  }
  return undefined
}

/** How the request ended that hop `id` answers. The answers that nobody notes it of are those of success, and most are renewals of Leases. */
function outcomeOf({ sim: { trace } }: ClusterState, id: number): HopReport['outcome'] {
  const at = hopIndex(trace, id)
  if (trace.type[at] !== messageTypes.apiResponse) return undefined
  return unpackOutcome(trace.subject[at]!) ?? ((trace.flags[at]! & hopFlags.failed) === 0 ? { code: 200, reason: undefined } : undefined)
}

const tellsOfObject = new Set<number>([messageTypes.apiResponse, messageTypes.watchEvent])

function revisionOf(cluster: ClusterState, id: number): number | undefined {
  const { trace } = cluster.sim
  return tellsOfObject.has(trace.type[hopIndex(trace, id)]!) ? toldBy(cluster, id)?.revision : undefined
}

function answerReport(cluster: ClusterState, request: number): HopAnswer | undefined {
  const id = answerOf(cluster, request)
  if (id === undefined) return undefined
  const { trace } = cluster.sim
  const at = hopIndex(trace, id)
  return {
    id, what: describeHop(cluster, id), outcome: outcomeOf(cluster, id), revision: revisionOf(cluster, id), bytes: trace.bytes[at]!,
    failed: (trace.flags[at]! & hopFlags.failed) !== 0, lost: (trace.flags[at]! & hopFlags.lost) !== 0,
    latencyUs: trace.arrivesUs[at]! - trace.sentUs[hopIndex(trace, request)]!,
  }
}

/** The report of a hop; undefined when it is older than the trace. */
export function hopReport(cluster: ClusterState, id: number): HopReport | undefined {
  const { trace, links } = cluster.sim
  if (!hasHop(trace, id)) return undefined
  const at = hopIndex(trace, id)
  const link = trace.link[at]!
  const kind = linkKindOf(links.kind[link]!)
  const [near, far] = ends(cluster, kind, link)
  const reverse = (trace.flags[at]! & hopFlags.reverse) !== 0
  const cause = trace.cause[at]!
  return {
    id, link: kind, type: trace.type[at]! as MessageType, from: reverse ? far : near, to: reverse ? near : far, port: linkRow(kind).port,
    sentUs: trace.sentUs[at]!, arrivesUs: trace.arrivesUs[at]!, bytes: trace.bytes[at]!, lost: (trace.flags[at]! & hopFlags.lost) !== 0,
    what: describeHop(cluster, id), says: bodyInFlight(cluster, id), cause,
    outcome: outcomeOf(cluster, id), revision: revisionOf(cluster, id), answer: answerReport(cluster, id),
    causeWhat: cause < 0 ? 'a timer or a command' : hasHop(trace, cause) ? describeHop(cluster, cause) : 'older than the trace',
  }
}
