/**
 * Why an object is as it is: the chain of changes that led to its last one. Each change in etcd knows the message that carried it, each
 * message the one that caused it; the chain is walked back from the newest and told from the oldest.
 */
import { changeIndex, findSlot, hasHop, hopIndex, oldestChange, type ClusterState } from '../../engine/index.ts'
import { resourceInfo, resourceOfId, type ResourceName } from '../../kubernetes/resources.ts'
import type { WhyStep } from '../../protocol/inspect.ts'
import { messageTypes } from '../../protocol/vocabulary.ts'
import { tellChange } from '../story/story.ts'

const longestChain = 400
const mostSteps = 12

/** Numbers of the changes of one object that a person would tell, newest first, at most `limit`. */
function changesOf(cluster: ClusterState, resource: number, slot: number, limit: number): number[] {
  const { history } = cluster.etcd.store
  const found: number[] = []
  for (let number = history.count - 1; number >= oldestChange(history) && found.length < limit; number--) {
    const at = changeIndex(history, number)
    if (history.resource[at] !== resource || history.slot[at] !== slot) continue
    if (told(cluster, number) !== undefined) found.push(number)
    if (history.before[at] === undefined) break
  }
  return found
}

function told(cluster: ClusterState, number: number): WhyStep | undefined {
  const { history } = cluster.etcd.store
  const at = changeIndex(history, number)
  const change = tellChange(resourceOfId(history.resource[at]!), history.before[at], history.after[at], history.userAgent[at]!)
  if (change === undefined) return undefined
  return { simTimeUs: history.timeUs[at]!, actor: change.actor, text: change.text, type: messageTypes.apiRequest }
}

/** The change that the etcd transaction in hop `id` made; -1 when it made none that is kept. */
function changeOfHop(cluster: ClusterState, id: number): number {
  const { history } = cluster.etcd.store
  const { trace } = cluster.sim
  const arrivesUs = trace.arrivesUs[hopIndex(trace, id)]!
  let low = oldestChange(history)
  let high = history.count
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (history.timeUs[changeIndex(history, middle)]! < arrivesUs) low = middle + 1
    else high = middle
  }
  for (let number = low; number < history.count && history.timeUs[changeIndex(history, number)] === arrivesUs; number++) {
    if (history.hop[changeIndex(history, number)] === id) return number
  }
  return -1
}

/** Numbers of the changes on the chain of causes that leads to change `number`, newest first. */
function chainOf(cluster: ClusterState, number: number): number[] {
  const { trace } = cluster.sim
  const chain = [number]
  let hop = cluster.etcd.store.history.hop[changeIndex(cluster.etcd.store.history, number)]!
  for (let length = 0; length < longestChain && hasHop(trace, hop); length++) {
    hop = trace.cause[hopIndex(trace, hop)]!
    if (!hasHop(trace, hop) || trace.type[hopIndex(trace, hop)] !== messageTypes.etcdRequest) continue
    const change = changeOfHop(cluster, hop)
    if (change >= 0) chain.push(change)
  }
  return chain
}

/** Steps from the oldest cause to the newest change, each told once; empty when the object is not there. */
export function whySteps(cluster: ClusterState, resource: ResourceName, namespace: string, name: string): WhyStep[] {
  const slot = findSlot(cluster.etcd.store, resource, namespace, name)
  if (slot < 0) return []
  const own = changesOf(cluster, resourceInfo(resource).id, slot, mostSteps)
  const first = own.at(-1)
  if (first === undefined) return []
  const numbers = new Set([...chainOf(cluster, first), ...own])
  const steps: WhyStep[] = []
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const step = told(cluster, number)
    if (step !== undefined) steps.push(step)
  }
  return steps.slice(-mostSteps)
}
