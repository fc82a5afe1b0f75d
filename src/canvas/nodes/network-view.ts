/** The cluster network's bar as it is drawn: its address ranges, and the stations of the nodes above it. */
import type { ClusterView } from '../../state/cluster-view.ts'
import { isReachable, unreachableKey } from '../../state/node-state.ts'
import { gridCell } from '../kernels/grid.ts'
import type { ClusterLayout } from '../kernels/layout.ts'
import { placeOf } from '../kernels/where.ts'

/**
 * "192.168.1.0/24" and "10.244.0.0/16": the networks that the nodes' own addresses lie in; undefined without nodes. The pods' range is
 * empty until a node has its own.
 */
export function networkView(view: ClusterView): { readonly nodes: string; readonly pods: string } | undefined {
  const names = view.nodes.names.find((entry) => entry !== undefined)
  if (names === undefined) return undefined
  const octets = names.ip.split('.')
  const range = view.nodes.names.find((entry) => entry !== undefined && entry.podCIDR !== '')?.podCIDR ?? ''
  const pods = range.split('.')
  return {
    nodes: octets.length === 4 ? `${octets.slice(0, 3).join('.')}.0/24` : names.ip,
    pods: pods.length === 4 ? `${pods.slice(0, 2).join('.')}.0.0/16` : range,
  }
}

/** Where a node of the last row is joined to the network. */
export interface Station {
  readonly name: string
  /** Range of its pods' addresses; empty until it has one. */
  readonly podCIDR: string
  readonly reachable: boolean
}

/** Stations of the last row of nodes, by column; undefined: no node stands there. */
export function stationsOf(layout: ClusterLayout, view: ClusterView): readonly (Station | undefined)[] {
  const stations: (Station | undefined)[] = []
  for (let slot = 0; slot < view.nodes.end; slot += 1) {
    const names = view.nodes.names[slot]
    const place = placeOf(layout, view, slot)
    if (names === undefined || place === undefined) continue
    const { column, row } = gridCell(place)
    if (row !== layout.rows - 1) continue
    stations[column] = { name: names.name, podCIDR: names.podCIDR, reachable: isReachable(view, slot) }
  }
  return Array.from({ length: layout.columns }, (_, column) => stations[column])
}

/**
 * A text that differs when what the stations show does: a machine's power or cable, or a node's range of pod addresses, which comes from
 * the controller manager after the Node exists.
 */
export function stationsKey(view: ClusterView): string {
  let ranges = 0
  for (const names of view.nodes.names) if (names !== undefined && names.podCIDR !== '') ranges += 1
  return `${ranges} ${unreachableKey(view)}`
}
