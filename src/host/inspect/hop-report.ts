/** One message, opened: who sent it to whom, over which port, what it says and what caused it. */
import { linkKindOf, linkRow, type LinkKind } from '../../kubernetes/architecture.ts'
import { resourceInfo, resourcePath } from '../../kubernetes/resources.ts'
import { forEachQueued, freshLease, getObject, hasHop, hopIndex, queuedField, type ClusterState, type LeaseRenewal } from '../../engine/index.ts'
import type { HopReport } from '../../protocol/inspect.ts'
import { unpackSubject, type Verb } from '../../protocol/subject.ts'
import { hopFlags, messageTypes, type MessageType } from '../../protocol/vocabulary.ts'

const methods: Record<Verb, string> = {
  get: 'GET', list: 'GET', watch: 'GET (watch)', create: 'POST', update: 'PUT', patch: 'PATCH', delete: 'DELETE', deletecollection: 'DELETE (collection)',
}
/** What a message of each type is called; those about API objects add verb and object. */
const typeWords: Record<MessageType, string> = {
  1: 'request', 2: 'answer to', 3: 'watch event', 4: 'etcd call for', 5: 'etcd answer for', 6: 'etcd change of', 7: 'kubelet API call',
  8: 'kubelet API answer', 9: 'CRI call', 10: 'CRI answer', 11: 'client request', 12: 'answer to a client', 13: 'client request, encapsulated in VXLAN',
  14: 'answer, encapsulated in VXLAN', 15: 'client request on the node’s bridge', 16: 'answer on the node’s bridge',
}
const aboutObjects = new Set<number>([
  messageTypes.apiRequest, messageTypes.apiResponse, messageTypes.watchEvent, messageTypes.etcdRequest, messageTypes.etcdResponse, messageTypes.etcdWatchEvent,
])

/** What hop `id` says, in one line. */
export function describeHop(cluster: ClusterState, id: number): string {
  const { trace } = cluster.sim
  const at = hopIndex(trace, id)
  const type = trace.type[at]! as MessageType
  if (!aboutObjects.has(type)) return typeWords[type]
  const { verb, resource, subresource, slot } = unpackSubject(trace.subject[at]!)
  const info = resourceInfo(resource)
  const metadata = slot < 0 ? undefined : getObject(cluster.etcd.store, resource, slot)?.metadata
  if (type === messageTypes.watchEvent || type === messageTypes.etcdWatchEvent) {
    return `${typeWords[type]} ${info.kind}${metadata === undefined ? '' : ` ${metadata.namespace === '' ? '' : `${metadata.namespace}/`}${metadata.name}`}`
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
  if ('renewTimeUs' in value) return freshLease(value as LeaseRenewal)
  if (!('renewal' in value)) return value
  const { renewal, ...message } = value
  if ('type' in message) return { ...message, type: 'MODIFIED', object: renewal }
  return 'call' in message ? { ...message, call: 'txn', value: renewal } : { ...message, object: renewal }
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
  const answer = answerOf(cluster, id)
  return {
    id, link: kind, type: trace.type[at]! as MessageType, from: reverse ? far : near, to: reverse ? near : far, port: linkRow(kind).port,
    sentUs: trace.sentUs[at]!, arrivesUs: trace.arrivesUs[at]!, bytes: trace.bytes[at]!, lost: (trace.flags[at]! & hopFlags.lost) !== 0,
    what: describeHop(cluster, id), says: bodyInFlight(cluster, id), cause,
    answer: answer === undefined ? undefined : { id: answer, what: describeHop(cluster, answer) },
    causeWhat: cause < 0 ? 'a timer or a command' : hasHop(trace, cause) ? describeHop(cluster, cause) : 'older than the trace',
  }
}
