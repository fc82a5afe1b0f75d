/** Leases of etcd: a time to live, and the keys that go when it ends. Source: etcd documentation, "Interacting with etcd: leases". */
interface EtcdLease {
  readonly id: number
  readonly ttlSeconds: number
  expiresUs: number
}
export interface LeaseTable {
  next: number
  byId: Map<number, EtcdLease>
  /** When the one expiry timer is set for; Infinity: none is set. */
  timerUs: number
}

export function createLeases(): LeaseTable {
  return { next: 1, byId: new Map(), timerUs: Infinity }
}

export function grantLease(table: LeaseTable, ttlSeconds: number, nowUs: number): EtcdLease {
  const lease = { id: table.next++, ttlSeconds, expiresUs: nowUs + ttlSeconds * 1_000_000 }
  table.byId.set(lease.id, lease)
  return lease
}

/** Renews a lease for its whole time to live. False when it is gone. */
export function keepLeaseAlive(table: LeaseTable, id: number, nowUs: number): boolean {
  const lease = table.byId.get(id)
  if (lease === undefined) return false
  lease.expiresUs = nowUs + lease.ttlSeconds * 1_000_000
  return true
}

/** Takes out the leases that have ended, oldest id first. */
export function takeExpired(table: LeaseTable, nowUs: number): number[] {
  const ended = [...table.byId.values()].filter((lease) => lease.expiresUs <= nowUs).map((lease) => lease.id)
  for (const id of ended) table.byId.delete(id)
  return ended
}

/** Earliest end of a lease; Infinity: there is none. */
export function nextExpiryUs(table: LeaseTable): number {
  let earliest = Infinity
  for (const lease of table.byId.values()) if (lease.expiresUs < earliest) earliest = lease.expiresUs
  return earliest
}

/** After a restart every lease gets its whole time again, as a new etcd leader gives it. */
export function extendAll(table: LeaseTable, nowUs: number): void {
  for (const lease of table.byId.values()) lease.expiresUs = nowUs + lease.ttlSeconds * 1_000_000
}
