/** Node changes; what comes by the clock is added by the monitor's tick. Lease renewals are only looked at there. */
import type { Node } from '../../../../kubernetes/types/core.ts'
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import { add, forget, type Feed, type Handlers } from '../feed.ts'

function onNode(feed: Feed, slot: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined): void {
  const was = before as Node | undefined
  const is = after as Node | undefined
  if (is === undefined) forget(feed, slot)
  else if (was?.spec !== is.spec || was.status.conditions !== is.status.conditions) add(feed, slot)
}

export const nodeLifecycleHandlers: Handlers = { nodes: onNode }
