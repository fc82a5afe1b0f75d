/** The layout of the nodes that exist, and their links by kind. */
import { useMemo, useRef } from 'react'
import { useStore } from 'reactflow'
import type { LinkKind } from '../kubernetes/architecture.ts'
import { nodeFlags } from '../protocol/vocabulary.ts'
import type { ClusterView } from '../state/cluster-view.ts'
import type { ClusterState } from '../state/cluster-store.ts'
import { useCluster, useClusterState, useMembershipVersion } from '../state/context.tsx'
import { arrangementOf, podGrouping } from '../state/picture-actions.ts'
import type { PictureFrame } from './kernels/compact-layout.ts'
import { arrangeInGroups, gridOf } from './kernels/arrangement.ts'
import type { Arrangement, NodeGroup } from './kernels/arrangement.ts'
import { clusterLayout, freePlaces, headScaleFor } from './kernels/layout.ts'
import type { ClusterLayout, PlacedNode } from './kernels/layout.ts'
import { arrangeInRacks } from './kernels/racks.ts'
import type { NodeRack, Standing } from './kernels/racks.ts'
import type { NodeLinks } from './links/edge-specs.ts'
import { useSmallLayout } from './use-small-layout.ts'

/** Nodes in groups as is wanted; undefined: at their own places. */
function useArrangement(
  own: readonly PlacedNode[], frame: PictureFrame,
): (Arrangement & { readonly racks?: readonly NodeRack[] }) | undefined {
  const { view } = useCluster()
  const wanted = useClusterState(arrangementOf)
  const by = (frame === 'whole' || frame === 'console') && (wanted === 'zones' || wanted === 'racks') ? wanted : undefined
  return useMemo(() => {
    if (by === undefined) return undefined
    const standingOf = (slot: number): Standing => view.nodes.names[slot] ?? nowhere
    return by === 'racks' ? arrangeInRacks(own, standingOf) : arrangeInGroups(own, (slot) => standingOf(slot).zone)
  }, [view, own, by])
}
const nowhere: Standing = { zone: '', rack: '' }

/** Nodes at their places or in groups by zone and rack, and the layout around them. */
export function useClusterLayout(frame: PictureFrame): {
  readonly layout: ClusterLayout
  readonly placed: readonly PlacedNode[]
  readonly groups: readonly NodeGroup[]
  readonly racks: readonly NodeRack[]
  /** Machines without a Node object, where they are drawn. */
  readonly machines: readonly { readonly name: string; readonly place: number }[]
} {
  const { view } = useCluster()
  const membership = useMembershipVersion()
  const own = useMemo(() => placedNodes(view), [view, membership])
  const arrangement = useArrangement(own, frame)
  const placed = arrangement?.placed ?? own
  const arranged = useMemo(() => {
    if (arrangement === undefined) return undefined
    const places = new Map(arrangement.placed.map(({ slot, place }) => [slot, place]))
    return { places, grid: gridOf(places, arrangement.racks), namesRacks: arrangement.racks?.[0]?.named === true }
  }, [arrangement])
  const unregistered = useClusterState((state) => state.view.unregistered)
  const machines = useMemo(() => {
    const names = (frame === 'whole' || frame === 'console') && arrangement === undefined ? (unregistered?.machines ?? []) : []
    const free = freePlaces(placed, names.length)
    return names.map((name, i) => ({ name, place: free[i] ?? 0 }))
  }, [frame, arrangement, unregistered, placed])
  const kept = useKeptPlaces(placed, machines, arrangement === undefined ? 'own' : arrangement.racks === undefined ? 'zones' : 'racks')
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const small = useSmallLayout(frame)
  const byPods = useClusterState(podGrouping) !== undefined && frame === 'console'
  const layout = useMemo(
    () => small?.(frame, kept, width, height, arranged, byPods) ?? clusterLayout(kept, headScaleFor(kept, width, height, arranged), arranged),
    [small, frame, kept, width, height, arranged, byPods],
  )
  return { layout, placed, machines, groups: arrangement?.groups ?? noGroups, racks: arrangement?.racks ?? noRacks }
}

const noGroups: readonly NodeGroup[] = []
const noRacks: readonly NodeRack[] = []

/** Places that the layout has: they only grow within one history and one order, so that a place that was used is kept. */
function useKeptPlaces(placed: readonly PlacedNode[], machines: readonly { readonly place: number }[], order: string): number {
  const epoch = useClusterState((state) => state.epoch)
  const most = useRef({ epoch, order, places: 0 })
  const places = [...placed, ...machines].reduce((highest, { place }) => Math.max(highest, place + 1), 0)
  if (most.current.epoch !== epoch || most.current.order !== order) most.current = { epoch, order, places: 0 }
  if (places > most.current.places) most.current.places = places
  return most.current.places
}

