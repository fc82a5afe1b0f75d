/** A node that gets or loses NoExecute taints concerns all its pods; a pod that comes to such a node concerns itself. */
import type { Node, Pod } from '../../../../kubernetes/types/core.ts'
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import { add, cachesOf, forget, type Feed, type Handlers } from '../feed.ts'

const evicts = (node: Node | undefined): boolean => node?.spec.taints?.some((taint) => taint.effect === 'NoExecute') ?? false

function onNode(feed: Feed, _slot: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined): void {
  const was = before as Node | undefined
  const is = after as Node | undefined
  if (was?.spec.taints === is?.spec.taints || (!evicts(was) && !evicts(is))) return
  for (const pod of cachesOf(feed).nodes.podsByNode.get((is ?? was)!.metadata.name) ?? []) add(feed, pod)
}

function onPod(feed: Feed, slot: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined): void {
  const was = before as Pod | undefined
  const is = after as Pod | undefined
  if (is === undefined) {
    forget(feed, slot)
    return
  }
  const { noExecute } = cachesOf(feed).nodes
  if (noExecute.size === 0 || is.spec.nodeName === undefined || !noExecute.has(is.spec.nodeName)) return
  if (was?.spec.nodeName !== is.spec.nodeName || was.spec.tolerations !== is.spec.tolerations) add(feed, slot)
}

export const taintEvictionHandlers: Handlers = { nodes: onNode, pods: onPod }
