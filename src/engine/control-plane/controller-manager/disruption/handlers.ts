/** A budget concerns itself; a pod concerns the budgets that select it, or did. Source: pkg/controller/disruption (addPod, updatePod, deletePod). */
import type { Pod } from '../../../../kubernetes/types/core.ts'
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import type { PodDisruptionBudget } from '../../../../kubernetes/types/policy.ts'
import { selectsPod } from '../caches/budget-pods.ts'
import { add, cachesOf, ownObject, type Feed, type Handlers } from '../feed.ts'

function onPod(feed: Feed, _slot: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined): void {
  const { budgets, informers } = cachesOf(feed)
  const slots = budgets.byNamespace.get((after ?? before)!.metadata.namespace)
  if (slots === undefined) return
  for (const slot of slots) {
    const budget = informers.poddisruptionbudgets.objects[slot] as PodDisruptionBudget
    if ([before, after].some((pod) => pod !== undefined && selectsPod(budget, pod as Pod))) add(feed, slot)
  }
}

export const disruptionHandlers: Handlers = { poddisruptionbudgets: ownObject, pods: onPod }
