/**
 * The start of a cluster: from an empty etcd until it has what its options ask for, run as fast as the machine can. The manifests go in
 * through the API's door as soon as it answers.
 */
import { isApiServerReady, isSettled, nextTimeUs, readyNodes, request, step, takeAnswers, type ClusterState } from '../engine/index.ts'
import { writeRequest } from '../kubectl/apply/apply-manifest.ts'
import { parseManifest } from '../kubectl/apply/parse-manifest.ts'
import type { ClusterOptions } from '../protocol/options.ts'
import type { RestRequest } from '../protocol/rest.ts'

export interface StartState {
  done: boolean
  /** One line of what it waits for. */
  doing: string
  requests: RestRequest[]
  sent: number
  /** Simulated time of the next look at whether the cluster has settled: the look costs as much as the cluster is large. */
  nextLookUs: number
  /** What the API server or the parser refused, in words. */
  problems: string[]
}

/** Tags of the start's own requests are negative, so that no page's id meets them. */
const startTag = -1
/** The start gives the picture over after so much simulated time, whatever is missing then. */
const startLimitUs = 180_000_000
/** A settled cluster runs on for a moment, so that Leases, endpoints and clients are there. */
const calmUs = 3_000_000
const lookEveryUs = 250_000

/** Reads the manifests; what cannot be read is a problem, not an end. */
export function beginStart(options: ClusterOptions): StartState {
  const state: StartState = { done: false, doing: 'starting the control plane', requests: [], sent: 0, nextLookUs: 0, problems: [] }
  for (const text of options.manifests) {
    const manifest = parseManifest(text)
    for (const problem of manifest.problems) state.problems.push(`line ${problem.line}, column ${problem.column}: ${problem.message}`)
    if (manifest.problems.length > 0) continue
    for (const document of manifest.documents) {
      const write = writeRequest(document, undefined)
      if (write !== undefined) state.requests.push(write)
    }
  }
  return state
}

/** Runs the start for one slice of wall time. */
export function runStart(state: StartState, cluster: ClusterState, options: ClusterOptions, now: () => number, sliceMs: number): void {
  const endMs = now() + sliceMs
  const { sim } = cluster
  while (!state.done) {
    advance(state, cluster, options)
    if (state.done) return
    for (let i = 0; i < 64 && nextTimeUs(sim) < Infinity; i++) step(cluster)
    if (sim.nowUs > startLimitUs) state.done = true
    if (now() >= endMs) return
  }
}

/** Nodes come first, so that the first pods find all of them. */
function areNodesReady(state: StartState, cluster: ClusterState, nodes: number): boolean {
  state.doing = 'waiting for nodes'
  if (cluster.sim.nowUs < state.nextLookUs) return false
  state.nextLookUs = cluster.sim.nowUs + lookEveryUs
  return readyNodes(cluster) >= nodes
}

function advance(state: StartState, cluster: ClusterState, options: ClusterOptions): void {
  if (!isApiServerReady(cluster)) return
  for (const { response } of takeAnswers(cluster)) {
    const status = response.body as { readonly message?: string } | undefined
    if (response.status >= 400) state.problems.push(status?.message ?? `the API server answered ${response.status}`)
  }
  if (state.sent < state.requests.length) {
    if (state.sent === 0 && !areNodesReady(state, cluster, options.nodes)) return
    state.doing = 'applying manifests'
    if (cluster.user.waiting.size === 0) request(cluster, state.requests[state.sent++]!, startTag)
    return
  }
  state.doing = 'waiting for nodes and pods'
  if (cluster.sim.nowUs < state.nextLookUs) return
  state.nextLookUs = cluster.sim.nowUs + lookEveryUs
  if (cluster.user.waiting.size === 0 && isSettled(cluster, options.nodes, calmUs)) state.done = true
}
