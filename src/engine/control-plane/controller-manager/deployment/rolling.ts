/** How far old sets may shrink in a rolling update. Source: pkg/controller/deployment/rolling.go. */
import type { Deployment, ReplicaSet } from '../../../../kubernetes/types/apps.ts'
import { maxUnavailable, specReplicas } from './scaling.ts'

/**
 * New sizes of the old sets (oldest first). First their pods that are not available go, within the budget that keeps enough pods even if
 * all
 * new ones fail; then available ones, as many as are above the minimum. Upstream writes a set twice when both apply; here it is once.
 * `available`: available pods of all sets.
 */
export function oldSetSizes(deployment: Deployment, old: readonly ReplicaSet[], newSet: ReplicaSet, available: number): number[] {
  const sizes = old.map((set) => set.spec.replicas)
  const minAvailable = deployment.spec.replicas - maxUnavailable(deployment)
  const newUnavailable = newSet.spec.replicas - (newSet.status.availableReplicas ?? 0)
  const budget = specReplicas(old) + newSet.spec.replicas - minAvailable - newUnavailable
  if (old.length === 0 || budget <= 0) return sizes
  let cleaned = 0
  old.forEach((set, i) => {
    const unhealthy = Math.max(0, set.spec.replicas - (set.status.availableReplicas ?? 0))
    const gone = Math.min(budget - cleaned, unhealthy)
    sizes[i] = set.spec.replicas - gone
    cleaned += gone
  })
  let spare = available - minAvailable
  for (let i = 0; i < sizes.length && spare > 0; i++) {
    const gone = Math.min(sizes[i]!, spare)
    sizes[i] = sizes[i]! - gone
    spare -= gone
  }
  return sizes
}
