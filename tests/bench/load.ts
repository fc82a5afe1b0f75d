/** Loads for the benchmarks: the page's own wiring, with only the client rate limits off. */
import type { Deployment } from '../../src/kubernetes/types/apps.ts'
import type { Node } from '../../src/kubernetes/types/core.ts'
import { createCluster, forEachObject, nextTimeUs, request, step, takeAnswers, type ClusterState } from '../../src/engine/index.ts'
import { defaultClusterOptions } from '../../src/protocol/options.ts'

const json = { 'content-type': 'application/json' }
const replicasPerDeployment = 1000
const patienceSeconds = 3600

/** CPU of the process so far, all threads, in milliseconds. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function count(cluster: ClusterState, resource: 'nodes' | 'deployments', holds: (object: Node & Deployment) => boolean): number {
  let found = 0
  forEachObject(cluster.etcd.store, resource, (object) => {
    if (holds(object as Node & Deployment)) found++
  })
  return found
}

function runUntilTrue(cluster: ClusterState, what: string, isTrue: () => boolean, onStep: (cluster: ClusterState) => boolean): void {
  const endUs = cluster.sim.nowUs + patienceSeconds * 1_000_000
  for (let steps = 0; steps % 2000 !== 0 || !isTrue(); steps++) {
    if (nextTimeUs(cluster.sim) > endUs) throw new Error(`${what}: not after ${patienceSeconds} simulated seconds`)
    onStep(cluster)
  }
}

/** A cluster whose nodes are all Ready and have no taints. */
export function readyCluster(nodes: number): ClusterState {
  const cluster = createCluster({ ...defaultClusterOptions, nodes, clientRateLimits: false, nodeCpu: 32, nodeMemoryGi: 64 })
  const ready = (node: Node): boolean => node.spec.taints === undefined &&
    node.status.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True')
  runUntilTrue(cluster, `${nodes} nodes Ready`, () => count(cluster, 'nodes', ready) === nodes, step)
  return cluster
}

/** A Deployment of so many replicas with two containers each, and its Service, to be posted. */
export function manifests(number: number, replicas: number): readonly { readonly path: string; readonly body: unknown }[] {
  const name = `load-${number}`
  const labels = { app: name }
  const requests = { cpu: '10m', memory: '16Mi' }
  const containers = [
    { name: 'app', image: 'nginx:1.25', ports: [{ containerPort: 80 }], resources: { requests } },
    { name: 'sidecar', image: 'envoyproxy/envoy:v1.31', resources: { requests } },
  ]
  const template = { metadata: { labels }, spec: { containers } }
  return [
    {
      path: '/apis/apps/v1/namespaces/default/deployments',
      body: {
        apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec: { replicas, selector: { matchLabels: labels }, template },
      },
    },
    {
      path: '/api/v1/namespaces/default/services',
      body: { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: labels, ports: [{ port: 80, targetPort: 80 }] } },
    },
  ]
}

export interface LoadResult {
  readonly pods: number
  readonly cpuMs: number
  readonly steps: number
  readonly simSeconds: number
}

/** Deployments of 1,000 replicas with two containers and a Service each, from the first POST until every pod is Ready. `clock`: what time costs, milliseconds. */
export function loadPods(
  cluster: ClusterState, pods: number, onStep: (cluster: ClusterState) => boolean = step, clock: () => number = cpuMs,
): LoadResult {
  const startMs = clock()
  const startSteps = cluster.sim.steps
  const startUs = cluster.sim.nowUs
  const deployments = Math.ceil(pods / replicasPerDeployment)
  for (let number = 0; number < deployments; number++) {
    const replicas = Math.min(replicasPerDeployment, pods - number * replicasPerDeployment)
    for (const { path, body } of manifests(number, replicas)) {
      request(cluster, { method: 'POST', path, headers: json, body: JSON.stringify(body) }, number)
    }
  }
  const complete = (deployment: Deployment): boolean => deployment.status.readyReplicas === deployment.spec.replicas
  runUntilTrue(cluster, `${pods} pods Ready`, () => count(cluster, 'deployments', complete) === deployments, onStep)
  for (const { response } of takeAnswers(cluster)) if (response.status !== 201) throw new Error(`refused: ${JSON.stringify(response.body)}`)
  return { pods, cpuMs: clock() - startMs, steps: cluster.sim.steps - startSteps, simSeconds: (cluster.sim.nowUs - startUs) / 1_000_000 }
}

/** After so many loads V8 compiles nothing to speak of any more. */
const warmUpLoads = 10

/** Makes the code warm. Returns what each load has cost, milliseconds per pod. */
export function warmUp(clock: () => number): readonly number[] {
  const pods = 1000
  return Array.from({ length: warmUpLoads }, () => loadPods(readyCluster(100), pods, step, clock).cpuMs / pods)
}

/** How often a size is loaded: a small one is over before one collection more or less is evened out. */
export function timesOf(pods: number): number {
  return Math.max(1, Math.min(5, Math.round(15_000 / pods)))
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
