/**
 * The renewal of a Lease in its short form, by a client that knows the version in the cache: nothing is left to plan, etcd compares one
 * number and writes two. Of another version it is an update with a whole Lease.
 */
import type { Simulation } from '../../../simulation/simulation.ts'
import { freshLease, type LeaseRenewal, type LeaseRenewed } from '../../../state/lease-renewals.ts'
import type { EtcdResponse } from '../../etcd/messages.ts'
import { answerRenewal, answerStatus } from '../answers.ts'
import { submitRenewal } from '../etcd-calls.ts'
import type { ApiRequest } from '../messages.ts'
import type { ApiServerState, InFlight, ServerCall } from '../state.ts'
import { modifiedConflict, notFound } from '../status-errors.ts'
import { cacheTable, isRenewable } from '../watch-cache.ts'
import { startWrite } from './write.ts'

/** The short form in a request's body; undefined: it is another request. */
export function renewalIn({ resource, body }: ApiRequest): LeaseRenewal | undefined {
  return resource === 'leases' && typeof body === 'object' && body !== null && 'renewTimeUs' in body ? body as LeaseRenewal : undefined
}

/** Starts a renewal. */
export function startRenewal(sim: Simulation, state: ApiServerState, call: ServerCall, renewal: LeaseRenewal): void {
  const { request } = call
  const table = cacheTable(state.cache, 'leases')
  if (isRenewable(table, request.slot, renewal.resourceVersion)) submitRenewal(sim, state, call, renewal)
  else startWrite(sim, state, { ...call, request: { ...request, body: freshLease(renewal) } })
}

/** etcd has answered: it has written the renewal, or the Lease is another by now. */
export function continueRenewal(sim: Simulation, state: ApiServerState, flight: InFlight, response: LeaseRenewed | EtcdResponse): void {
  const { call } = flight
  if (call === undefined) return
  if ('renewTimeUs' in response) answerRenewal(sim, state, call, response)
  else {
    const { name } = call.request
    answerStatus(sim, state, call, response.object === undefined ? notFound('leases', name) : modifiedConflict('leases', name))
  }
}
