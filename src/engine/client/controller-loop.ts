/**
 * The loop that all controllers share: takes keys from the work queue, calls `reconcile`, sends its actions stage by stage through the API
 * client, keeps expectations, slow start, back-off and timers. A running job is a plain record, so a cluster can be copied in the middle
 * of one. Upstream's overall bucket of 10 retries a second beside the back-off per key is left out.
 */
import type { ApiResponse } from '../control-plane/api-server/messages.ts'
import type { ResourceName } from '../../kubernetes/resources.ts'
import { callAt, putCall, removeCall } from '../simulation/call-table.ts'
import { timeText } from '../simulation/time-text.ts'
import type { PendingCall } from './api-client.ts'
import { answerOf, type Action } from './controller-actions.ts'
import { sendAction, sendPods, type JobCall } from './controller-calls.ts'
import { armWork, enqueueAfter, type Job, type LoopContext } from './controller-state.ts'
import { onEventAnswer, recordEvent, type EventDraft } from './event-recorder.ts'
import { expectationsMet, expectCreations, expectDeletion, lowerCreations, lowerDeletion } from './expectations.ts'
import { backoffUs, doneKey, forgetKey, getKey } from './work-queue.ts'

const recentRuns = 8
/** A run that asks for answers again and again is ended. */
const maxRounds = 8
const catchUpPauseUs = 20_000
/** More than the actions of any stage. */
const stageOrder = 1_000_000

/** Timer `work`: starts one run. */
export function onWorkTimer<L>(context: LoopContext<L>, number: number): void {
  const record = context.loop.records[number]!
  record.armed = false
  if (!context.loop.active || record.jobs.size >= context.controllers[number]!.workers) return
  const key = getKey(record.queue)
  if (key === undefined) return
  if (!hasSeenOwnWrites(context, number, key)) {
    doneKey(record.queue, key)
    enqueueAfter(context, number, key, catchUpPauseUs)
  } else {
    startRun(context, number, key)
  }
  armWork(context, number)
}

/** Under which key the writes of a run are kept. */
function writesKey<L>(context: LoopContext<L>, number: number, key: number): number {
  return context.controllers[number]!.waitsForOwnWrites === 'any' ? -1 : key
}

function hasSeenOwnWrites<L>(context: LoopContext<L>, number: number, key: number): boolean {
  const { informers, records } = context.loop
  if (context.controllers[number]!.waitsForOwnWrites === 'no') return true
  for (const write of records[number]!.written.get(writesKey(context, number, key)) ?? []) {
    if ((informers[write.resource]?.revision ?? write.revision) < write.revision) return false
  }
  return true
}

function startRun<L>(context: LoopContext<L>, number: number, key: number): void {
  const record = context.loop.records[number]!
  const job: Job = {
    key, run: record.runs++, stages: [], stage: 0, open: 0, left: 0, batch: 0, batchOpen: 0, answers: [], failure: undefined,
    failureReported: false, memory: undefined, requeueAfterUs: undefined, again: false, rounds: 0, abandoned: false,
  }
  putCall(record.jobs, key + 1, job)
  record.written.delete(writesKey(context, number, key))
  reconcile(context, number, job)
}

/** Calls the controller (first, with answers, or with a failure) and starts on what it wants. */
function reconcile<L>(context: LoopContext<L>, number: number, job: Job): void {
  const { sim, loop, listers } = context
  const record = loop.records[number]!
  const wanted = context.controllers[number]!.reconcile({
    key: job.key, listers, memory: record.memory.get(job.key), nowUs: sim.nowUs, now: timeText(sim.nowUs, sim.epochMs),
    epochMs: sim.epochMs,
    expectationsMet: expectationsMet(record.expectations, job.key, sim.nowUs),
    answers: job.rounds > 0 ? job.answers.sort((a, b) => a.order - b.order) : undefined, failure: job.failure,
  })
  job.rounds++
  job.stages = wanted.stages
  job.stage = 0
  job.answers = []
  job.memory = wanted.memory
  job.requeueAfterUs = wanted.requeueAfterUs
  job.again = wanted.again
  if (wanted.stages.length > 0) {
    record.recent.push({ key: job.key, timeUs: sim.nowUs, stages: wanted.stages })
    if (record.recent.length > recentRuns) record.recent.shift()
  }
  runStages(context, number, job)
}

