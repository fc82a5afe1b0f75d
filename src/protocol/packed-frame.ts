/**
 * Frames as they cross from the worker to the page: the names as one text and a few small tables, links and bundles of messages as columns. A structured clone
 * of thousands of little objects costs both threads several microseconds each.
 */
import { linkKindNumber, linkKindOf } from '../kubernetes/architecture.ts'
import type { Frame, FrameRecord, HopBundle, LinkRecord, NodeColumns, NodeNames, PodColumns, PodNames } from './frame.ts'
import type { HostMessage } from './host.ts'

interface PackedNames {
  /** Rows that have names. */
  readonly rows: Uint32Array
  /** Their pods' names, a line each: names have no line breaks. */
  readonly lines: string
  /** By row of `rows`: number in `namespaces` and in `containerLists`. */
  readonly namespace: Uint32Array
  readonly containers: Uint32Array
  readonly namespaces: readonly string[]
  readonly containerLists: readonly (readonly string[])[]
}
interface PackedNodeNames {
  readonly rows: Uint32Array
  /** A line for each of `nodeNameFields` of each row. */
  readonly lines: string
}
const nodeNameFields = ['name', 'ip', 'podCIDR', 'zone', 'rack'] as const satisfies readonly (keyof NodeNames)[]

interface PackedLinks {
  readonly id: Uint32Array
  readonly kind: Uint8Array
  readonly node: Int32Array
  readonly peer: Int32Array
  /** `linkUp` and `linkGone` */
  readonly state: Uint8Array
}
const linkUp = 1
const linkGone = 2

/** As `HopBundle`, a column for each field: thousands when all kube-proxies hear of a change. */
interface PackedBundles {
  readonly link: Uint32Array
  readonly type: Uint8Array
  readonly reverse: Uint8Array
  readonly count: Float64Array
  readonly sentUs: Float64Array
  readonly arrivesUs: Float64Array
}

type PackedFrame = Omit<Frame, 'nodes' | 'pods' | 'records' | 'bundles'> & {
  readonly nodes: Omit<NodeColumns, 'names'> & { readonly names: PackedNodeNames }
  readonly pods: Omit<PodColumns, 'names'> & { readonly names: PackedNames }
  readonly records: readonly Exclude<FrameRecord, LinkRecord>[]
  readonly links: PackedLinks
  readonly bundles: PackedBundles
}

/** A message of the host as the worker posts it. */
export type PackedMessage = Exclude<HostMessage, { readonly type: 'frame' }> | { readonly type: 'frame'; readonly frame: PackedFrame }

/** Number of a text in a list, which it joins when it is new. */
function numberIn<T>(known: Map<string, number>, list: T[], key: string, value: T): number {
  let number = known.get(key)
  if (number === undefined) {
    number = list.length
    known.set(key, number)
    list.push(value)
  }
  return number
}

function packNames(names: readonly (PodNames | undefined)[]): PackedNames {
  const count = names.reduce((sum, one) => sum + (one === undefined ? 0 : 1), 0)
  const rows = new Uint32Array(count)
  const namespace = new Uint32Array(count)
  const containers = new Uint32Array(count)
  const lines: string[] = []
  const namespaces: string[] = []
  const containerLists: (readonly string[])[] = []
  const knownNamespaces = new Map<string, number>()
  const knownLists = new Map<string, number>()
  for (let row = 0; row < names.length; row++) {
    const one = names[row]
    if (one === undefined) continue
    const at = lines.length
    rows[at] = row
    namespace[at] = numberIn(knownNamespaces, namespaces, one.namespace, one.namespace)
    containers[at] = numberIn(knownLists, containerLists, one.containers.join('\n'), one.containers)
    lines.push(one.name)
  }
  return { rows, lines: lines.join('\n'), namespace, containers, namespaces, containerLists }
}

function unpackNames(packed: PackedNames, count: number): readonly (PodNames | undefined)[] {
  const names = new Array<PodNames | undefined>(count).fill(undefined)
  const { rows, namespaces, containerLists } = packed
  const lines = rows.length === 0 ? [] : packed.lines.split('\n')
  for (let i = 0; i < rows.length; i++) {
    names[rows[i]!] = { namespace: namespaces[packed.namespace[i]!]!, name: lines[i]!, containers: containerLists[packed.containers[i]!]! }
  }
  return names
}

