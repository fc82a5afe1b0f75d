/**
 * Clients outside the cluster: so many requests a second, whatever comes back (open loop), through a balancer that goes round the healthy
 * nodes' NodePorts. Every request's fate is counted. Without load nothing is sent, checks neither.
 */
import { packSubject } from '../../../protocol/subject.ts'
import { componentIds, hopFlags, messageTypes } from '../../../protocol/vocabulary.ts'
import { resourceInfo } from '../../../kubernetes/resources.ts'
import type { NodePortRequest, NodePortResponse } from '../../pod-network/messages.ts'
import type { SimulationEvent } from '../../simulation/event-queue.ts'
import { callAt, callsInOrder, putCall, removeCall } from '../../simulation/call-table.ts'
import { nextInt } from '../../simulation/random.ts'
import { schedule, scheduleAt, send, type Simulation } from '../../simulation/simulation.ts'
import type { ClientsLook } from './look.ts'
import { countCheck, countFate, type Clients, type InFlight } from './state.ts'

const timers = { arrival: 200, check: 201, sweep: 202 } as const
/** A client gives up after this. */
const clientTimeoutUs = 3_000_000
/** Requests that wait for an answer at most; more are refused at once. */
const maxInFlight = 1000
/** Each node is checked once in this time; while the clients still wait for the Service more often, and the first time at once. */
const checkPeriodUs = 5_000_000
const startingCheckPeriodUs = 1_000_000
const firstCheckPeriodUs = 100_000
/**
 * An application is tried before its clients come, as after a release: once a check has found an endpoint, one request goes the whole way,
 * to what lies behind it too. Unanswered it is sent again after a pause; after so many the clients come all the same.
 */
const trialPauseUs = 1_000_000
const mostTrials = 10
/** Pause before the port is asked for again. */
const askAgainUs = 200_000

/** Sets the load. Without `service` the one they use stays (first: "web"). 0 requests per second: silence. */
export function setLoad(sim: Simulation, state: Clients, requestsPerSecond: number, namespace?: string, service?: string): void {
  const wanted = service ?? (state.service === '' ? 'web' : state.service)
  const wantedNamespace = namespace ?? state.namespace
  const other = wanted !== state.service || wantedNamespace !== state.namespace
  if (other || requestsPerSecond === 0) closeBalancer(state)
  if (other) state.nodePort = 0
  state.namespace = wantedNamespace
  state.service = wanted
  state.requestsPerSecond = requestsPerSecond
  state.generation++
  if (requestsPerSecond === 0) return
  state.startUs = sim.nowUs
  state.arrivals = 0
  schedule(sim, 0, componentIds.clients, -1, timers.check, state.generation)
  scheduleArrival(sim, state)
}

function closeBalancer(state: Clients): void {
  state.failedChecks = []
  state.healthy = []
  state.rotation = []
  state.turn = 0
  state.checks = 0
  state.trials = 0
  state.nextTrialUs = 0
  state.opened = false
}

/** Evenly spaced, each moved by up to half the distance. */
function scheduleArrival(sim: Simulation, state: Clients): void {
  const periodUs = Math.floor(1_000_000 / state.requestsPerSecond)
  const dueUs = state.startUs + Math.floor((state.arrivals * 1_000_000) / state.requestsPerSecond)
  const jitterUs = periodUs >= 2 ? nextInt(state.random, periodUs >> 1) : 0
  scheduleAt(sim, dueUs + jitterUs, componentIds.clients, -1, timers.arrival, state.generation)
}

/** A timer of the clients, or an answer from a node. */
export function handleClients(sim: Simulation, state: Clients, event: SimulationEvent, look: ClientsLook): void {
  if (event.op === messageTypes.serviceResponse) return onAnswer(sim, state, event.payload as NodePortResponse, look)
  if (event.op === timers.sweep) return sweep(sim, state, look)
  if (event.num !== state.generation) return
  if (event.op === timers.arrival) onArrival(sim, state, look)
  else if (event.op === timers.check) onCheckTimer(sim, state, look)
}

function onArrival(sim: Simulation, state: Clients, look: ClientsLook): void {
  state.arrivals++
  scheduleArrival(sim, state)
  if (!state.opened) return
  if (state.clientsInFlight >= maxInFlight) return countFate(state, sim.nowUs, 'client queue full')
  const machine = nextHealthy(state, look)
  if (machine < 0) return countFate(state, sim.nowUs, 'no healthy node behind the balancer')
  sendTo(sim, state, machine, 'request', look)
}