/** Performs stages until one has calls in flight; after the last one the run ends. */
function runStages<L>(context: LoopContext<L>, number: number, job: Job): void {
  while (job.stage < job.stages.length && !job.abandoned && (job.failure === undefined || job.failureReported)) {
    const actions = job.stages[job.stage]!
    for (let i = 0; i < actions.length; i++) perform(context, number, job, actions[i]!, i)
    if (job.open > 0) return
    job.stage++
  }
  settle(context, number, job)
}

function perform<L>(context: LoopContext<L>, number: number, job: Job, action: Action, index: number): void {
  const { sim, loop } = context
  const { expectations } = loop.records[number]!
  if (action.do === 'event') {
    record(context, number, action.event)
    return
  }
  if (action.do === 'createPods') {
    expectCreations(expectations, job.key, action.count, sim.nowUs)
    job.left = action.count
    job.batch = 1
    sendBatch(context, number, job, index)
    return
  }
  if (action.do === 'delete' && action.expected) expectDeletion(expectations, job.key, action.uid, sim.nowUs)
  job.open++
  sendAction(context, number, action, callOf(number, job, index))
}

function callOf(number: number, job: Job, index: number): JobCall {
  return { controller: number, key: job.key, run: job.run, index }
}

function sendBatch<L>(context: LoopContext<L>, number: number, job: Job, index: number): void {
  const action = job.stages[job.stage]![index]!
  if (action.do !== 'createPods') return
  const count = Math.min(job.batch, job.left)
  job.left -= count
  job.open += count
  job.batchOpen = count
  sendPods(context, number, action, count, callOf(number, job, index))
}

/** The answer to a call of a job (or silence, code 0). */
export function onJobResponse<L>(context: LoopContext<L>, pending: PendingCall, response: ApiResponse): void {
  const { controller: number, key, run, index } = pending.context as JobCall
  const job = callAt(context.loop.records[number]!.jobs, key + 1)
  if (job === undefined || job.run !== run) return
  const action = job.stages[job.stage]![index]!
  job.open--
  if (succeeded(action, response)) onSuccess(context, number, job, action, index, response)
  else onFailure(context, number, job, action, response)
  if (action.do === 'createPods') nextBatch(context, number, job, index)
  if (job.open > 0) return
  job.stage++
  runStages(context, number, job)
}

/** A batch is over when all its answers are there: the next one is twice as large, or, after an error, does not come. */
function nextBatch<L>(context: LoopContext<L>, number: number, job: Job, index: number): void {
  if (--job.batchOpen > 0 || job.left === 0) return
  if (job.failure === undefined && !job.abandoned) {
    job.batch *= 2
    sendBatch(context, number, job, index)
    return
  }
  lowerCreations(context.loop.records[number]!.expectations, job.key, job.left)
  job.left = 0
}

/** Gone already (404), or replaced by another object of that name (409), is as good as deleted. */
function isGone(action: Action, response: ApiResponse): boolean {
  return action.do === 'delete' && (response.code === 404 || response.code === 409)
}

