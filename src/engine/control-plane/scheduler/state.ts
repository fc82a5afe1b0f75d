/** The scheduler's state: informers, cache, queue and what is on its way. Source: pkg/scheduler/scheduler.go. */
import { componentIds } from '../../../protocol/vocabulary.ts'
import { createApiClient, type ApiClient } from '../../client/api-client.ts'
import { createInformer, type Informer } from '../../client/informer.ts'
import { createLeaderElection, type LeaderElection } from '../../client/leader-election.ts'
import { forkRandom, type Random } from '../../simulation/random.ts'
import { createCache, type SchedulerCache } from './cache/pod-accounting.ts'
import { createDecisionRing, type DecisionRing } from './cycle/decisions.ts'
import { createScan, type Scan } from './cycle/find-feasible.ts'
import { createScores, type Scores } from './cycle/score-nodes.ts'
import { createEventSeries, type EventSeries } from './events.ts'
import { createSchedulingQueue, type SchedulingQueue } from './queue/scheduling-queue.ts'

export const schedulerName = 'default-scheduler'
export const userAgent = 'kube-scheduler'

interface SchedulerOptions {
  readonly clientRateLimits: boolean
  readonly compatibility: 'v1.34' | 'v1.29'
}

export interface SchedulerState {
  options: SchedulerOptions
  link: number
  client: ApiClient
  election: LeaderElection
  nodes: Informer
  pods: Informer
  cache: SchedulerCache
  queue: SchedulingQueue
  events: EventSeries
  tieRandom: Random
  retryRandom: Random
  identityRandom: Random
  /** Place in the scan order where the next cycle begins. */
  nextStart: number
  scan: Scan
  scores: Scores
  decisions: DecisionRing
  cycleArmed: boolean
  /** Time for which a back-off timer is set; Infinity: none. */
  backoffArmedUs: number
  flushArmed: boolean
  /** Since the start of the process. */
  boundCount: number
  /** Of those, microseconds from entering the queue to the binding's answer, summed up (as `scheduler_pod_scheduling_sli_duration_seconds`). */
  boundLatencyUs: number
  refusedCount: number
}

/** Purposes of calls (`PendingCall.purpose`). */
export const purposes = { informer: 1, election: 2, bind: 3, event: 4, condition: 5 } as const
/** Numbers of the token buckets: events have a client, and so a bucket, of their own. */
export const limiters = { main: 0, events: 1 } as const
/** Numbers of the informers. Upstream watches Services, ReplicaSets, volumes and more; here nothing is decided by them. */
export const informerNumbers = { nodes: 0, pods: 1 } as const

/** `qps` 50, `burst` 100. Source: pkg/scheduler/apis/config/v1/defaults.go (ClientConnection). */
const clientLimit = { qps: 50, burst: 100 }
const noLimit = { qps: 0, burst: 0 }

/** A scheduler that has not started yet. `apiLink`: its connection to the API server. */
export function createScheduler(seed: number, options: SchedulerOptions, apiLink: number): SchedulerState {
  const limit = options.clientRateLimits ? clientLimit : noLimit
  const cache = createCache()
  return {
    options,
    link: apiLink,
    client: createApiClient(componentIds.scheduler, [limit, limit]),
    election: createLeaderElection('kube-scheduler', ''),
    nodes: createInformer('nodes'),
    pods: createInformer('pods'),
    cache,
    queue: createSchedulingQueue(options.compatibility !== 'v1.29'),
    events: createEventSeries(),
    tieRandom: forkRandom(seed, 'scheduler/ties'),
    retryRandom: forkRandom(seed, 'scheduler/retry'),
    identityRandom: forkRandom(seed, 'scheduler/identity'),
    nextStart: 0,
    scan: createScan(cache.columns.capacity),
    scores: createScores(cache.columns.capacity),
    decisions: createDecisionRing(),
    cycleArmed: false,
    backoffArmedUs: Infinity,
    flushArmed: false,
    boundCount: 0,
    boundLatencyUs: 0,
    refusedCount: 0,
  }
}
