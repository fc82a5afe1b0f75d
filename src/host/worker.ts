/** The worker's entry: the whole engine. */
import { runWorker } from './run-worker.ts'

runWorker(() => false)
