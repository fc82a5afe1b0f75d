/** One figure per process: `node figures.js NAME ...` prints one JSON line. `bench.mjs` bundles and runs it. */
import { performance } from 'node:perf_hooks'
import { createCluster, nextTimeUs, request, step, takeAnswers, takeEvents, type ClusterState } from '../../src/engine/index.ts'
import { defaultClusterOptions } from '../../src/protocol/options.ts'
import type { RestRequest, RestResponse } from '../../src/protocol/rest.ts'
import { cpuMs, loadPods, median, readyCluster, timesOf, warmUp } from './load.ts'
import { rolloutSlices } from './slices.ts'

function print(figure: string, values: Readonly<Record<string, unknown>>): void {
  console.log(JSON.stringify({ figure, ...values }))
}

function rounded(value: number, digits = 4): number {
  return Number(value.toFixed(digits))
}

/**
 * CPU per pod when the code is warm, and at every size in one process, so that the sizes can be compared: the median of several loads, each
 * of a fresh cluster. How long it takes until the code is warm is told too.
 */
function podCost(sizes: readonly (readonly [pods: number, nodes: number])[]): void {
  print('cpu per pod while the code gets warm', { pods: 1000, nodes: 100, msPerPod: warmUp(cpuMs).map((ms) => rounded(ms)) })
  const costs = sizes.map(([pods, nodes]) => {
    const results = Array.from({ length: timesOf(pods) }, () => loadPods(readyCluster(nodes), pods))
    const msPerPod = median(results.map((result) => result.cpuMs / pods))
    const { steps, simSeconds } = results[0]!
    print('cpu per pod', {
      pods, nodes, msPerPod: rounded(msPerPod), loads: results.length, steps, simSeconds: rounded(simSeconds, 1),
      heapMb: Math.round(process.memoryUsage().heapUsed / 1e6),
    })
    return msPerPod
  })
  if (costs.length > 1) print('cpu per pod, last size to second', { ratio: rounded(costs.at(-1)! / costs[1]!, 2) })
}

/** The first pods of a fresh process: nothing is compiled yet. */
function coldCost(): void {
  const { cpuMs: cost, pods } = loadPods(readyCluster(100), 1000)
  print('cpu per pod, cold', { pods, nodes: 100, msPerPod: rounded(cost / pods) })
}

/** A cluster without pods: Leases, node monitor, leader election. */
function idle(nodes: number, simSeconds: number): void {
  const startMs = cpuMs()
  const cluster = readyCluster(nodes)
  const joinedMs = cpuMs() - startMs
  const run = (seconds: number): void => {
    const endUs = cluster.sim.nowUs + seconds * 1_000_000
    while (nextTimeUs(cluster.sim) <= endUs) step(cluster)
    cluster.sim.nowUs = endUs
  }
  run(60)
  const idleFrom = cpuMs()
  run(simSeconds)
  const idleMs = cpuMs() - idleFrom
  const simSecondsPerCpuSecond = Math.round((simSeconds * 1000) / idleMs)
  print('idle nodes', { nodes, simSecondsPerCpuSecond, joinCpuSeconds: rounded(joinedMs / 1000, 2) })
}

const slowStepMs = 0.3

/** Steps over 0.3 ms with their number: those that are slow in every run are slow by their own work, not by the collector. */
function slowSteps(pods: number, nodes: number): void {
  const slow: [number, number][] = []
  const timed = (cluster: ClusterState): boolean => {
    const from = performance.now()
    const more = step(cluster)
    const tookMs = performance.now() - from
    if (tookMs > slowStepMs) slow.push([cluster.sim.steps, rounded(tookMs, 3)])
    return more
  }
  const { steps } = loadPods(readyCluster(nodes), pods, timed)
  console.log(JSON.stringify({ pods, nodes, steps, slow }))
}

/** The same while a cluster of full size that was made directly lives on. */
function slowSteadySteps(pods: number, nodes: number, simSeconds: number): void {
  const cluster = createCluster({ ...defaultClusterOptions, nodes, steadyPods: pods })
  const slow: [number, number][] = []
  const endUs = cluster.sim.nowUs + simSeconds * 1_000_000
  while (nextTimeUs(cluster.sim) <= endUs) {
    const from = performance.now()
    step(cluster)
    const tookMs = performance.now() - from
    if (tookMs > slowStepMs) slow.push([cluster.sim.steps, rounded(tookMs, 3)])
  }
  console.log(JSON.stringify({ pods, nodes, steps: cluster.sim.steps, slow }))
}

