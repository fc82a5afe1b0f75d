/** A snapshot frame from a short description: what the cards' fixtures and the tests start from. */
import type { LinkKind } from '../kubernetes/architecture.ts'
import type { FrameRecord, Frame, HopColumns, NodeNames, PaceStatus, PodNames } from '../protocol/frame.ts'
import { podFlags, statusCodes } from '../protocol/vocabulary.ts'
import type { StatusName } from '../protocol/vocabulary.ts'

export interface FixturePod {
  readonly name: string
  readonly status?: StatusName
  readonly word?: string
  readonly containers?: readonly { readonly name: string; readonly status: StatusName }[]
  readonly restarts?: number
  readonly revision?: number
  readonly replicaSet?: number
}
export interface FixtureNode {
  readonly name: string
  readonly status?: StatusName
  readonly flags?: number
  readonly cpuMilli?: number
  readonly memoryMi?: number
  /** Simulated seconds since the last Lease renewal; -1: never renewed. */
  readonly silentSeconds?: number
  /** By place; undefined: free. */
  readonly pods: readonly (FixturePod | undefined)[]
}
export interface FixtureCluster {
  readonly simTimeSeconds: number
  readonly nodes: readonly FixtureNode[]
  readonly tray?: readonly FixturePod[]
  readonly records?: readonly FrameRecord[]
  readonly changes?: Frame['changes']
  readonly pace?: Partial<PaceStatus>
}

const nodeLinkKinds: readonly LinkKind[] = ['api-kubelet', 'kubelet-api', 'proxy-api', 'cri', 'client-nodeport', 'pod-network']
const headLinkKinds: readonly LinkKind[] = ['kubectl-api', 'api-etcd', 'controller-manager-api', 'scheduler-api']
const ready = (pod: FixturePod): number => containersOf(pod).filter((container) => container.status === 'running').length

function containersOf(pod: FixturePod): readonly { readonly name: string; readonly status: StatusName }[] {
  const status = pod.status ?? 'running'
  return (
    pod.containers ?? [
      { name: 'app', status },
      { name: 'sidecar', status },
    ]
  )
}

/** Id of a head link, or of a node's link: fixed by kind and slot, so that hops can name it. */
export function fixtureLink(kind: LinkKind, node = -1): number {
  return node < 0 ? headLinkKinds.indexOf(kind) : headLinkKinds.length + node * (nodeLinkKinds.length + 1) + nodeLinkKinds.indexOf(kind)
}
/** Id of a node's VXLAN link to the next one. */
export function fixtureVxlan(node: number): number {
  return headLinkKinds.length + node * (nodeLinkKinds.length + 1) + nodeLinkKinds.length
}

function linkRecords(nodes: readonly FixtureNode[]): FrameRecord[] {
  const head = headLinkKinds.map((link) => ({
    kind: 'Link' as const,
    id: fixtureLink(link),
    link,
    node: -1,
    peer: -1,
    up: true,
    gone: false,
  }))
  const each = nodes.flatMap((node, slot) => {
    const up = (node.flags ?? 0) % 4 === 0
    const own = nodeLinkKinds.map((link) => ({
      kind: 'Link' as const,
      id: fixtureLink(link, slot),
      link,
      node: slot,
      peer: -1,
      up: up || link === 'cri' || link === 'pod-network',
      gone: false,
    }))
    const vxlan = {
      kind: 'Link' as const,
      id: fixtureVxlan(slot),
      link: 'vxlan' as const,
      node: slot,
      peer: (slot + 1) % nodes.length,
      up,
      gone: false,
    }
    return [...own, vxlan]
  })
  return [...head, ...each]
}

const noHops: HopColumns = {
  id: new Float64Array(),
  sentUs: new Float64Array(),
  arrivesUs: new Float64Array(),
  link: new Uint32Array(),
  type: new Uint8Array(),
  flags: new Uint8Array(),
}

/** The whole cluster as one snapshot frame. */
export function clusterFrame(cluster: FixtureCluster): Frame {
  const { nodes } = cluster
  const placed = [
    ...nodes.flatMap((node, slot) => node.pods.map((pod, place) => ({ pod, node: slot, place }))),
    ...(cluster.tray ?? []).map((pod, place) => ({ pod, node: -1, place })),
  ].flatMap(({ pod, ...where }) => (pod === undefined ? [] : [{ pod, ...where }]))
  const words = [...new Set(placed.map(({ pod }) => wordOf(pod)))]
  const simTimeUs = cluster.simTimeSeconds * 1_000_000
  return {
    from: 0,
    to: 1,
    simTimeUs,
    steps: 1,
    nodes: nodeColumns(nodes, simTimeUs),
    pods: podColumns(placed, words),
    records: [...linkRecords(nodes), ...(cluster.records ?? [])],
    gone: [],
    words: words.map((text, index) => ({ index, text })),
    hops: noHops,
    bundles: [],
    changes: cluster.changes ?? [],
    pace: { playing: false, mode: 'auto', rate: 0.05, reason: 'a key message', waiting: 0, ...cluster.pace },
  }
}

