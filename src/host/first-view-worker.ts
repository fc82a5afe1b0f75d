/**
 * The entry of the first view's worker. The build leaves out of it what the first view never runs (build/first-view-worker.ts) and puts calls
 * of `leftOut` there: a cluster that comes to one goes on in the whole engine's worker, from the same seed.
 */
import { runWorker } from './run-worker.ts'

declare const self: DedicatedWorkerGlobalScope & { leftOut?: () => never }

let lacking = false
self.leftOut = () => {
  lacking = true
  throw new Error('This part of the engine is not in the first view’s worker.')
}
runWorker(() => lacking)