function placedNodes(view: ClusterView): readonly PlacedNode[] {
  const placed: PlacedNode[] = []
  for (let slot = 0; slot < view.nodes.end; slot += 1)
    if (view.nodes.alive[slot] === 1) placed.push({ slot, place: view.nodes.place[slot] ?? 0 })
  return placed.toSorted((a, b) => a.place - b.place)
}

type LinkState = { readonly id: number; readonly up: boolean }
export interface LinkTable {
  readonly head: ReadonlyMap<LinkKind, LinkState>
  readonly nodes: ReadonlyMap<number, NodeLinks>
  /** Port at which the clients enter; 0: none. */
  readonly nodePort: number
}

/** Flags that show on a node's lines, as a text that differs when they do. */
function reachKey(view: ClusterView): string {
  let key = ''
  for (let slot = 0; slot < view.nodes.end; slot += 1) {
    const flags = (view.nodes.flags[slot] ?? 0) & (nodeFlags.poweredOff | nodeFlags.cableCut)
    if (flags !== 0) key += `${slot}:${flags} `
  }
  return key
}

/** Reads the table of a state; the same one while nothing of it changed. `last`: the table before. */
function createTableReader(placed: readonly PlacedNode[], last: { current: LinkTable | undefined }): (state: ClusterState) => LinkTable {
  let key = ''
  return ({ view }) => {
    const nodePort = view.clients?.nodePort ?? 0
    const now = `${view.linksVersion} ${nodePort} ${reachKey(view)}`
    if (now === key && last.current !== undefined) return last.current
    key = now
    const table = linkTable(view, placed, nodePort)
    // In a large cluster links are made all the time, seldom those of what is in view.
    if (last.current === undefined || !isSameTable(last.current, table)) last.current = table
    return last.current
  }
}

/**
 * Links of the head, and of the nodes that are given by the node they belong to. Replaced when one of them, or a machine's power or cable,
 * changes; only then who asks is rendered anew.
 */
export function useLinkTable(placed: readonly PlacedNode[]): LinkTable {
  const last = useRef<LinkTable>(undefined)
  return useClusterState(useMemo(() => createTableReader(placed, last), [placed]))
}

const isSameMap = <K, V>(a: ReadonlyMap<K, V>, b: ReadonlyMap<K, V>, isSame: (one: V, other: V) => boolean): boolean =>
  a.size === b.size && [...a].every(([key, one]) => {
    const other = b.get(key)
    return other !== undefined && isSame(one, other)
  })
const isSameLink = (a: LinkState, b: LinkState): boolean => a.id === b.id && a.up === b.up
const isSameNode = (a: NodeLinks, b: NodeLinks): boolean =>
  a.place === b.place && a.name === b.name && a.reachable === b.reachable && isSameMap(a.links, b.links, isSameLink)
const isSameTable = (a: LinkTable, b: LinkTable): boolean =>
  a.nodePort === b.nodePort && isSameMap(a.head, b.head, isSameLink) && isSameMap(a.nodes, b.nodes, isSameNode)

function linkTable(view: ClusterView, placed: readonly PlacedNode[], nodePort: number): LinkTable {
  const head = new Map<LinkKind, LinkState>()
  const byNode = new Map(placed.map(({ slot }) => [slot, new Map<LinkKind, LinkState>()]))
  for (const record of view.links.values()) {
    if (record.node < 0) head.set(record.link, record)
    else if (byNode.size > 0) {
      // A link between two nodes belongs to both.
      noteLink(byNode.get(record.node), record.link, record)
      noteLink(byNode.get(record.peer), record.link, record)
    }
  }
  const nodes = new Map(
    placed.map(({ slot, place }) => [
      slot,
      {
        slot,
        place,
        name: view.nodes.names[slot]?.name ?? '',
        links: byNode.get(slot) ?? new Map<LinkKind, LinkState>(),
        reachable: ((view.nodes.flags[slot] ?? 0) & (nodeFlags.poweredOff | nodeFlags.cableCut)) === 0,
      },
    ]),
  )
  return { head, nodes, nodePort }
}

/** A node has one VXLAN link for each peer: its line is up while one of them is. */
function noteLink(kinds: Map<LinkKind, LinkState> | undefined, kind: LinkKind, link: LinkState): void {
  if (kinds !== undefined && kinds.get(kind)?.up !== true) kinds.set(kind, link)
}
