/**
 * The state of controllers that share a process, a client and caches: queues, running jobs, memories. Plain data; the table of functions
 * is static.
 */
import type { ResourceName } from '../../kubernetes/resources.ts'
import { callAt, createCallTable, type CallTable } from '../simulation/call-table.ts'
import { nextInt, type Random } from '../simulation/random.ts'
import { schedule, type Simulation } from '../simulation/simulation.ts'
import type { ApiClient } from './api-client.ts'
import type { Action, Answer, Controller, Failure } from './controller-actions.ts'
import { createEventRecorder, eventSource, type EventAddress, type EventRecorder } from './event-recorder.ts'
import type { Expectations } from './expectations.ts'
import type { Informer } from './informer.ts'
import { clientTimers } from './timers.ts'
import { addKey, createWorkQueue, queueLength, type WorkQueue } from './work-queue.ts'

/** One run of a key that has calls in flight. */
export interface Job {
  readonly key: number
  /** Distinguishes it from former runs of the key. */
  readonly run: number
  stages: readonly (readonly Action[])[]
  stage: number
  /** Calls of this stage without an answer. */
  open: number
  /** Slow start of `createPods`: pods not asked for yet, size of the batch in flight, its calls without an answer. */
  left: number
  batch: number
  batchOpen: number
  answers: Answer[]
  failure: Failure | undefined
  failureReported: boolean
  memory: unknown
  requeueAfterUs: number | undefined
  again: boolean
  rounds: number
  /** The object went: finish what is in flight, start nothing more. */
  abandoned: boolean
}

/** A finished or running reconcile, for the inspector. */
interface RecentRun {
  readonly key: number
  readonly timeUs: number
  readonly stages: readonly (readonly Action[])[]
}
/** The newest write of a key's last run per resource, for controllers that wait for their own writes. */
interface OwnWrite {
  readonly resource: ResourceName
  revision: number
}

export interface ControllerRecord {
  queue: WorkQueue
  /** By key plus 1. */
  jobs: CallTable<Job>
  memory: Map<number, unknown>
  expectations: Expectations
  /** When a delayed key is due; timers that say otherwise are void. */
  delayed: Map<number, number>
  written: Map<number, OwnWrite[]>
  recorder: EventRecorder
  readonly eventAddress: EventAddress
  armed: boolean
  runs: number
  recent: RecentRun[]
}

type Informers = Readonly<Partial<Record<ResourceName, Informer>>>

export interface ControllerLoop {
  client: ApiClient
  link: number
  random: Random
  informers: Informers
  records: ControllerRecord[]
  /** Leads and has all caches: only then keys run. */
  active: boolean
  /** `PendingCall.purpose` of calls of jobs. */
  readonly jobPurpose: number
}

/**
 * `number`: the controller's, which is that of its client's bucket too: its Events take their share of its request rate, as upstream's do.
 */
export function createControllerRecord<L>(controller: Controller<L>, number: number, link: number, eventPurpose: number): ControllerRecord {
  return {
    queue: createWorkQueue(), jobs: createCallTable(), memory: new Map(), expectations: new Map(), delayed: new Map(), written: new Map(),
    recorder: createEventRecorder(),
    eventAddress: {
      node: -1, link, userAgent: controller.userAgent, source: eventSource(controller.eventSource, ''), purpose: eventPurpose, limiter: number,
    },
    armed: false, runs: 0, recent: [],
  }
}

/** Everything a loop function needs; made anew for each event. */
export interface LoopContext<Listers> {
  readonly sim: Simulation
  readonly loop: ControllerLoop
  readonly controllers: readonly Controller<Listers>[]
  readonly listers: Listers
}

/** A run starts a little after its key was added, so that the packets of two runs can be told apart. */
const workDelayUs = 200
const workJitterUs = 300

/** Sets the timer for the next run of a controller when a key and a worker are there. */
export function armWork<L>(context: LoopContext<L>, number: number): void {
  const { sim, loop } = context
  const record = loop.records[number]!
  if (record.armed || !loop.active || queueLength(record.queue) === 0 || record.jobs.size >= context.controllers[number]!.workers) return
  record.armed = true
  schedule(sim, workDelayUs + nextInt(loop.random, workJitterUs), loop.client.component, -1, clientTimers.work, number)
}

/** Adds a key to a controller's queue. */
export function enqueue<L>(context: LoopContext<L>, number: number, key: number): void {
  if (addKey(context.loop.records[number]!.queue, key)) armWork(context, number)
}

/** Adds a key after a delay; of several delays of one key the shortest counts. */
export function enqueueAfter<L>(context: LoopContext<L>, number: number, key: number, delayUs: number): void {
  const { sim, loop } = context
  const record = loop.records[number]!
  const dueUs = sim.nowUs + Math.max(0, Math.ceil(delayUs))
  const known = record.delayed.get(key)
  if (known !== undefined && known <= dueUs) return
  record.delayed.set(key, dueUs)
  schedule(sim, dueUs - sim.nowUs, loop.client.component, -1, clientTimers.delayedAdd, number, key)
}

/** Timer `delayedAdd`. */
export function onDelayedAdd<L>(context: LoopContext<L>, number: number, key: number): void {
  const { delayed } = context.loop.records[number]!
  if (delayed.get(key) !== context.sim.nowUs) return
  delayed.delete(key)
  enqueue(context, number, key)
}

/** The object of a key went: what was remembered of it goes too, so that the next object in its slot starts clean. */
export function forgetObject<L>(context: LoopContext<L>, number: number, key: number): void {
  const record = context.loop.records[number]!
  record.memory.delete(key)
  record.expectations.delete(key)
  record.written.delete(key)
  record.delayed.delete(key)
  record.queue.failures.delete(key)
  const job = callAt(record.jobs, key + 1)
  if (job !== undefined) job.abandoned = true
}
