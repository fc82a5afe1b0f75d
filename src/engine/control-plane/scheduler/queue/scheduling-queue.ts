/**
 * Pods that want a node, in three parts: activeQ (to be tried now), backoffQ (tried, may be tried again after a pause) and
 * unschedulablePods (nothing has changed that could help). Source: pkg/scheduler/backend/queue/scheduling_queue.go.
 */
import type { Pod } from '../../../../kubernetes/types/core.ts'
import { createSlotHeap, dropFirst, pushSlot, type SlotHeap } from './slot-heap.ts'

export type QueuePart = 'active' | 'backoff' | 'unschedulable' | 'scheduling'

export interface QueuedPod {
  slot: number
  uid: string
  priority: number
  part: QueuePart
  /** Entry in the part's heap that counts. */
  ticket: number
  /** When it entered the queue, or came back from its last attempt. */
  timestampUs: number
  /** First entry. */
  addedUs: number
  attempts: number
  /** Bits of the filter plugins that refused it at the last attempt (`pluginBit`); -1: any change may help. */
  refusedBy: number
  /** The last attempt ended in an error (the binding failed), not in a refusal: its pause is always kept. */
  failed: boolean
}

export interface SchedulingQueue {
  /** By pod slot: every pod that waits or is being scheduled. */
  pods: Map<number, QueuedPod>
  active: SlotHeap
  backoff: SlotHeap
  unschedulable: Set<number>
  activeCount: number
  backoffCount: number
  nextTicket: number
  /** Since 1.33 a pod in back-off is tried early when nothing else waits (feature SchedulerPopFromBackoffQ). */
  popFromBackoff: boolean
}

const initialBackoffUs = 1_000_000
const maxBackoffUs = 10_000_000
/** A pod stays no longer than this in unschedulablePods without another try. */
const unschedulableStayUs = 300_000_000
export const unschedulableFlushUs = 30_000_000

export function createSchedulingQueue(popFromBackoff: boolean): SchedulingQueue {
  return {
    pods: new Map(), active: createSlotHeap(), backoff: createSlotHeap(), unschedulable: new Set(), activeCount: 0, backoffCount: 0,
    nextTicket: 1, popFromBackoff,
  }
}

/** Pause after so many attempts: 1 s doubling to 10 s. */
export function backoffDurationUs(attempts: number): number {
  let pause = initialBackoffUs
  for (let i = 1; i < attempts && pause < maxBackoffUs; i++) pause *= 2
  return Math.min(pause, maxBackoffUs)
}

export function backoffEndsUs(queued: QueuedPod): number {
  return queued.timestampUs + backoffDurationUs(queued.attempts)
}

function leavePart(queue: SchedulingQueue, queued: QueuedPod): void {
  if (queued.part === 'active') queue.activeCount--
  else if (queued.part === 'backoff') queue.backoffCount--
  else if (queued.part === 'unschedulable') queue.unschedulable.delete(queued.slot)
}

function toActive(queue: SchedulingQueue, queued: QueuedPod): void {
  leavePart(queue, queued)
  queued.part = 'active'
  queued.ticket = queue.nextTicket++
  queue.activeCount++
  pushSlot(queue.active, -queued.priority, queued.timestampUs, queued.ticket, queued.slot)
}

function toBackoff(queue: SchedulingQueue, queued: QueuedPod): void {
  leavePart(queue, queued)
  queued.part = 'backoff'
  queued.ticket = queue.nextTicket++
  queue.backoffCount++
  pushSlot(queue.backoff, backoffEndsUs(queued), 0, queued.ticket, queued.slot)
}

/** A pod without a node has come. */
export function addPod(queue: SchedulingQueue, slot: number, pod: Pod, nowUs: number): void {
  const queued: QueuedPod = {
    slot, uid: pod.metadata.uid, priority: pod.spec.priority ?? 0, part: 'scheduling', ticket: 0, timestampUs: nowUs, addedUs: nowUs,
    attempts: 0, refusedBy: 0, failed: false,
  }
  queue.pods.set(slot, queued)
  toActive(queue, queued)
}

