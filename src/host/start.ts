/**
 * The start of a cluster: from an empty etcd until it has what its options ask for, run as fast as the machine can. The options' objects
 * go in through the API's door as soon as it answers.
 */
import {
  beginSteady, continueSteady, isApiServerReady, isSettled, nextTimeUs, readyNodes, request, steadyDoing, step, type ClusterState, type SteadyBuild,
} from '../engine/index.ts'
import { createRequest } from '../kubectl/apply/create-request.ts'
import { isJsonObject } from '../kubectl/apply/manifest.ts'
import { resourceForKind } from '../kubernetes/resources.ts'
import type { ClusterOptions } from '../protocol/options.ts'
import type { RestRequest, RestResponse } from '../protocol/rest.ts'

export interface StartState {
  done: boolean
  /** One line of what it waits for. */
  doing: string
  /** A full-size cluster in the making; undefined: none was asked for, or it is complete. */
  steady: SteadyBuild | undefined
  requests: RestRequest[]
  sent: number
  /** Simulated time of the next look at whether the cluster has settled: the look costs as much as the cluster is large. */
  nextLookUs: number
  /** What could not be created, one sentence each; whoever runs the start takes them and tells them. */
  problems: string[]
}

/** Tags of the start's own requests are negative, so that no page's id meets them. */
const startTag = -1
/** The start gives the picture over after so much simulated time, whatever is missing then. */
const startLimitUs = 180_000_000
/** A settled cluster runs on for a moment, so that Leases, endpoints and clients are there. */
const calmUs = 3_000_000
const lookEveryUs = 250_000

/** `cluster`: as `beginCluster` makes it. Makes requests of the objects; what is no object of this cluster is a problem, not an end. */
export function beginStart(cluster: ClusterState, options: ClusterOptions): StartState {
  const state: StartState = {
    done: false, doing: 'starting the control plane', steady: options.steadyPods > 0 ? beginSteady(cluster) : undefined, requests: [], sent: 0,
    nextLookUs: 0, problems: [],
  }
  for (const text of options.manifests) {
    const request = requestOf(text)
    if (typeof request === 'string') state.problems.push(request)
    else state.requests.push(request)
  }
  return state
}

/** The POST that creates an object, or in words why there is none. */
function requestOf(text: string): RestRequest | string {
  const value = jsonOf(text)
  if (!isJsonObject(value)) return `An object of the start could not be read: ${text.slice(0, 80)}`
  const apiVersion = String(value['apiVersion'])
  const kind = String(value['kind'])
  const info = resourceForKind(apiVersion, kind)
  if (info === undefined) return `No matches for kind "${kind}" in version "${apiVersion}".`
  const namespace = isJsonObject(value['metadata']) ? value['metadata']['namespace'] : undefined
  return createRequest({ info, namespace: info.namespaced && typeof namespace === 'string' ? namespace : 'default', value })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Runs the start for one slice of wall time. */
export function runStart(state: StartState, cluster: ClusterState, options: ClusterOptions, now: () => number, sliceMs: number): void {
  const endMs = now() + sliceMs
  const { sim } = cluster
  while (state.steady !== undefined) {
    state.doing = steadyDoing(state.steady, cluster)
    if (continueSteady(state.steady, cluster)) state.steady = undefined
    if (now() >= endMs) return
  }
  while (!state.done) {
    advance(state, cluster, options)
    if (state.done) return
    for (let i = 0; i < 64 && nextTimeUs(sim) < Infinity; i++) step(cluster)
    if (sim.nowUs > startLimitUs) state.done = true
    if (now() >= endMs) return
  }
}

/** Takes the answer of one of the start's own requests (their tags are negative): a refusal is a problem. */
export function hearAnswer(state: StartState, response: RestResponse): void {
  if (response.status < 400) return
  const message = isJsonObject(response.body) ? response.body['message'] : undefined
  state.problems.push(typeof message === 'string' ? message : `The API server answered ${response.status}.`)
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
  if (state.sent < state.requests.length) {
    if (state.sent === 0 && !areNodesReady(state, cluster, options.nodes)) return
    state.doing = 'applying manifests'
    if (cluster.user.waiting.size === 0) request(cluster, state.requests[state.sent++]!, startTag)
    return
  }
  // A cluster that was made directly has settled already; what the manifests add comes up before everybody's eyes.
  if (options.steadyPods > 0 && cluster.user.waiting.size === 0) state.done = true
  if (state.done) return
  state.doing = 'waiting for nodes and pods'
  if (cluster.sim.nowUs < state.nextLookUs) return
  state.nextLookUs = cluster.sim.nowUs + lookEveryUs
  if (cluster.user.waiting.size === 0 && isSettled(cluster, options.nodes, calmUs)) state.done = true
}
