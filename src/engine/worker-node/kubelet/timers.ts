/** The kubelet's own timers (those of the client library start at 100). */
export const kubeletTimers = {
  /** Look at a pod; payload = its uid. */
  podSync: 200,
  /** A probe is due; payload = uid, `num` = (attempt * 64 + container) * 4 + probe. */
  probe: 201,
  /** Renew the Lease, and write the Node's status when it is due. */
  lease: 202,
  /** Try once more to renew the Lease. */
  leaseRetry: 207,
  /** Register the Node (again). */
  register: 203,
  /** Read the Node: has it a podCIDR now? */
  nodePoll: 204,
  /** Look for CRI calls without an answer; of all machines. */
  criSweep: 205,
  /** Write the Node's status now. */
  nodeStatus: 206,
  /** A hook of a container is over, or its time is; payload = the pod's uid, `num` = the container. */
  hook: 208,
  /** Look whether mounted ConfigMaps and Secrets have changed; payload = the pod's uid. */
  refresh: 209,
} as const

/** `PendingCall.purpose` of the kubelet's requests. */
export const purposes = {
  podSource: 1, podStatus: 2, podDelete: 3, event: 4, createNode: 5, getNode: 6, nodeStatus: 7, getLease: 8, createLease: 9, renewLease: 10,
  podSources: 11, volumeRefresh: 12,
} as const