/** A pod is gone, or has its node. */
export function removePod(queue: SchedulingQueue, slot: number): void {
  const queued = queue.pods.get(slot)
  if (queued === undefined) return
  leavePart(queue, queued)
  queue.pods.delete(slot)
}

function firstOf(queue: SchedulingQueue, heap: SlotHeap, part: QueuePart): QueuedPod | undefined {
  while (heap.slot.length > 0) {
    const queued = queue.pods.get(heap.slot[0]!)
    if (queued !== undefined && queued.part === part && queued.ticket === heap.ticket[0]) return queued
    dropFirst(heap)
  }
  return undefined
}

/** The next pod to try; it is 'scheduling' until it is removed or put back. */
export function popPod(queue: SchedulingQueue): QueuedPod | undefined {
  let next = firstOf(queue, queue.active, 'active')
  if (next === undefined && queue.popFromBackoff) {
    next = firstOf(queue, queue.backoff, 'backoff')
    if (next?.failed === true) next = undefined
  }
  if (next === undefined) return undefined
  leavePart(queue, next)
  dropFirst(next.part === 'active' ? queue.active : queue.backoff)
  next.part = 'scheduling'
  next.attempts++
  return next
}

/** No node fitted: the pod waits for a change that concerns one of the plugins that refused it. */
export function putUnschedulable(queue: SchedulingQueue, queued: QueuedPod, refusedBy: number, nowUs: number): void {
  queued.timestampUs = nowUs
  queued.refusedBy = refusedBy
  queued.failed = false
  leavePart(queue, queued)
  queued.part = 'unschedulable'
  queue.unschedulable.add(queued.slot)
}

/** The attempt ended in an error: again after a pause. */
export function putBack(queue: SchedulingQueue, queued: QueuedPod, nowUs: number): void {
  queued.timestampUs = nowUs
  queued.failed = true
  toBackoff(queue, queued)
}

function moveOn(queue: SchedulingQueue, queued: QueuedPod, nowUs: number): void {
  if (backoffEndsUs(queued) > nowUs) toBackoff(queue, queued)
  else toActive(queue, queued)
}

/** Something has changed that may help pods refused by these plugins. Returns true when any moved. */
export function moveUnschedulable(queue: SchedulingQueue, plugins: number, nowUs: number): boolean {
  let moved = false
  for (const slot of queue.unschedulable) {
    const queued = queue.pods.get(slot)
    if (queued === undefined || (queued.refusedBy & plugins) === 0) continue
    moveOn(queue, queued, nowUs)
    moved = true
  }
  return moved
}

/** The pod itself has changed in what it asks for. */
export function moveOne(queue: SchedulingQueue, slot: number, nowUs: number): void {
  const queued = queue.pods.get(slot)
  if (queued?.part === 'unschedulable') moveOn(queue, queued, nowUs)
}

/** Moves the pods whose pause is over to activeQ. */
export function flushBackoff(queue: SchedulingQueue, nowUs: number): void {
  for (;;) {
    const queued = firstOf(queue, queue.backoff, 'backoff')
    if (queued === undefined || backoffEndsUs(queued) > nowUs) return
    dropFirst(queue.backoff)
    toActive(queue, queued)
  }
}

/** Moves the pods that have waited 5 minutes without a change that concerns them. */
export function flushUnschedulable(queue: SchedulingQueue, nowUs: number): void {
  for (const slot of queue.unschedulable) {
    const queued = queue.pods.get(slot)
    if (queued !== undefined && nowUs - queued.timestampUs > unschedulableStayUs) moveOn(queue, queued, nowUs)
  }
}

/** When the first pause ends; Infinity when nobody waits for one. */
export function nextBackoffUs(queue: SchedulingQueue): number {
  const queued = firstOf(queue, queue.backoff, 'backoff')
  return queued === undefined ? Infinity : backoffEndsUs(queued)
}

/** True when a cycle has something to do now. */
export function hasWork(queue: SchedulingQueue): boolean {
  if (queue.activeCount > 0) return true
  if (!queue.popFromBackoff || queue.backoffCount === 0) return false
  return firstOf(queue, queue.backoff, 'backoff')?.failed === false
}
