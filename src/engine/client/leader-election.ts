/**
 * Leader election through a Lease: acquire, then renew every 2 s; a leader that can't renew for 10 s steps down (upstream's process exits
 * and is restarted). Lease duration 15 s. Source: client-go/tools/leaderelection, component-base/config/v1alpha1/defaults.go.
 */
import type { Lease } from '../../kubernetes/types/discovery.ts'
import { microTimeText, parseTimeText, timeText } from '../simulation/time-text.ts'
import { schedule, type Simulation } from '../simulation/simulation.ts'
import type { ApiResponse } from '../control-plane/api-server/messages.ts'
import { call, requestOptions, type ApiClient } from './api-client.ts'
import { clientTimers } from './timers.ts'

export const leaseDurationSeconds = 15
const renewDeadlineSeconds = 10
const retryPeriodSeconds = 2

export interface LeaderElection {
  /** Name of the Lease in kube-system. */
  lease: string
  identity: string
  leading: boolean
  renewedUs: number
  observed: Lease | undefined
}

export interface ElectionAddress {
  readonly client: ApiClient
  readonly link: number
  readonly purpose: number
}

export function createLeaderElection(lease: string, identity: string): LeaderElection {
  return { lease, identity, leading: false, renewedUs: 0, observed: undefined }
}

/** Reads the Lease; every answer leads to the next step. Call at the start of the process and on timer `leaderElection`. */
export function electionTick(sim: Simulation, election: LeaderElection, address: ElectionAddress): void {
  if (election.leading && sim.nowUs - election.renewedUs > renewDeadlineSeconds * 1_000_000) election.leading = false
  if (election.observed === undefined) request(sim, election, address, 'get', undefined, 0)
  else claim(sim, election, address, election.observed)
}

function request(
  sim: Simulation, election: LeaderElection, address: ElectionAddress, verb: 'get' | 'create' | 'update', body: Lease | undefined,
  version: number,
): void {
  call(sim, address.client, {
    verb, resource: 'leases', subresource: '', namespace: 'kube-system', name: election.lease, slot: -1, body, patchType: undefined,
    options: requestOptions({ resourceVersion: version }), userAgent: election.lease, node: -1, link: address.link,
  }, address.purpose, 0, undefined)
}

function leaseObject(sim: Simulation, election: LeaderElection, old: Lease | undefined): Lease {
  const now = microTimeText(sim.nowUs, sim.epochMs)
  const mine = old?.spec.holderIdentity === election.identity
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name: election.lease, generateName: undefined, namespace: 'kube-system', uid: old?.metadata.uid ?? '',
      resourceVersion: old?.metadata.resourceVersion ?? 0, generation: undefined,
      creationTimestamp: old?.metadata.creationTimestamp ?? timeText(sim.nowUs, sim.epochMs), deletionTimestamp: undefined,
      deletionGracePeriodSeconds: undefined, labels: old?.metadata.labels, annotations: old?.metadata.annotations,
      ownerReferences: old?.metadata.ownerReferences, finalizers: old?.metadata.finalizers, managedFields: old?.metadata.managedFields,
    },
    spec: {
      holderIdentity: election.identity,
      leaseDurationSeconds,
      acquireTime: mine ? old?.spec.acquireTime : now,
      renewTime: now,
      leaseTransitions: mine ? old?.spec.leaseTransitions : (old?.spec.leaseTransitions ?? -1) + 1,
    },
  }
}

/** Renews when the Lease is ours, takes it when it has run out, waits else. */
function claim(sim: Simulation, election: LeaderElection, address: ElectionAddress, observed: Lease): void {
  const renewed = parseTimeText(observed.spec.renewTime ?? '', sim.epochMs) ?? 0
  const expired = sim.nowUs - renewed > (observed.spec.leaseDurationSeconds ?? leaseDurationSeconds) * 1_000_000
  const free = observed.spec.holderIdentity === undefined || observed.spec.holderIdentity === ''
  if (observed.spec.holderIdentity === election.identity || expired || free) {
    request(sim, election, address, 'update', leaseObject(sim, election, observed), observed.metadata.resourceVersion)
  } else {
    election.observed = undefined
    again(sim, address)
  }
}

function again(sim: Simulation, address: ElectionAddress): void {
  schedule(sim, retryPeriodSeconds * 1_000_000, address.client.component, -1, clientTimers.leaderElection, 0)
}

/** Answer of an election call. Returns true when leadership was just gained. */
export function onElectionResponse(
  sim: Simulation, election: LeaderElection, address: ElectionAddress, response: ApiResponse, verb: string,
): boolean {
  if (verb === 'get' && response.code === 404) {
    request(sim, election, address, 'create', leaseObject(sim, election, undefined), 0)
    return false
  }
  if (verb === 'get' && response.code === 200) {
    election.observed = response.object as Lease
    claim(sim, election, address, election.observed)
    return false
  }
  again(sim, address)
  if (verb === 'get' || (response.code !== 200 && response.code !== 201)) {
    election.observed = undefined
    return false
  }
  election.observed = response.object as Lease
  election.renewedUs = sim.nowUs
  const gained = !election.leading
  election.leading = true
  return gained
}