const wordOf = (pod: FixturePod): string => pod.word ?? ((pod.status ?? 'running') === 'running' ? 'Running' : 'Pending')

function nodeColumns(nodes: readonly FixtureNode[], simTimeUs: number): Frame['nodes'] {
  const names = nodes.map((node, i): NodeNames => ({
    name: node.name,
    ip: `192.168.1.${11 + (i % 200)}`,
    podCIDR: `10.244.${i + 1}.0/24`,
    zone: 'zone-a',
    rack: 'rack-a1',
  }))
  return {
    slot: Uint32Array.from(nodes.keys()),
    fresh: new Uint8Array(nodes.length).fill(1),
    place: Uint32Array.from(nodes.keys()),
    status: Uint8Array.from(nodes, (node) => statusCodes[node.status ?? 'running']),
    flags: Uint16Array.from(nodes, (node) => node.flags ?? 0),
    cpuRequestedMilli: Float64Array.from(nodes, (node) => node.cpuMilli ?? 2200),
    cpuAllocatableMilli: new Float64Array(nodes.length).fill(4000),
    memoryRequestedMi: Float64Array.from(nodes, (node) => node.memoryMi ?? 3600),
    memoryAllocatableMi: new Float64Array(nodes.length).fill(8192),
    leaseRenewedUs: Float64Array.from(nodes, ({ silentSeconds = 6 }) => (silentSeconds < 0 ? -1 : simTimeUs - silentSeconds * 1_000_000)),
    proxyServices: new Uint16Array(nodes.length).fill(3),
    names,
    gone: new Uint32Array(),
  }
}

function podColumns(
  placed: readonly { readonly pod: FixturePod; readonly node: number; readonly place: number }[],
  words: readonly string[],
): Frame['pods'] {
  const names = placed.map(({ pod }): PodNames => ({
    namespace: 'default',
    name: pod.name,
    containers: containersOf(pod).map((container) => container.name),
  }))
  const isReady = (pod: FixturePod): boolean => (pod.status ?? 'running') === 'running' && ready(pod) === containersOf(pod).length
  const flagsOf = (pod: FixturePod): number =>
    (isReady(pod) ? podFlags.ready : 0) |
    (pod.status === 'terminating' ? podFlags.terminating : 0) |
    (pod.status === 'succeeded' ? podFlags.finished : 0)
  return {
    slot: Uint32Array.from(placed.keys()),
    fresh: new Uint8Array(placed.length).fill(1),
    node: Int32Array.from(placed, ({ node }) => node),
    place: Uint32Array.from(placed, ({ place }) => place),
    status: Uint8Array.from(placed, ({ pod }) => statusCodes[pod.status ?? 'running']),
    word: Uint16Array.from(placed, ({ pod }) => words.indexOf(wordOf(pod))),
    readyContainers: Uint8Array.from(placed, ({ pod }) => ready(pod)),
    totalContainers: Uint8Array.from(placed, ({ pod }) => containersOf(pod).length),
    restarts: Uint16Array.from(placed, ({ pod }) => pod.restarts ?? 0),
    replicaSet: Int32Array.from(placed, ({ pod }) => pod.replicaSet ?? -1),
    revision: Uint16Array.from(placed, ({ pod }) => pod.revision ?? 1),
    flags: Uint8Array.from(placed, ({ pod }) => flagsOf(pod)),
    containerStates: Uint32Array.from(placed, ({ pod }) =>
      containersOf(pod).reduce((packed, container, i) => (packed | (statusCodes[container.status] << (i * 4))) >>> 0, 0),
    ),
    names,
    gone: new Uint32Array(),
  }
}

/** A frame that follows `before` and only brings messages. */
export function hopFrame(
  before: Frame,
  simTimeUs: number,
  hops: readonly {
    readonly link: number
    readonly type: number
    readonly flags?: number
    readonly sentUs: number
    readonly arrivesUs: number
  }[],
): Frame {
  return {
    ...before,
    from: before.to,
    to: before.to + 1,
    simTimeUs,
    nodes: nodeColumns([], 0),
    pods: podColumns([], []),
    records: [],
    words: [],
    changes: [],
    bundles: [],
    hops: {
      id: Float64Array.from(hops.keys()),
      sentUs: Float64Array.from(hops, (hop) => hop.sentUs),
      arrivesUs: Float64Array.from(hops, (hop) => hop.arrivesUs),
      link: Uint32Array.from(hops, (hop) => hop.link),
      type: Uint8Array.from(hops, (hop) => hop.type),
      flags: Uint8Array.from(hops, (hop) => hop.flags ?? 0),
    },
  }
}