/** Pods of a namespace that is being deleted need not come, and it is no error. */
function needNotCome(action: Action, response: ApiResponse): boolean {
  return action.do === 'createPods' && response.code === 403
    && (response.status?.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating') ?? false)
}

/** A live read may find nothing. */
function succeeded(action: Action, response: ApiResponse): boolean {
  if (response.code >= 200 && response.code < 300) return true
  if (action.do === 'deleteCollection' || action.do === 'get') return response.code === 404
  return isGone(action, response) || needNotCome(action, response)
}

function onSuccess<L>(context: LoopContext<L>, number: number, job: Job, action: Action, index: number, response: ApiResponse): void {
  if (action.do === 'event') return
  if (job.again) job.answers.push(answerOf(action, job.stage * stageOrder + index, response))
  if (action.do === 'get' || action.do === 'metrics' || action.do === 'deleteCollection') return
  const { expectations } = context.loop.records[number]!
  if (response.code >= 400) {
    if (action.do === 'createPods') lowerCreations(expectations, job.key, 1)
    if (action.do === 'delete' && action.expected) lowerDeletion(expectations, job.key, action.uid)
    return
  }
  if (context.controllers[number]!.waitsForOwnWrites !== 'no' && action.do !== 'createPods') {
    rememberWrite(context, number, job.key, action.resource, response)
  }
  if (action.onSuccess === undefined) return
  record(context, number, filled(action.onSuccess, response.object?.metadata.name ?? nameOf(action), ''))
}

function rememberWrite<L>(context: LoopContext<L>, number: number, key: number, resource: ResourceName, response: ApiResponse): void {
  const revision = response.object?.metadata.resourceVersion
  if (revision === undefined) return
  const { written } = context.loop.records[number]!
  const at = writesKey(context, number, key)
  const writes = written.get(at)
  if (writes === undefined) {
    written.set(at, [{ resource, revision }])
    return
  }
  const known = writes.find((write) => write.resource === resource)
  if (known === undefined) writes.push({ resource, revision })
  else known.revision = Math.max(known.revision, revision)
}

function onFailure<L>(context: LoopContext<L>, number: number, job: Job, action: Action, response: ApiResponse): void {
  const { expectations } = context.loop.records[number]!
  const message = response.status?.message ?? 'no answer from the API server'
  if (action.do === 'createPods') lowerCreations(expectations, job.key, 1)
  if (action.do === 'delete' && action.expected) lowerDeletion(expectations, job.key, action.uid)
  job.failure ??= { action, code: response.code, message }
  if (action.do === 'event' || action.do === 'get' || action.do === 'metrics' || action.do === 'deleteCollection' || action.onFailure === undefined) return
  record(context, number, filled(action.onFailure, nameOf(action), message))
}

/** All stages are done or one failed: reports a failure to a controller that asks for it, goes on with answers, or ends the run. */
function settle<L>(context: LoopContext<L>, number: number, job: Job): void {
  if (!job.abandoned && job.failure !== undefined && !job.failureReported && context.controllers[number]!.reportsFailures) {
    job.failureReported = true
    reconcile(context, number, job)
    return
  }
  if (!job.abandoned && job.failure === undefined && job.again && job.rounds < maxRounds) {
    reconcile(context, number, job)
    return
  }
  finish(context, number, job)
}

function finish<L>(context: LoopContext<L>, number: number, job: Job): void {
  const { queue, jobs, memory } = context.loop.records[number]!
  removeCall(jobs, job.key + 1)
  if (!job.abandoned) {
    if (job.failure !== undefined) {
      enqueueAfter(context, number, job.key, backoffUs(queue, job.key))
    } else {
      forgetKey(queue, job.key)
      if (job.memory === undefined) memory.delete(job.key)
      else memory.set(job.key, job.memory)
      if (job.requeueAfterUs !== undefined) enqueueAfter(context, number, job.key, job.requeueAfterUs)
    }
  }
  doneKey(queue, job.key)
  armWork(context, number)
}

/** Name of the object that an action is about; empty text when the API server is to make one. */
function nameOf(action: Action): string {
  if ('name' in action) return action.name
  return 'object' in action ? action.object.metadata.name : ''
}

function filled(event: EventDraft, name: string, error: string): EventDraft {
  return { regarding: event.regarding, type: event.type, reason: event.reason, message: event.message.replace('{name}', name).replace('{error}', error) }
}

function record<L>({ sim, loop }: LoopContext<L>, number: number, event: EventDraft): void {
  const { recorder, eventAddress } = loop.records[number]!
  recordEvent(sim, recorder, loop.client, eventAddress, event)
}

/** Answer of an event's call: one that has expired meanwhile is written anew. */
export function onEventResponse<L>(context: LoopContext<L>, pending: PendingCall, response: ApiResponse): void {
  const number = context.controllers.findIndex((controller) => controller.userAgent === pending.request.userAgent)
  const { recorder, eventAddress } = context.loop.records[number]!
  onEventAnswer(context.sim, recorder, context.loop.client, eventAddress, pending, response)
}
