/** What happens to a Node object. Heartbeats and image lists are routine. */
import type { Node, NodeCondition } from '../../kubernetes/types/core.ts'
import type { Names, Sentence } from './sentence.ts'
import { oneOrMany } from './sentence.ts'
import { shortName } from './short-name.ts'

function readyCondition(node: Node): NodeCondition | undefined {
  return node.status.conditions.find((condition) => condition.type === 'Ready')
}

const taintKey = (taint: { readonly key: string; readonly effect: string }): string => `${taint.key}:${taint.effect}`
const isTold = (taint: string): boolean => !taint.startsWith('node.kubernetes.io/unschedulable')

function taintSentence(before: Node, after: Node, names: Names): Sentence | undefined {
  const old = new Set((before.spec.taints ?? []).map(taintKey))
  const now = new Set((after.spec.taints ?? []).map(taintKey))
  const added = [...now].filter((taint) => !old.has(taint) && isTold(taint))
  if (added.length > 0) {
    const evicts = added.some((taint) => taint.endsWith(':NoExecute'))
    const effect = evicts ? 'pods leave when their toleration ends' : 'no new pods'
    return { ...oneOrMany(names, (node) => `tainted ${node} ${added.join(' and ')}: ${effect}`), tone: 'bad' }
  }
  const removed = [...old].filter((taint) => !now.has(taint) && isTold(taint))
  if (removed.length === 0) return undefined
  // With no healthy node left the node lifecycle controller stops evictions (full disruption of all zones).
  const stopped = removed.some((taint) => taint.endsWith(':NoExecute')) && readyCondition(after)?.status !== 'True'
  const why = stopped ? ': no node is healthy, so evictions stop' : ''
  return { ...oneOrMany(names, (node) => `took the taint ${removed.join(' and ')} off ${node}${why}`), tone: stopped ? 'neutral' : 'good' }
}

/** `byKubelet`: its own kubelet wrote it. */
export function nodeSentence(before: Node | undefined, after: Node | undefined, byKubelet: boolean): Sentence | undefined {
  const name = shortName((after ?? before)!.metadata.name)
  const names: Names = { one: name, many: '# nodes' }
  const its: Names = byKubelet ? { ...names, one: 'its node' } : names
  if (before === undefined) {
    return byKubelet
      ? { ...oneOrMany(its, (node) => `registered ${node} with the API server`), tone: 'neutral' }
      : { text: `created Node ${name}`, many: 'created # Nodes', tone: 'neutral' }
  }
  if (after === undefined) return { text: `deleted Node ${name}`, many: 'deleted # Nodes', tone: 'neutral' }
  const was = readyCondition(before)?.status
  const ready = readyCondition(after)
  if (was !== ready?.status) {
    if (ready?.status === 'True') return { ...oneOrMany(its, (node) => `reported ${node} Ready`), tone: 'good' }
    if (ready?.status === 'Unknown') {
      const many = 'marked # nodes NotReady: their kubelets have been silent for too long'
      return { text: `marked ${name} NotReady: its kubelet has been silent for too long`, many, tone: 'bad' }
    }
    if (was === 'True') {
      return { ...oneOrMany(its, (node) => `reported ${node} NotReady: ${ready?.message ?? 'no reason given'}`), tone: 'bad' }
    }
  }
  if (before.spec === after.spec) return undefined
  if (before.spec.unschedulable !== after.spec.unschedulable) {
    return after.spec.unschedulable === true
      ? { ...oneOrMany(names, (node) => `cordoned ${node}: no new pods`), tone: 'neutral' }
      : { text: `uncordoned ${name}: it takes new pods again`, many: 'uncordoned # nodes: they take new pods again', tone: 'neutral' }
  }
  return taintSentence(before, after, names)
}
