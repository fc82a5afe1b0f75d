/** Values of one topology label as numbers by node slot. Hostname needs none: there a node is its own domain. */
export const zoneKey = 'topology.kubernetes.io/zone'
export const hostnameKey = 'kubernetes.io/hostname'

export interface TopologyColumn {
  /** Domain by node slot; -1: the node lacks the label. */
  domainOf: Int32Array
  /** Number of a value; numbers are never taken back, there are few. */
  domains: Map<string, number>
  /** Nodes that have the label. */
  labelled: number
}

export function createTopologyColumn(capacity: number): TopologyColumn {
  return { domainOf: new Int32Array(capacity).fill(-1), domains: new Map(), labelled: 0 }
}

/** Sets a node's value (undefined: no label). Returns true when its domain changed. */
export function setDomain(column: TopologyColumn, slot: number, value: string | undefined): boolean {
  let domain = -1
  if (value !== undefined) {
    const known = column.domains.get(value)
    domain = known ?? column.domains.size
    if (known === undefined) column.domains.set(value, domain)
  }
  const before = column.domainOf[slot]!
  if (before === domain) return false
  column.labelled += (domain < 0 ? 0 : 1) - (before < 0 ? 0 : 1)
  column.domainOf[slot] = domain
  return true
}
