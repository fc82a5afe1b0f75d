/** The links of the picture by their kind and their node: what its lines are drawn from. */
import { useMemo, useRef } from 'react'
import type { LinkKind } from '../kubernetes/architecture.ts'
import type { LinkRecord } from '../protocol/frame.ts'
import type { ClusterView } from '../state/cluster-view.ts'
import type { ClusterState } from '../state/cluster-store.ts'
import { useClusterState } from '../state/context.tsx'
import { isReachable, unreachableKey } from '../state/node-state.ts'
import type { PlacedNode } from './kernels/grid.ts'
import type { NodeLinks } from './links/edge-specs.ts'

type LinkState = { readonly id: number; readonly up: boolean }
export interface LinkTable {
  readonly head: ReadonlyMap<LinkKind, LinkState>
  readonly nodes: ReadonlyMap<number, NodeLinks>
  /** Port at which the clients enter; 0: none. */
  readonly nodePort: number
}

/** Reads the table of a state; the same one while nothing of it changed. `last`: the table before. */
function createTableReader(placed: readonly PlacedNode[], last: { current: LinkTable | undefined }): (state: ClusterState) => LinkTable {
  let key = ''
  return ({ view }) => {
    const nodePort = view.clients?.nodePort ?? 0
    const now = `${view.linksVersion} ${nodePort} ${unreachableKey(view)}`
    if (now === key && last.current !== undefined) return last.current
    key = now
    const table = linkTable(view, placed, nodePort, last.current)
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

/** `before`: the table whose nodes are taken over where they are the same. */
function linkTable(view: ClusterView, placed: readonly PlacedNode[], nodePort: number, before: LinkTable | undefined): LinkTable {
  const nodes = new Map(
    placed.map(({ slot, place }) => {
      const now = { slot, place, name: view.nodes.names[slot]?.name ?? '', links: linksByKind(view, slot), reachable: isReachable(view, slot) }
      const old = before?.nodes.get(slot)
      return [slot, old !== undefined && isSameNode(old, now) ? old : now]
    }),
  )
  return { head: new Map([...linksOf(view, headOfCluster)].map((record) => [record.link, record])), nodes, nodePort }
}

const headOfCluster = -1
const linksOf = (view: ClusterView, node: number): Iterable<LinkRecord> => view.linksByNode.get(node)?.values() ?? []

/** A node has one VXLAN link for each peer: its line is up while one of them is. */
function linksByKind(view: ClusterView, slot: number): ReadonlyMap<LinkKind, LinkState> {
  const kinds = new Map<LinkKind, LinkState>()
  for (const record of linksOf(view, slot)) if (kinds.get(record.link)?.up !== true) kinds.set(record.link, record)
  return kinds
}
