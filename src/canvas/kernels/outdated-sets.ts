/** Whose pods have to go: looked up for each of 150,000 pods, so worked out once for all of them. */
import type { ClusterView } from '../../state/cluster-view.ts'

interface Known {
  readonly rollouts: number
  readonly sets: ReadonlySet<number>
}
const known = new WeakMap<ClusterView, Known>()

/** Slots of the ReplicaSets of an older revision than their Deployment asks for; worked out anew when a Deployment has another revision. */
export function outdatedSets(view: ClusterView): ReadonlySet<number> {
  const last = known.get(view)
  if (last?.rollouts === view.rolloutsVersion) return last.sets
  const sets = new Set<number>()
  for (const { slot, deployment, revision } of view.replicaSets.values()) if (revision < (view.deployments.get(deployment)?.revision ?? 0)) sets.add(slot)
  known.set(view, { rollouts: view.rolloutsVersion, sets })
  return sets
}