/** Round robin over the healthy nodes that still exist; -1: none. */
function nextHealthy(state: Clients, look: ClientsLook): number {
  const { rotation } = state
  for (let tries = 0; tries < rotation.length; tries++) {
    const machine = rotation[state.turn++ % rotation.length]!
    if (look.nodePortLink(machine) >= 0) return machine
  }
  return -1
}

function sendTo(sim: Simulation, state: Clients, machine: number, kind: InFlight['kind'], look: ClientsLook): void {
  const id = state.nextId++
  const healthCheck = kind === 'check'
  putCall(state.inFlight, id, { machine, kind, deadlineUs: sim.nowUs + clientTimeoutUs })
  if (kind === 'request') state.clientsInFlight++
  if (!state.sweepArmed) armSweep(sim, state, sim.nowUs + clientTimeoutUs)
  const request: NodePortRequest = { id, nodePort: state.nodePort, healthCheck }
  send(sim, look.nodePortLink(machine), false, componentIds.podNetwork, machine, id, request, {
    type: messageTypes.serviceRequest, flags: healthCheck ? hopFlags.routine : 0, bytes: healthCheck ? 60 : 320,
    subject: packSubject('get', resourceInfo('services').id, '', -1),
  })
}

/** Checks the next node. The checks of one round are spread evenly over its time. */
function onCheckTimer(sim: Simulation, state: Clients, look: ClientsLook): void {
  const count = look.machineCount()
  if (state.nodePort === 0) state.nodePort = look.nodePortOf(state.namespace, state.service)
  if (state.nodePort === 0 || count === 0) return schedule(sim, askAgainUs, componentIds.clients, -1, timers.check, state.generation)
  const machine = state.checks++ % count
  if (look.nodePortLink(machine) >= 0) sendTo(sim, state, machine, 'check', look)
  else if (state.healthy[machine] === true) for (let failures = 0; failures < 2; failures++) countCheck(state, machine, false)
  const roundUs = state.checks < count ? firstCheckPeriodUs : state.opened ? checkPeriodUs : startingCheckPeriodUs
  schedule(sim, Math.ceil(roundUs / count), componentIds.clients, -1, timers.check, state.generation)
}

function settle(state: Clients, id: number): InFlight | undefined {
  const entry = removeCall(state.inFlight, id)
  if (entry?.kind === 'request') state.clientsInFlight--
  return entry
}

function onAnswer(sim: Simulation, state: Clients, response: NodePortResponse, look: ClientsLook): void {
  const entry = settle(state, response.id)
  if (entry === undefined) return
  if (entry.kind === 'request') {
    if (response.reason === '') state.latencyTotalUs += sim.nowUs - (entry.deadlineUs - clientTimeoutUs)
    return countFate(state, sim.nowUs, response.reason)
  }
  if (state.requestsPerSecond === 0) return
  if (entry.kind === 'trial') {
    if (response.reason === '') state.opened = true
    return
  }
  countCheck(state, entry.machine, response.ok)
  if (response.ok && response.reason === '' && !state.opened) tryOut(sim, state, entry.machine, look)
}

function tryOut(sim: Simulation, state: Clients, machine: number, look: ClientsLook): void {
  if (sim.nowUs < state.nextTrialUs) return
  if (state.trials === mostTrials) {
    state.opened = true
    return
  }
  state.trials++
  state.nextTrialUs = sim.nowUs + trialPauseUs
  sendTo(sim, state, machine, 'trial', look)
}

/** What has waited too long has failed. */
function sweep(sim: Simulation, state: Clients, look: ClientsLook): void {
  state.sweepArmed = false
  for (const id of callsInOrder(state.inFlight)) {
    const entry = callAt(state.inFlight, id)!
    if (entry.deadlineUs > sim.nowUs) return armSweep(sim, state, entry.deadlineUs)
    settle(state, id)
    if (entry.kind === 'request') countFate(state, sim.nowUs, silenceWords(id, entry.machine, look))
    else if (entry.kind === 'check' && state.requestsPerSecond > 0) countCheck(state, entry.machine, false)
  }
}

function armSweep(sim: Simulation, state: Clients, atUs: number): void {
  state.sweepArmed = true
  scheduleAt(sim, atUs, componentIds.clients, -1, timers.sweep, 0)
}

/** Why there was silence, as one who can see the whole network says it. */
function silenceWords(id: number, entered: number, look: ClientsLook): string {
  const seen = look.lastSeen(id)
  if (seen === undefined) return `${look.nodeName(entered)} does not answer (timeout)`
  if (seen.dropped !== '') return `${seen.dropped} (timeout)`
  return `${seen.address}:${seen.port} on ${look.nodeName(seen.machine)} does not answer (timeout)`
}
