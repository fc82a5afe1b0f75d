/** Labels that say where a node stands. */

/** Well-known: the zone of a cloud or the fire section of a data centre. Source: kubernetes.io/docs/reference/labels-annotations-taints. */
export const zoneLabel = 'topology.kubernetes.io/zone'
/** Kubernetes has no well-known label for racks: clusters use one of their own, and so do Podium's machines. */
export const rackLabel = 'example.com/rack'