function packNodeNames(names: readonly (NodeNames | undefined)[]): PackedNodeNames {
  const rows: number[] = []
  const lines: string[] = []
  names.forEach((one, row) => {
    if (one === undefined) return
    rows.push(row)
    for (const field of nodeNameFields) lines.push(one[field])
  })
  return { rows: Uint32Array.from(rows), lines: lines.join('\n') }
}

function unpackNodeNames({ rows, lines }: PackedNodeNames, count: number): readonly (NodeNames | undefined)[] {
  const names = new Array<NodeNames | undefined>(count).fill(undefined)
  const texts = lines.split('\n')
  rows.forEach((row, i) => {
    const [name, ip, podCIDR, zone, rack] = texts.slice(i * nodeNameFields.length, (i + 1) * nodeNameFields.length) as [string, string, string, string, string]
    names[row] = { name, ip, podCIDR, zone, rack }
  })
  return names
}

function packLinks(records: readonly FrameRecord[], count: number): PackedLinks {
  const links: PackedLinks = {
    id: new Uint32Array(count), kind: new Uint8Array(count), node: new Int32Array(count), peer: new Int32Array(count), state: new Uint8Array(count),
  }
  let at = 0
  for (const record of records) {
    if (record.kind !== 'Link') continue
    links.id[at] = record.id
    links.kind[at] = linkKindNumber(record.link)
    links.node[at] = record.node
    links.peer[at] = record.peer
    links.state[at] = (record.up ? linkUp : 0) | (record.gone ? linkGone : 0)
    at++
  }
  return links
}

function unpackLinks({ id, kind, node, peer, state }: PackedLinks): LinkRecord[] {
  return Array.from(id, (number, i) => ({
    kind: 'Link', id: number, link: linkKindOf(kind[i]!), node: node[i]!, peer: peer[i]!, up: (state[i]! & linkUp) !== 0,
    gone: (state[i]! & linkGone) !== 0,
  }))
}

function packBundles(bundles: readonly HopBundle[]): PackedBundles {
  const count = bundles.length
  const packed: PackedBundles = {
    link: new Uint32Array(count), type: new Uint8Array(count), reverse: new Uint8Array(count), count: new Float64Array(count),
    sentUs: new Float64Array(count), arrivesUs: new Float64Array(count),
  }
  bundles.forEach((bundle, i) => {
    packed.link[i] = bundle.link
    packed.type[i] = bundle.type
    packed.reverse[i] = bundle.reverse ? 1 : 0
    packed.count[i] = bundle.count
    packed.sentUs[i] = bundle.sentUs
    packed.arrivesUs[i] = bundle.arrivesUs
  })
  return packed
}

function unpackBundles({ link, type, reverse, count, sentUs, arrivesUs }: PackedBundles): HopBundle[] {
  return Array.from(link, (id, i) => ({
    link: id, type: type[i]!, reverse: reverse[i] === 1, count: count[i]!, sentUs: sentUs[i]!, arrivesUs: arrivesUs[i]!,
  }))
}

/** What the worker posts. */
export function packMessage(message: HostMessage): PackedMessage {
  if (message.type !== 'frame') return message
  const { frame } = message
  const records = frame.records.filter((record) => record.kind !== 'Link')
  return {
    type: 'frame',
    frame: {
      ...frame, nodes: { ...frame.nodes, names: packNodeNames(frame.nodes.names) }, pods: { ...frame.pods, names: packNames(frame.pods.names) }, records,
      links: packLinks(frame.records, frame.records.length - records.length), bundles: packBundles(frame.bundles),
    },
  }
}

/** What the page reads of it: equal pods share their lists of containers; links come after the other records. */
export function unpackMessage(message: PackedMessage): HostMessage {
  if (message.type !== 'frame') return message
  const { links, ...frame } = message.frame
  const pods = { ...frame.pods, names: unpackNames(frame.pods.names, frame.pods.slot.length) }
  const nodes = { ...frame.nodes, names: unpackNodeNames(frame.nodes.names, frame.nodes.slot.length) }
  return { type: 'frame', frame: { ...frame, nodes, pods, records: [...frame.records, ...unpackLinks(links)], bundles: unpackBundles(frame.bundles) } }
}
