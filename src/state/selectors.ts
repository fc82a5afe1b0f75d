/** Questions to the view. All are pure reads; those that search say over what. */
import { findKey } from '../kubernetes/object-keys.ts'
import type { ContainerStatusName } from './container-states.ts'
import { containerStatesOf } from './container-states.ts'
import type { ClusterView } from './cluster-view.ts'
import type { ReplicaSetRecord } from '../protocol/frame.ts'

interface ReadyCount {
  readonly ready: number
  readonly total: number
}

/** Pods whose Ready condition is True, of all pods. */
export function podsReady(view: ClusterView): ReadyCount {
  return { ready: view.pods.readyCount, total: view.pods.count }
}

/** Nodes that are Ready, of all Node objects. */
export function nodesReady(view: ClusterView): ReadyCount {
  return { ready: view.nodes.readyCount, total: view.nodes.count }
}

/** Slot of a pod by its name; undefined when the page knows none. */
export function podByName(view: ClusterView, namespace: string, name: string): number | undefined {
  const slot = findKey(view.podSlots, namespace, name)
  return slot < 0 ? undefined : slot
}

/** Slot of a node by its name; undefined when the page knows none. Searches all nodes. */
export function nodeByName(view: ClusterView, name: string): number | undefined {
  for (let slot = 0; slot < view.nodes.end; slot += 1) if (view.nodes.names[slot]?.name === name) return slot
  return undefined
}

/** STATUS of a pod as kubectl prints it. */
export function podWord(view: ClusterView, slot: number): string {
  return view.words[view.pods.word[slot] ?? 0] ?? ''
}

/** Name and state of each container of a pod, in the order of its spec (at most eight). */
export function podContainers(view: ClusterView, slot: number): readonly { readonly name: string; readonly status: ContainerStatusName }[] {
  const names = view.pods.names[slot]?.containers ?? []
  return containerStatesOf(view.pods.containerStates[slot] ?? 0, names)
}

const newestFirst = (a: ReplicaSetRecord, b: ReplicaSetRecord): number => b.revision - a.revision || a.slot - b.slot

/** The ReplicaSets of a Deployment, newest revision first. */
export function replicaSetsOf(view: ClusterView, deployment: number): readonly ReplicaSetRecord[] {
  return [...view.replicaSets.values()].filter((set) => set.deployment === deployment).toSorted(newestFirst)
}

/** The ReplicaSets of all Deployments by the Deployment's slot, newest revision first. */
export function replicaSetsByDeployment(view: ClusterView): ReadonlyMap<number, readonly ReplicaSetRecord[]> {
  const sets = new Map<number, ReplicaSetRecord[]>()
  for (const set of view.replicaSets.values()) {
    const known = sets.get(set.deployment)
    if (known === undefined) sets.set(set.deployment, [set])
    else known.push(set)
  }
  for (const list of sets.values()) list.sort(newestFirst)
  return sets
}

/** Slots of all nodes by their place. */
export function nodesByPlace(view: ClusterView): readonly number[] {
  const slots: number[] = []
  for (let slot = 0; slot < view.nodes.end; slot += 1) if (view.nodes.alive[slot] === 1) slots.push(slot)
  return slots.toSorted((a, b) => (view.nodes.place[a] ?? 0) - (view.nodes.place[b] ?? 0) || a - b)
}

/** Simulated seconds since the API server stored the node's last Lease renewal; undefined before the first. */
export function leaseSilenceSeconds(view: ClusterView, slot: number): number | undefined {
  const renewed = view.nodes.leaseRenewedUs[slot] ?? -1
  return renewed < 0 ? undefined : Math.max(0, (view.simTimeUs - renewed) / 1_000_000)
}
