/**
 * The life of a write: plan it from the cache, send it to etcd with a compare, and when somebody else was faster plan it again from the
 * object that etcd sent back. What the cache says is never the last word: a refusal that rests on it is checked against etcd first.
 * Source: apiserver/pkg/storage/etcd3/store.go (GuaranteedUpdate).
 */
import type { Service } from '../../../../kubernetes/types/core.ts'
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import { callAt, callsInOrder } from '../../../simulation/call-table.ts'
import type { Simulation } from '../../../simulation/simulation.ts'
import type { EtcdOperation, EtcdResponse } from '../../etcd/messages.ts'
import { rebuildAllocators, takeOf } from '../allocators.ts'
import { definitionWarnings } from '../custom-resources/definition-strategy.ts'
import { answerDeleted, answerObject, answerStatus } from '../answers.ts'
import { readForCall, submit } from '../etcd-calls.ts'
import type { Plan } from '../plan.ts'
import type { ApiServerState, InFlight, ServerCall } from '../state.ts'
import { alreadyExists, deleted, modifiedConflict, notFound, succeeded } from '../status-errors.ts'
import { cachedIn, cachedSlot, cacheTable } from '../watch-cache.ts'
import { planBind } from './bind.ts'
import { planApplyNew, planCreate } from './create.ts'
import { isLeaving, planDelete } from './delete.ts'
import { isLocked, planUpdate } from './update.ts'

/** Attempts of a write that loses its compare. */
const mostTries = 5
/** Attempts to find a free generated name. Source: RetryGenerateName, apiserver/pkg/registry/generic/registry/store.go. */
const mostNames = 8

/** Reads and writes that change an object: everything but create. */
function planChange(state: ApiServerState, call: ServerCall, current: KubernetesObject, slot: number): Plan {
  const { request } = call
  if (request.verb === 'delete') return planDelete(state, request, current, slot)
  return request.subresource === 'binding' ? planBind(state, request, current, slot) : planUpdate(state, call, current, slot)
}

/** A binding is a `create` of a subresource: it changes a pod that exists. */
function isCreate(call: ServerCall): boolean {
  return call.request.verb === 'create' && call.request.subresource === ''
}

/** Starts a write. */
export function startWrite(sim: Simulation, state: ApiServerState, call: ServerCall): void {
  const { request } = call
  if (isCreate(call)) {
    create(sim, state, call, 0)
    return
  }
  if (request.resource === 'events') {
    readForCall(sim, state, call, 0)
    return
  }
  const slot = cachedSlot(state.cache, request.resource, request.namespace, request.name, request.slot)
  change(sim, state, call, slot < 0 ? undefined : cachedIn(cacheTable(state.cache, request.resource), slot), slot, false, 0)
}

function create(sim: Simulation, state: ApiServerState, call: ServerCall, tries: number): void {
  carryOut(sim, state, call, planCreate(state, call), -1, tries)
}

function dryRun(sim: Simulation, state: ApiServerState, call: ServerCall, object: KubernetesObject | undefined, slot: number): void {
  restoreAllocators(state, call)
  answerObject(sim, state, call, slot < 0 ? 201 : 200, object, slot)
}

/** Plans a change. `fresh`: the current object comes from etcd itself. */
function change(
  sim: Simulation, state: ApiServerState, call: ServerCall, current: KubernetesObject | undefined, slot: number, fresh: boolean,
  tries: number,
): void {
  const { request } = call
  if (current === undefined) {
    if (request.patchType === 'apply' && request.subresource === '') carryOut(sim, state, call, planApplyNew(state, call), -1, tries)
    else if (fresh) answerStatus(sim, state, call, notFound(request.resource, request.name))
    else readForCall(sim, state, call, tries)
    return
  }
  const plan = planChange(state, call, current, slot)
  if (plan.kind !== 'write' && !fresh) readForCall(sim, state, call, tries)
  else carryOut(sim, state, call, plan, slot, tries, current)
}

/** Does what a plan says. */
function carryOut(
  sim: Simulation, state: ApiServerState, call: ServerCall, plan: Plan, slot: number, tries: number, current?: KubernetesObject,
): void {
  if (plan.kind === 'write') {
    if (call.external?.dryRun === true) dryRun(sim, state, call, plan.operation.value ?? current, slot)
    else submit(sim, state, call, plan.operation, tries)
  } else if (plan.kind === 'refuse') {
    restoreAllocators(state, call)
    answerStatus(sim, state, call, plan.status)
  } else answerObject(sim, state, call, 200, plan.object, plan.slot)
}

/** etcd has sent the current object of a write. */
export function continueAfterRead(sim: Simulation, state: ApiServerState, flight: InFlight, response: EtcdResponse): void {
  if (flight.call !== undefined) change(sim, state, flight.call, response.object, response.slot, true, flight.tries)
}

/** etcd has answered the transaction of a write. */
export function continueAfterTxn(sim: Simulation, state: ApiServerState, flight: InFlight, response: EtcdResponse): void {
  const { call, operation } = flight
  if (call === undefined || operation === undefined) return
  const { request } = call
  if (response.succeeded) {
    if (operation.op === 'put' && isLeaving(request, response.object)) change(sim, state, call, response.object, response.slot, true, 0)
    else finish(sim, state, call, operation, response)
    return
  }
  restoreAllocators(state, call)
  if (isCreate(call)) {
    const generated = (request.body as KubernetesObject).metadata.name === ''
    if (generated && flight.tries + 1 < mostNames) create(sim, state, call, flight.tries + 1)
    else answerStatus(sim, state, call, alreadyExists(request.resource, operation.name))
    return
  }
  const lost = response.object !== undefined && request.verb !== 'delete' && isLocked(request)
  if (lost || flight.tries + 1 >= mostTries) answerStatus(sim, state, call, modifiedConflict(request.resource, request.name))
  else change(sim, state, call, response.object, response.slot, true, flight.tries + 1)
}

function finish(
  sim: Simulation, state: ApiServerState, call: ServerCall, { op, modRevision }: EtcdOperation, response: EtcdResponse,
): void {
  const { request } = call
  const { object, slot } = response
  if (request.resource === 'customresourcedefinitions' && object !== undefined) call.external?.warnings.push(...definitionWarnings(object))
  if (request.subresource === 'binding') {
    if (call.external === undefined) answerObject(sim, state, call, 201, object, slot)
    else answerStatus(sim, state, call, succeeded(201))
  } else if (op === 'delete' && object !== undefined) {
    answerDeleted(sim, state, call, object, slot, deleted(request.resource, request.name, object.metadata.uid))
  } else if (object === undefined) answerStatus(sim, state, call, succeeded(200))
  // Only what did not exist is put without a revision.
  else answerObject(sim, state, call, modRevision === 0 ? 201 : 200, object, slot)
}

/** A Service that was not written gives back its address and ports: what is taken follows from the Services and the writes in flight. */
export function restoreAllocators(state: ApiServerState, call: ServerCall): void {
  if (call.request.resource !== 'services') return
  state.allocators = rebuildAllocators(cacheTable(state.cache, 'services').objects as readonly (Service | undefined)[])
  for (const id of callsInOrder(state.inFlight)) {
    const flight = callAt(state.inFlight, id)
    if (flight?.operation?.resource === 'services' && flight.operation.value !== undefined) {
      takeOf(state.allocators, flight.operation.value as Service)
    }
  }
}
