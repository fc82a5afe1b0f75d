/** Leases: granted, kept alive, revoked and expired; with one go the keys that are attached to it. */
import { componentIds, hopFlags } from '../../../protocol/vocabulary.ts'
import { schedule, type Simulation } from '../../simulation/simulation.ts'
import { grantLease, keepLeaseAlive, nextExpiryUs, takeExpired } from './leases.ts'
import type { EtcdChange, EtcdRequest } from './messages.ts'
import { answer, emptyResponse, publish, subjectOf } from './replies.ts'
import type { EtcdState } from './state.ts'
import { deleteObject, type ChangeOrigin } from './store.ts'

/** Timer of the earliest end of a lease. */
export const leaseTimer = 100

type LeaseRequest = Extract<EtcdRequest, { call: 'leaseGrant' | 'leaseKeepAlive' | 'leaseRevoke' }>

/** A lease is asked for, kept alive or given back. */
export function handleLease(sim: Simulation, state: EtcdState, request: LeaseRequest, link: number): void {
  const base = emptyResponse(state, request)
  if (request.call === 'leaseGrant') {
    const lease = grantLease(state.leases, request.ttlSeconds, sim.nowUs)
    setLeaseTimer(sim, state)
    answer(sim, state, link, { ...base, lease: lease.id }, hopFlags.routine, 0)
    return
  }
  const renewing = request.call === 'leaseKeepAlive'
  const known = renewing ? keepLeaseAlive(state.leases, request.lease, sim.nowUs) : state.leases.byId.delete(request.lease)
  answer(
    sim, state, link, { ...base, lease: request.lease, succeeded: known, error: known ? undefined : 'lease not found' }, hopFlags.routine,
    0,
  )
  if (known && request.call === 'leaseRevoke') deleteAttached(sim, state, request.lease)
}

/** One timer for all leases, at the earliest end; a renewal does not move it, it only finds nothing to do. */
export function setLeaseTimer(sim: Simulation, state: EtcdState): void {
  const next = nextExpiryUs(state.leases)
  if (next >= state.leases.timerUs) return
  state.leases.timerUs = next
  schedule(sim, next - sim.nowUs, componentIds.etcd, -1, leaseTimer, 0)
}

/** Timer `leaseTimer`: deletes what is attached to leases that nobody kept alive. */
export function expireLeases(sim: Simulation, state: EtcdState): void {
  state.leases.timerUs = Infinity
  for (const lease of takeExpired(state.leases, sim.nowUs)) deleteAttached(sim, state, lease)
  setLeaseTimer(sim, state)
}

/** Deletes all keys of a lease under one revision. A scan of the tables: leases end seldom. */
function deleteAttached(sim: Simulation, state: EtcdState, lease: number): void {
  const { store } = state
  const revision = store.revision + 1
  const origin: ChangeOrigin = { timeUs: sim.nowUs, hop: sim.cause, actor: componentIds.etcd, userAgent: 'etcd' }
  const changes: EtcdChange[] = []
  for (const table of store.tables) {
    for (let slot = 0; slot < table.objects.length; slot++) {
      if (table.lease[slot] === lease && table.objects[slot] !== undefined) {
        changes.push(deleteObject(store, table.resource, slot, revision, origin))
      }
    }
  }
  if (changes.length === 0) return
  store.revision = revision
  publish(sim, state, changes, 0, subjectOf('delete', changes[0]!.resource, changes[0]!.slot))
}
