/**
 * The work queue of a controller: a key that is added twice runs once; added while it runs, it runs again afterwards. Keys are slots of the
 * objects that the controller is named for. Source: client-go/util/workqueue (queue.go, default_rate_limiters.go).
 */
import { callAt, createCallTable, putCall, removeCall, type CallTable } from '../simulation/call-table.ts'

export interface WorkQueue {
  /** Keys waiting, in order. */
  queue: number[]
  head: number
  /** By key plus 1, those that need a run: in `queue`, or to be put there when their run ends. Not a Set: see `CallTable`. */
  dirty: CallTable<true>
  /** Keys that run now: as few as there are workers. */
  processing: number[]
  /** Failures in a row by key: the back-off's exponent. */
  failures: Map<number, number>
  adds: number
  retries: number
}

export function createWorkQueue(): WorkQueue {
  return { queue: [], head: 0, dirty: createCallTable(), processing: [], failures: new Map(), adds: 0, retries: 0 }
}

/** Adds a key. Returns true when it now waits in the queue and did not before. */
export function addKey(queue: WorkQueue, key: number): boolean {
  if (callAt(queue.dirty, key + 1) === true) return false
  putCall(queue.dirty, key + 1, true)
  queue.adds++
  if (queue.processing.includes(key)) return false
  queue.queue.push(key)
  return true
}

export function queueLength(queue: WorkQueue): number {
  return queue.queue.length - queue.head
}

/** Takes the next key; undefined when none waits. It is processing until `doneKey`. */
export function getKey(queue: WorkQueue): number | undefined {
  if (queue.head === queue.queue.length) return undefined
  const key = queue.queue[queue.head++]!
  if (queue.head > 1024 && queue.head * 2 > queue.queue.length) {
    queue.queue = queue.queue.slice(queue.head)
    queue.head = 0
  }
  queue.processing.push(key)
  removeCall(queue.dirty, key + 1)
  return key
}

/** Ends the run of a key. Returns true when it was added meanwhile and waits again. */
export function doneKey(queue: WorkQueue, key: number): boolean {
  const { processing } = queue
  const at = processing.indexOf(key)
  const last = processing.pop()
  if (last !== undefined && at >= 0 && at < processing.length) processing[at] = last
  if (callAt(queue.dirty, key + 1) !== true) return false
  queue.queue.push(key)
  return true
}

/** Back-off of a key that failed: 5 ms doubling to 1000 s. Counts the failure. */
export function backoffUs(queue: WorkQueue, key: number): number {
  const failures = queue.failures.get(key) ?? 0
  queue.failures.set(key, failures + 1)
  queue.retries++
  return Math.min(5_000 * (1 << Math.min(failures, 18)), 1_000_000_000)
}

/** A key has succeeded: its back-off starts anew. */
export function forgetKey(queue: WorkQueue, key: number): void {
  queue.failures.delete(key)
}
