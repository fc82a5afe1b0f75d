/** The same figures inside a worker of a browser: the thread's busy time in place of the process's CPU. `bench.mjs` serves and reads it. */
import { loadPods, median, readyCluster, timesOf, warmUp } from './load.ts'
import { rolloutSlices } from './slices.ts'

declare const self: { postMessage(message: unknown): void }

const now = (): number => performance.now()

const rounded = (ms: number): number => Number(ms.toFixed(4))

function podFigures(pods: number, nodes: number): void {
  const costs = Array.from({ length: timesOf(pods) }, () => loadPods(readyCluster(nodes), pods, undefined, now).cpuMs / pods)
  self.postMessage({ figure: 'busy time per pod in Chromium', pods, nodes, msPerPod: rounded(median(costs)), loads: costs.length })
}

async function all(): Promise<void> {
  const warming = warmUp(now).map(rounded)
  self.postMessage({ figure: 'busy time per pod in Chromium, cold', pods: 1000, nodes: 100, msPerPod: warming[0] })
  self.postMessage({ figure: 'busy time per pod in Chromium while the code gets warm', pods: 1000, nodes: 100, msPerPod: warming })
  for (const [pods, nodes] of [[1000, 100], [5000, 500], [10_000, 1000]] as const) podFigures(pods, nodes)
  self.postMessage({ figure: 'slices in Chromium at 100x', ...await rolloutSlices(10_000, 200, now) })
  self.postMessage('done')
}

all().catch((error: unknown) => { self.postMessage({ failed: String(error) }) })
