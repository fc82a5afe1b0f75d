/** What happens to a Node object. Heartbeats and image lists are routine. */
import type { Node } from '../../kubernetes/types/core.ts'
import type { Sentence } from './sentence.ts'

function ready(node: Node): string {
  return node.status.conditions.find((condition) => condition.type === 'Ready')?.status ?? 'none'
}

function taintSentence(before: Node, after: Node): Sentence | undefined {
  const key = (taint: { key: string; effect: string }): string => `${taint.key}:${taint.effect}`
  const old = new Set((before.spec.taints ?? []).map(key))
  const now = new Set((after.spec.taints ?? []).map(key))
  const { name } = after.metadata
  const added = [...now].filter((taint) => !old.has(taint) && !taint.startsWith('node.kubernetes.io/unschedulable'))
  if (added.length > 0) return { text: `taints ${name} with ${added.join(' and ')}`, tone: 'bad' }
  const removed = [...old].filter((taint) => !now.has(taint) && !taint.startsWith('node.kubernetes.io/unschedulable'))
  if (removed.length > 0) return { text: `takes the taint ${removed.join(' and ')} off ${name}`, tone: 'good' }
  return undefined
}

export function nodeSentence(before: Node | undefined, after: Node | undefined): Sentence | undefined {
  const { name } = (after ?? before)!.metadata
  if (before === undefined) return { text: `registers ${name} with the API server`, tone: 'neutral' }
  if (after === undefined) return { text: `deleted Node ${name}`, tone: 'neutral' }
  const was = ready(before)
  const now = ready(after)
  if (was !== now && now === 'True') return { text: `reports ${name} Ready`, tone: 'good' }
  if (was !== now && now === 'Unknown') return { text: `marks ${name} NotReady: its kubelet has been silent for too long`, tone: 'bad' }
  if (was !== now && was === 'True') return { text: `reports ${name} NotReady`, tone: 'bad' }
  if (before.spec.unschedulable !== after.spec.unschedulable) {
    return after.spec.unschedulable === true
      ? { text: `cordoned ${name}: no new pods`, tone: 'neutral' }
      : { text: `uncordoned ${name}`, tone: 'neutral' }
  }
  return taintSentence(before, after)
}
