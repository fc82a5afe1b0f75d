/** A new or changed autoscaler is looked at; afterwards it looks at the clock. */
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import type { HorizontalPodAutoscaler } from '../../../../kubernetes/types/autoscaling.ts'
import { add, forget, type Feed, type Handlers } from '../feed.ts'

function onAutoscaler(feed: Feed, slot: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined): void {
  if (after === undefined) forget(feed, slot)
  else if ((before as HorizontalPodAutoscaler | undefined)?.spec !== (after as HorizontalPodAutoscaler).spec) add(feed, slot)
}

export const autoscalerHandlers: Handlers = { horizontalpodautoscalers: onAutoscaler }
