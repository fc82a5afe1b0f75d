/** The controller manager's memory. All of it is volatile: a restarted process begins with empty caches and queues. */
import { nodeMonitorGraceSeconds } from '../../../kubernetes/node-heartbeats.ts'
import { componentIds } from '../../../protocol/vocabulary.ts'
import type { ClusterOptions } from '../../../protocol/options.ts'
import { createApiClient, type ApiClient } from '../../client/api-client.ts'
import { createControllerRecord, type ControllerLoop } from '../../client/controller-state.ts'
import { createInformer } from '../../client/informer.ts'
import { createLeaderElection, type LeaderElection } from '../../client/leader-election.ts'
import { forkRandom, type Random } from '../../simulation/random.ts'
import { createCaches, watchedResources, type Caches, type ReleaseRules, type WatchedInformers } from './caches/caches.ts'
import { controllers } from './controllers.ts'

export type ControllerManagerOptions = Pick<ClusterOptions, 'clientRateLimits' | 'compatibility'>

export interface ControllerManagerState {
  readonly options: ControllerManagerOptions
  /** Number of the link to the API server. */
  readonly link: number
  readonly random: Random
  client: ApiClient
  election: LeaderElection
  loop: ControllerLoop
  caches: Caches
  /** Lives of the process so far: its identity in the leader Lease differs in each. */
  starts: number
}

/** Purposes of calls. */
export const purposes = { informer: 1, election: 2, job: 3, event: 4 } as const

/** `--kube-api-qps`, `--kube-api-burst`. */
const requestsPerSecond = 20
const requestBurst = 30

const releaseRules: Record<ControllerManagerOptions['compatibility'], ReleaseRules> = {
  // The block 10.244.0.0/24 is kept for the control plane's own machine, which is no Node yet.
  'v1.34': { scalingTextHasFrom: true, nodeMonitorGraceUs: nodeMonitorGraceSeconds * 1_000_000, firstPodCidrBlock: 1 },
  'v1.29': { scalingTextHasFrom: false, nodeMonitorGraceUs: 40_000_000, firstPodCidrBlock: 0 },
}

function newInformers(): WatchedInformers {
  return Object.fromEntries(watchedResources.map((resource) => [resource, createInformer(resource)])) as unknown as WatchedInformers
}

export function createControllerManager(seed: number, options: ControllerManagerOptions, apiLink: number): ControllerManagerState {
  const random = forkRandom(seed, 'controller-manager')
  const client = createApiClient(componentIds.controllerManager, controllers.map((controller) => (
    { qps: options.clientRateLimits ? requestsPerSecond * controller.rateFactor : 0, burst: requestBurst }
  )))
  const informers = newInformers()
  return {
    options, link: apiLink, random, client,
    election: createLeaderElection('kube-controller-manager', 'control-plane_0'),
    loop: newLoop(client, apiLink, random, informers),
    caches: createCaches(informers, releaseRules[options.compatibility]),
    starts: 0,
  }
}

function newLoop(client: ApiClient, link: number, random: Random, informers: WatchedInformers): ControllerLoop {
  return {
    client, link, random, informers, records: controllers.map((controller, number) => createControllerRecord(controller, number, link, purposes.event)), active: false,
    jobPurpose: purposes.job,
  }
}

/** Forgets everything, as a process that starts. */
export function resetMemory(state: ControllerManagerState): void {
  const informers = newInformers()
  state.starts++
  state.loop = newLoop(state.client, state.link, state.random, informers)
  state.caches = createCaches(informers, state.caches.release)
  state.election = createLeaderElection('kube-controller-manager', `control-plane_${state.starts}`)
}
