/**
 * All kube-proxies as one component. Those in step share one cache and one rule table (`members`); a machine that is cut, dead, stopped or
 * catching up has a view of its own (`differs`) with the rules that its kernel holds. Measured: one group event in place of 5,000.
 */
import { componentIds } from '../../../protocol/vocabulary.ts'
import { createApiClient, type ApiClient } from '../../client/api-client.ts'
import { createInformer, type Informer } from '../../client/informer.ts'
import { firstOwnTimer } from '../../client/timers.ts'
import type { ApiList, ApiResponse } from '../../control-plane/api-server/messages.ts'
import { forkRandom, type Random } from '../../simulation/random.ts'
import { createProxyCache, type ProxyCache } from './cache.ts'
import { emptyTable } from './rules.ts'
import type { RuleTable } from './messages.ts'

export interface ProxyAddress {
  readonly machine: number
  /** The machine's own link to port 6443. */
  readonly apiLink: number
  readonly nodeName: string
}

/**
 * Own view of a machine out of step. `stopped`: no process; `waiting`: pauses before it lists; `listing`; `starting-watch`: has both lists;
 * `behind`: its watches run, it rejoins as soon as the group's do.
 */
export interface OwnView {
  table: RuleTable
  phase: 'stopped' | 'waiting' | 'listing' | 'starting-watch' | 'behind'
  services: ApiList | undefined
  slices: ApiList | undefined
  watchesAnswered: number
  failures: number
  /** Number of the pause that counts. */
  attempt: number
}

interface Arriving {
  readonly response: ApiResponse
  /** Objects of it that are in the cache. */
  taken: number
}

export interface KubeProxies {
  random: Random
  client: ApiClient
  /** Link over which the API server sends one event for all members. */
  groupLink: number
  /** By machine number. */
  proxies: (ProxyAddress | undefined)[]
  /** Machines in step, in no special order, and where each stands in that list. */
  members: number[]
  memberAt: Map<number, number>
  /** The members' own links, in the order of `members`; longer than that list. */
  memberLinks: Int32Array
  /** Messages to all members that are not on their links yet: how many there were ever, and how many of them each member need not count. */
  told: number
  memberSince: Float64Array
  /** The same of machines that have left the group. */
  owed: { readonly link: number; readonly count: number }[]
  differs: Map<number, OwnView>
  /** The group's informers: Services, EndpointSlices. */
  informers: [Informer, Informer]
  /** Long lists that are being taken, by informer: several steps of the same time. */
  arriving: [Arriving | undefined, Arriving | undefined]
  cache: ProxyCache
  table: RuleTable
  syncArmed: boolean
  lastSyncUs: number
}

/** `PendingCall.purpose` */
export const purposes = { groupInformer: 1, ownList: 2, ownWatch: 3 } as const

export const ownTimers = {
  /** Writes the rules of what is dirty. */
  sync: firstOwnTimer,
  /** A machine out of step tries to list. */
  catchUp: firstOwnTimer + 1,
  /** Takes more of a long list; `num` = the informer. */
  takeList: firstOwnTimer + 2,
} as const

export const resourcesWatched = ['services', 'endpointslices'] as const

/** `minSyncPeriod` of kube-proxy's iptables mode. Source: pkg/proxy/apis/config/v1alpha1/defaults.go. */
export const minSyncPeriodUs = 1_000_000
/** How long a sync takes to write a small table (iptables-restore); modelled. */
export const writeRulesUs = 10_000

/** Silence after which a client gives up its connection: HTTP/2 pings after 30 s, answered within 15 s. Source: apimachinery/pkg/util/net/http.go. */
export const pingTimeoutUs = 45_000_000

/** `groupLink`: made by the wiring; short, because it only stands for the members' own links. */
export function createKubeProxies(seed: number, groupLink: number): KubeProxies {
  return {
    random: forkRandom(seed, 'kube-proxy'),
    // kube-proxy's own limit (QPS 5, burst 10) is never met by two lists and two watches.
    client: createApiClient(componentIds.kubeProxy, []),
    groupLink,
    proxies: [],
    members: [],
    memberAt: new Map(),
    memberLinks: new Int32Array(64),
    told: 0,
    memberSince: new Float64Array(64),
    owed: [],
    differs: new Map(),
    informers: [createInformer('services'), createInformer('endpointslices')],
    arriving: [undefined, undefined],
    cache: createProxyCache(),
    table: emptyTable,
    syncArmed: false,
    lastSyncUs: -minSyncPeriodUs,
  }
}

function emptyView(): OwnView {
  return { table: emptyTable, phase: 'stopped', services: undefined, slices: undefined, watchesAnswered: 0, failures: 0, attempt: 0 }
}

/** True when the group's watches both run: what it holds is (all but the latency) what the API server holds. */
export function groupFollows(state: KubeProxies): boolean {
  return state.informers[0].phase === 'watching' && state.informers[1].phase === 'watching'
}

/** Takes a machine into the group. */
export function joinGroup(state: KubeProxies, machine: number): void {
  state.differs.delete(machine)
  if (state.memberAt.has(machine)) return
  const at = state.members.length
  if (at === state.memberLinks.length) {
    const longer = new Int32Array(at * 2)
    longer.set(state.memberLinks)
    state.memberLinks = longer
    const since = new Float64Array(at * 2)
    since.set(state.memberSince)
    state.memberSince = since
  }
  state.memberAt.set(machine, at)
  state.memberLinks[at] = state.proxies[machine]!.apiLink
  state.memberSince[at] = state.told
  state.members.push(machine)
}

/** Takes a machine out of the group: its kernel keeps `table`. */
export function leaveGroup(state: KubeProxies, machine: number, table: RuleTable): OwnView {
  const at = state.memberAt.get(machine)
  if (at !== undefined) {
    const count = state.told - state.memberSince[at]!
    if (count > 0) state.owed.push({ link: state.memberLinks[at]!, count })
    const last = state.members.pop()!
    if (last !== machine) {
      state.members[at] = last
      state.memberLinks[at] = state.memberLinks[state.members.length]!
      state.memberSince[at] = state.memberSince[state.members.length]!
      state.memberAt.set(last, at)
    }
    state.memberAt.delete(machine)
  }
  const view = { ...emptyView(), table }
  state.differs.set(machine, view)
  return view
}
