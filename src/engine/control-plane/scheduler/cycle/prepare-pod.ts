/** What the plugins need to know of a pod, worked out once per cycle (upstream's PreFilter and PreScore). */
import { hasRequiredNodeAffinity, requiredNodeAffinityMatches } from '../../../../kubernetes/node-affinity.ts'
import { podResources } from '../../../../kubernetes/pod-resources.ts'
import { matchesLabelSelector } from '../../../../kubernetes/selectors.ts'
import type { Pod, TopologySpreadConstraint } from '../../../../kubernetes/types/core.ts'
import type { Informer } from '../../../client/informer.ts'
import { fitMemoOf } from '../cache/fit-memos.ts'
import { scanOrder, topologyColumn, type NodeColumns } from '../cache/node-columns.ts'
import { groupOfSelector, hostPortsOf, type SchedulerCache } from '../cache/pod-accounting.ts'
import { controllerUid, countOnNode, type SpreadGroup } from '../cache/spread-groups.ts'
import { hostnameKey, zoneKey, type TopologyColumn } from '../cache/topology-columns.ts'
import type { CyclePod, SpreadConstraint, SpreadPlan } from '../plugins/plugin.ts'

const none = new Int32Array(0)
/** The system's own constraints. Source: plugins/podtopologyspread/plugin.go (systemDefaultConstraints). */
const defaultHostnameSkew = 3
const defaultZoneSkew = 5

export function preparePod(cache: SchedulerCache, pods: Informer, pod: Pod): CyclePod {
  const explicit = pod.spec.topologySpreadConstraints ?? []
  const resources = podResources(pod.spec)
  return {
    pod,
    resources,
    fits: fitMemoOf(cache.columns, resources),
    hostPorts: hostPortsOf(pod.spec),
    spread: explicit.length > 0 ? explicitPlan(cache, pods, pod, explicit) : defaultPlan(cache.columns, pod),
  }
}

function defaultPlan(columns: NodeColumns, pod: Pod): SpreadPlan | undefined {
  const owner = controllerUid(pod)
  if (owner === undefined) return undefined
  const group = columns.groups.byOwner.get(owner)
  const topology = columns.topology.get(zoneKey)!
  const domainCounts = new Int32Array(topology.domains.size)
  if (group !== undefined) for (const [zone, count] of group.zones) if (zone >= 0) domainCounts[zone] = count
  return {
    hard: [],
    soft: [
      { maxSkew: defaultHostnameSkew, key: hostnameKey, topology: undefined, group, self: 1, domainCounts: none, minimum: 0 },
      { maxSkew: defaultZoneSkew, key: zoneKey, topology, group, self: 1, domainCounts, minimum: 0 },
    ],
    byDefault: true,
  }
}

function explicitPlan(cache: SchedulerCache, pods: Informer, pod: Pod, constraints: readonly TopologySpreadConstraint[]): SpreadPlan {
  const hard = constraints.filter((constraint) => constraint.whenUnsatisfiable === 'DoNotSchedule')
  const soft = constraints.filter((constraint) => constraint.whenUnsatisfiable === 'ScheduleAnyway')
  return {
    hard: countConstraints(cache, pods, pod, hard),
    soft: countConstraints(cache, pods, pod, soft),
    byDefault: false,
  }
}

/** Counts pods by domain on the nodes that have all the labels and that the pod's node affinity allows. */
function countConstraints(
  cache: SchedulerCache, pods: Informer, pod: Pod, constraints: readonly TopologySpreadConstraint[],
): readonly SpreadConstraint[] {
  if (constraints.length === 0) return []
  const { columns } = cache
  const topologies = constraints.map(({ topologyKey }) => (topologyKey === hostnameKey ? undefined : topologyColumn(columns, topologyKey)))
  const eligible = eligibleNodes(columns, pod, topologies)
  return constraints.map((constraint, c) => {
    const selector = constraint.labelSelector
    const group = selector === undefined ? undefined : groupOfSelector(cache, pods, pod.metadata.namespace, selector)
    const self = matchesLabelSelector(selector, pod.metadata.labels) ? 1 : 0
    const topology = topologies[c]
    const counts = topology === undefined ? countByNode(group, eligible) : countByDomain(topology, group, eligible)
    return { maxSkew: constraint.maxSkew, key: constraint.topologyKey, topology, group, self, ...counts }
  })
}

function eligibleNodes(columns: NodeColumns, pod: Pod, topologies: readonly (TopologyColumn | undefined)[]): readonly number[] {
  const picky = hasRequiredNodeAffinity(pod.spec)
  return scanOrder(columns).filter((i) => {
    if (topologies.some((topology) => topology !== undefined && topology.domainOf[i]! < 0)) return false
    return !picky || requiredNodeAffinityMatches(pod.spec, columns.labels[i], columns.names[i]!)
  })
}

interface Counts {
  readonly domainCounts: Int32Array
  readonly minimum: number
}

function countByNode(group: SpreadGroup | undefined, eligible: readonly number[]): Counts {
  let minimum = eligible.length === 0 ? 0 : Infinity
  for (const i of eligible) minimum = Math.min(minimum, group === undefined ? 0 : countOnNode(group, i))
  return { domainCounts: none, minimum }
}

function countByDomain(topology: TopologyColumn, group: SpreadGroup | undefined, eligible: readonly number[]): Counts {
  const domainCounts = new Int32Array(topology.domains.size)
  const present = new Uint8Array(topology.domains.size)
  for (const i of eligible) {
    const domain = topology.domainOf[i]!
    present[domain] = 1
    if (group !== undefined) domainCounts[domain] = domainCounts[domain]! + countOnNode(group, i)
  }
  let minimum = Infinity
  for (let domain = 0; domain < present.length; domain++) if (present[domain] === 1) minimum = Math.min(minimum, domainCounts[domain]!)
  return { domainCounts, minimum: minimum === Infinity ? 0 : minimum }
}
