/** What happens to a Node object. Heartbeats and image lists are routine. */
import type { Node, NodeCondition } from '../../kubernetes/types/core.ts'
import type { Sentence } from './sentence.ts'
import { shortName } from './short-name.ts'

function readyCondition(node: Node): NodeCondition | undefined {
  return node.status.conditions.find((condition) => condition.type === 'Ready')
}

const taintKey = (taint: { readonly key: string; readonly effect: string }): string => `${taint.key}:${taint.effect}`
const isTold = (taint: string): boolean => !taint.startsWith('node.kubernetes.io/unschedulable')

function taintSentence(before: Node, after: Node, name: string): Sentence | undefined {
  const old = new Set((before.spec.taints ?? []).map(taintKey))
  const now = new Set((after.spec.taints ?? []).map(taintKey))
  const added = [...now].filter((taint) => !old.has(taint) && isTold(taint))
  if (added.length > 0) {
    const evicts = added.some((taint) => taint.endsWith(':NoExecute'))
    const effect = evicts ? 'pods leave when their toleration ends' : 'no new pods'
    return { text: `tainted ${name} ${added.join(' and ')}: ${effect}`, tone: 'bad' }
  }
  const removed = [...old].filter((taint) => !now.has(taint) && isTold(taint))
  if (removed.length === 0) return undefined
  const text = `took the taint ${removed.join(' and ')} off ${name}`
  // With no healthy node left the node lifecycle controller stops evictions (full disruption of all zones).
  const stopped = removed.some((taint) => taint.endsWith(':NoExecute')) && readyCondition(after)?.status !== 'True'
  return stopped ? { text: `${text}: no node is healthy, so evictions stop`, tone: 'neutral' } : { text, tone: 'good' }
}

/** `byKubelet`: its own kubelet wrote it. */
export function nodeSentence(before: Node | undefined, after: Node | undefined, byKubelet: boolean): Sentence | undefined {
  const name = shortName((after ?? before)!.metadata.name)
  const its = byKubelet ? 'its node' : name
  if (before === undefined) return { text: byKubelet ? 'registered its node with the API server' : `created Node ${name}`, tone: 'neutral' }
  if (after === undefined) return { text: `deleted Node ${name}`, tone: 'neutral' }
  const was = readyCondition(before)?.status
  const ready = readyCondition(after)
  if (was !== ready?.status) {
    if (ready?.status === 'True') return { text: `reported ${its} Ready`, tone: 'good' }
    if (ready?.status === 'Unknown') return { text: `marked ${name} NotReady: its kubelet has been silent for too long`, tone: 'bad' }
    if (was === 'True') return { text: `reported ${its} NotReady: ${ready?.message ?? 'no reason given'}`, tone: 'bad' }
  }
  if (before.spec === after.spec) return undefined
  if (before.spec.unschedulable !== after.spec.unschedulable) {
    return after.spec.unschedulable === true
      ? { text: `cordoned ${name}: no new pods`, tone: 'neutral' }
      : { text: `uncordoned ${name}: it takes new pods again`, tone: 'neutral' }
  }
  return taintSentence(before, after, name)
}
