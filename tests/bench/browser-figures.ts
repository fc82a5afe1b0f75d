/** The same figures inside a worker of a browser: the thread's busy time in place of the process's CPU. `bench.mjs` serves and reads it. */
import { loadPods, readyCluster } from './load.ts'
import { rolloutSlices } from './slices.ts'

declare const self: { postMessage(message: unknown): void }

const now = (): number => performance.now()

function podFigures(pods: number, nodes: number, figure: string): void {
  const result = loadPods(readyCluster(nodes), pods, undefined, now)
  self.postMessage({ figure, pods, nodes, msPerPod: Number((result.cpuMs / pods).toFixed(4)) })
}

async function all(): Promise<void> {
  podFigures(1000, 100, 'busy time per pod in Chromium, cold')
  for (const [pods, nodes] of [[1000, 100], [5000, 500], [10_000, 1000]] as const) podFigures(pods, nodes, 'busy time per pod in Chromium')
  self.postMessage({ figure: 'slices in Chromium at 100x', ...await rolloutSlices(10_000, 200, now) })
  self.postMessage('done')
}

all().catch((error: unknown) => { self.postMessage({ failed: String(error) }) })
