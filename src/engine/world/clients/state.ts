/** Clients outside the cluster and the balancer in front of the nodes: load, health of the nodes, requests in flight, counts. */
import type { ClientsRecord } from '../../../protocol/frame.ts'
import { createCallTable, type CallTable } from '../../simulation/call-table.ts'
import { forkRandom, type Random } from '../../simulation/random.ts'

export interface InFlight {
  readonly machine: number
  /** A client's request, the balancer's check of a node, or a request with which the application is tried before the clients come. */
  readonly kind: 'request' | 'check' | 'trial'
  readonly deadlineUs: number
}

export interface Clients {
  random: Random
  requestsPerSecond: number
  namespace: string
  service: string
  /** 0: nobody has told them a port yet. */
  nodePort: number
  /** Number of the load; timers of an earlier one are void. */
  generation: number
  /** The load's start and requests since then: the k-th is due at start + k / rate. */
  startUs: number
  arrivals: number
  nextId: number
  /** By request number, oldest first; all wait equally long. */
  inFlight: CallTable<InFlight>
  /** Of those, requests of clients (neither checks nor trials). */
  clientsInFlight: number
  sweepArmed: boolean
  /** By machine: checks that failed in a row; a machine never checked counts as out. */
  failedChecks: number[]
  healthy: boolean[]
  /** Healthy machines, ascending. */
  rotation: number[]
  turn: number
  /** Checks sent since the balancer began; they go through the machines by turns. */
  checks: number
  /** Trials sent since the balancer began, and when the next one may be sent. */
  trials: number
  nextTrialUs: number
  /** True once a trial was answered, or enough of them were not: from then on the clients send, whatever comes. */
  opened: boolean
  /** Second that is being counted and its counts; and those of the second before it. */
  second: number
  succeeded: number
  failed: number
  succeededBefore: number
  failedBefore: number
  succeededTotal: number
  failedTotal: number
  /** Of the requests that succeeded, microseconds from sending to the answer, summed up. */
  latencyTotalUs: number
  lastFailure: string
  lastFailureUs: number
}

export function createClients(seed: number): Clients {
  return {
    random: forkRandom(seed, 'world/clients'),
    requestsPerSecond: 0, namespace: 'default', service: '', nodePort: 0, generation: 0, startUs: 0, arrivals: 0,
    nextId: 1, inFlight: createCallTable(), clientsInFlight: 0, sweepArmed: false,
    failedChecks: [], healthy: [], rotation: [], turn: 0, checks: 0, trials: 0, nextTrialUs: 0, opened: false,
    second: 0, succeeded: 0, failed: 0, succeededBefore: 0, failedBefore: 0, succeededTotal: 0, failedTotal: 0, latencyTotalUs: 0,
    lastFailure: '', lastFailureUs: -1,
  }
}

function rollTo(state: Clients, second: number): void {
  if (second === state.second) return
  const next = second === state.second + 1
  state.succeededBefore = next ? state.succeeded : 0
  state.failedBefore = next ? state.failed : 0
  state.succeeded = 0
  state.failed = 0
  state.second = second
}

/** Counts a request's fate; `reason` empty text: it succeeded. */
export function countFate(state: Clients, nowUs: number, reason: string): void {
  rollTo(state, Math.floor(nowUs / 1_000_000))
  if (reason === '') {
    state.succeeded++
    state.succeededTotal++
    return
  }
  state.failed++
  state.failedTotal++
  state.lastFailure = reason
  state.lastFailureUs = nowUs
}

/** A node's check has come out. Two failures in a row take it out of the rotation, one success takes it in. */
export function countCheck(state: Clients, machine: number, ok: boolean): void {
  while (state.healthy.length <= machine) {
    state.healthy.push(false)
    state.failedChecks.push(0)
  }
  state.failedChecks[machine] = ok ? 0 : state.failedChecks[machine]! + 1
  const healthy = ok || (state.healthy[machine] === true && state.failedChecks[machine] < 2)
  if (healthy === state.healthy[machine]) return
  state.healthy[machine] = healthy
  state.rotation = rebuildRotation(state)
}

/** Healthy machines, ascending. */
export function rebuildRotation(state: Clients): number[] {
  const rotation: number[] = []
  state.healthy.forEach((healthy, machine) => {
    if (healthy) rotation.push(machine)
  })
  return rotation
}

/** The clients' card. Rates are those of the last full second, 0 when nothing was counted in it. */
export function clientsRecord(state: Clients, nowUs: number): ClientsRecord {
  const age = Math.floor(nowUs / 1_000_000) - state.second
  return {
    kind: 'Clients',
    requestsPerSecond: state.requestsPerSecond,
    service: state.service === '' ? '' : `${state.namespace}/${state.service}`,
    nodePort: state.nodePort,
    succeededPerSecond: age === 0 ? state.succeededBefore : age === 1 ? state.succeeded : 0,
    failedPerSecond: age === 0 ? state.failedBefore : age === 1 ? state.failed : 0,
    succeededTotal: state.succeededTotal,
    failedTotal: state.failedTotal,
    latencyTotalUs: state.latencyTotalUs,
    lastFailure: state.lastFailure,
    lastFailureUs: state.lastFailureUs,
  }
}
