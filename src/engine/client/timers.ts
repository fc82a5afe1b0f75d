/** Timer numbers that the client library uses in every component; a component's own start at `firstOwnTimer`. */
export const clientTimers = {
  /** Try to list or watch again; `num` = informer number. */
  informerRetry: 100,
  /** Look for calls without an answer. */
  timeoutSweep: 101,
  /** A token has come: send what waits; `num` = limiter number. */
  limiter: 102,
  /** A work queue has a key and a free worker; `num` = queue number. */
  work: 103,
  /** A key's delay is over; `num` = queue number, payload = key. */
  delayedAdd: 104,
  leaderElection: 105,
} as const

export const firstOwnTimer = 200