/** Sends a request of the world outside and runs until it is answered. */
function asked(cluster: ClusterState, what: RestRequest, tag: number): RestResponse {
  request(cluster, what, tag)
  for (;;) {
    step(cluster)
    const answer = takeAnswers(cluster).find((one) => one.tag === tag)
    if (answer !== undefined) return answer.response
  }
}

const asTable = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' }

/** What outside clients cost the API server: a printed list of all pods, and many watches that are told of the same change. */
function apiCost(pods: number, watches: number): void {
  const cluster = readyCluster(Math.ceil(pods / 10))
  loadPods(cluster, pods)
  const tables = Array.from({ length: 7 }, (_, i) => {
    const from = performance.now()
    const { body } = asked(cluster, { method: 'GET', path: '/api/v1/pods', headers: asTable }, 1_000_000 + i)
    const bytes = JSON.stringify(body).length
    return { ms: performance.now() - from, bytes }
  }).toSorted((a, b) => a.ms - b.ms)
  print('table of pods', { pods, ms: rounded(tables[3]!.ms, 1), megabytes: rounded(tables[3]!.bytes / 1e6, 2) })
  const since = String(cluster.etcd.store.revision)
  const watching: RestRequest = { method: 'GET', path: '/api/v1/pods', query: { watch: 'true', resourceVersion: since }, headers: asTable }
  for (let i = 0; i < watches; i++) asked(cluster, watching, 2_000_000 + i)
  takeEvents(cluster)
  const name = firstPod(cluster)
  const told = new Set<unknown>()
  let events = 0
  const from = performance.now()
  for (let i = 0; i < 20; i++) {
    const body = JSON.stringify({ metadata: { labels: { turn: String(i) } } })
    const path = `/api/v1/namespaces/default/pods/${name}`
    asked(cluster, { method: 'PATCH', path, body, headers: { 'content-type': 'application/merge-patch+json' } }, 3_000_000 + i)
    const endUs = cluster.sim.nowUs + 100_000
    while (nextTimeUs(cluster.sim) <= endUs) step(cluster)
    for (const { event } of takeEvents(cluster)) {
      events++
      if (event !== undefined) told.add(event.object)
    }
  }
  const changes = Math.round(events / watches)
  const msPerChange = rounded((performance.now() - from) / changes, 2)
  print('watches of the same pods', { watches, changes, events, serialisations: told.size, msPerChange })
}

function firstPod(cluster: ClusterState): string {
  const { body } = asked(cluster, { method: 'GET', path: '/api/v1/namespaces/default/pods', query: { limit: '1' } }, 4_000_000)
  return (body as { readonly items: readonly { readonly metadata: { readonly name: string } }[] }).items[0]!.metadata.name
}

/** A cluster of full size that is made directly, with its pods running. */
function steadyCost(pods: number, nodes: number): void {
  const [fromCpuMs, fromMs] = [cpuMs(), performance.now()]
  const cluster = createCluster({ ...defaultClusterOptions, nodes, steadyPods: pods })
  const seconds = (ms: number): number => rounded(ms / 1000, 2)
  const { heapUsed, rss } = process.memoryUsage()
  print('a cluster made directly', {
    pods, nodes, cpuSeconds: seconds(cpuMs() - fromCpuMs), wallSeconds: seconds(performance.now() - fromMs),
    heapMb: rounded(heapUsed / 1e6, 0), residentMb: rounded(rss / 1e6, 0), revision: cluster.etcd.store.revision,
  })
}

const numbers = process.argv.slice(3).map(Number)
const figures: Readonly<Record<string, () => void | Promise<void>>> = {
  pods: () => podCost([[1000, 100], [5000, 500], [10_000, 1000]]),
  'many-pods': () => podCost([[1000, 100], [5000, 500], [50_000, 5000]]),
  cold: coldCost,
  api: () => apiCost(numbers[0] ?? 5000, numbers[1] ?? 1000),
  idle: () => idle(numbers[0] ?? 5000, numbers[1] ?? 600),
  slices: async () => print('slices in Node at 100x', { ...await rolloutSlices(numbers[0] ?? 10_000, numbers[1] ?? 200, () => performance.now(), cpuMs) }),
  steady: () => steadyCost(numbers[0] ?? 150_000, numbers[1] ?? 5000),
  'slow-steady-steps': () => slowSteadySteps(numbers[0] ?? 150_000, numbers[1] ?? 5000, numbers[2] ?? 330),
  'slow-steps': () => slowSteps(numbers[0] ?? 10_000, numbers[1] ?? 1000),
}
const chosen = figures[process.argv[2] ?? '']
if (chosen === undefined) throw new Error(`no figure "${process.argv[2]}": ${Object.keys(figures).join(', ')}`)
await chosen()
