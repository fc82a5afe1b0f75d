/** Which pods stand together: by what they belong to, in an arrangement in which owners have the room that machines had. */
import type { ClusterView } from '../../state/cluster-view.ts'
import type { PodGrouping } from '../../state/picture-state.ts'
import { byNumber } from './by-number.ts'
import type { PackedGroups } from './pack-groups.ts'

export interface PodGroup {
  readonly name: string
  /** Slots in the order in which they appeared. */
  readonly pods: readonly number[]
}

/** Name of the group of pods that belong to none. */
const noOwner: Readonly<Record<PodGrouping, string>> = {
  namespace: 'no namespace',
  deployment: 'no Deployment',
  service: 'no Service',
}

/** A pod's group, so that namesakes in two namespaces are two: "default/web"; for namespaces their name. */
type GroupKey = string

const keyOf = ({ namespace, name }: { readonly namespace: string; readonly name: string }): GroupKey => `${namespace}/${name}`

/**
 * The Service of a pod. The page knows the first endpoints of a Service; pods beyond them are those of the same ReplicaSets, since their
 * labels, by which a Service selects, are those of one template.
 */
function serviceFinder(view: ClusterView): (pod: number) => GroupKey | undefined {
  const byPod = new Map<string, GroupKey>()
  const cut = new Set<GroupKey>()
  for (const service of view.services.values()) {
    const { namespace, endpoints, endpointCount } = service
    for (const { pod } of endpoints) byPod.set(keyOf({ namespace, name: pod }), keyOf(service))
    if (endpointCount > endpoints.length) cut.add(keyOf(service))
  }
  const listedFor = (pod: number): GroupKey | undefined => {
    const names = view.pods.names[pod]
    return names === undefined ? undefined : byPod.get(keyOf(names))
  }
  const bySet = new Map<number, GroupKey>()
  for (let pod = 0; cut.size > 0 && pod < view.pods.end; pod += 1) {
    const service = view.pods.alive[pod] === 1 ? listedFor(pod) : undefined
    if (service !== undefined && cut.has(service)) bySet.set(view.pods.replicaSet[pod] ?? -1, service)
  }
  bySet.delete(-1)
  return (pod) => listedFor(pod) ?? bySet.get(view.pods.replicaSet[pod] ?? -1)
}

/** The Deployment of a pod; keys are put together once for each Deployment, not for each of its pods. */
function deploymentFinder(view: ClusterView): (pod: number) => GroupKey | undefined {
  const keys = new Map([...view.deployments].map(([slot, deployment]) => [slot, keyOf(deployment)]))
  return (pod) => keys.get(view.replicaSets.get(view.pods.replicaSet[pod] ?? -1)?.deployment ?? -1)
}

const finders: Readonly<Record<PodGrouping, (view: ClusterView) => (pod: number) => GroupKey | undefined>> = {
  namespace: (view) => (pod) => view.pods.names[pod]?.namespace,
  deployment: deploymentFinder,
  service: serviceFinder,
}

/** Names of groups: without the namespace where only one group has that name. */
function namesOf(keys: Iterable<GroupKey>): (key: GroupKey) => string {
  const bare = (key: GroupKey): string => key.slice(key.indexOf('/') + 1)
  const times = new Map<string, number>()
  for (const key of keys) times.set(bare(key), (times.get(bare(key)) ?? 0) + 1)
  return (key) => (times.get(bare(key)) === 1 ? bare(key) : key)
}

/** All pods in groups, by the groups' names (app-2 before app-10); those that belong to none come last. */
export function groupPods(view: ClusterView, by: PodGrouping): readonly PodGroup[] {
  const groupOf = finders[by](view)
  const groups = new Map<GroupKey, number[]>()
  const none: number[] = []
  for (let slot = 0; slot < view.pods.end; slot += 1) {
    if (view.pods.alive[slot] !== 1) continue
    const key = groupOf(slot)
    const group = key === undefined ? none : groups.get(key)
    if (group !== undefined) group.push(slot)
    else if (key !== undefined) groups.set(key, [slot])
  }
  const nameOf = namesOf(groups.keys())
  const named = [...groups].map(([key, pods]) => ({ name: nameOf(key), pods })).toSorted((a, b) => byNumber(a.name, b.name))
  return none.length === 0 ? named : [...named, { name: noOwner[by], pods: none }]
}

/** More pods than this are drawn as texels. */
export const mostButtons = 400

/** Pods in the groups where they stand. */
export interface StandingGroups {
  readonly by: PodGrouping
  readonly groups: readonly PodGroup[]
  readonly packed: PackedGroups
  readonly title: number
}
