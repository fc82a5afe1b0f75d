/** What is said of a node: the picture, the inspector, the tree and the search say the same. */
import { nodeFlags } from '../protocol/vocabulary.ts'
import type { StatusName } from '../protocol/vocabulary.ts'
import type { ClusterView } from './cluster-view.ts'

/** STATUS as kubectl prints it (printNode in pkg/printers/internalversion/printers.go): "Unknown" until there is a condition Ready. */
export function nodeWord(status: StatusName): 'Ready' | 'NotReady' | 'Unknown' {
  return status === 'running' ? 'Ready' : status === 'pending' ? 'Unknown' : 'NotReady'
}

/** The same with what follows it on a cordoned node: "Ready,SchedulingDisabled". `flags`: `nodeFlags`. */
export function nodeWords(status: StatusName, flags: number): string {
  return `${nodeWord(status)}${(flags & nodeFlags.cordoned) === 0 ? '' : ',SchedulingDisabled'}`
}

const hasFlag = ({ nodes }: ClusterView, slot: number, flag: number): boolean => ((nodes.flags[slot] ?? 0) & flag) !== 0

/** Whether the plug of a node's machine was pulled. */
export const isPoweredOff = (view: ClusterView, slot: number): boolean => hasFlag(view, slot, nodeFlags.poweredOff)

/** Whether something can get through to a node's machine: it has power and its cable is whole. */
export const isReachable = (view: ClusterView, slot: number): boolean => !hasFlag(view, slot, nodeFlags.poweredOff | nodeFlags.cableCut)

/** Nodes whose machines nothing gets through to, as a text that differs when they do. */
export function unreachableKey(view: ClusterView): string {
  let key = ''
  for (let slot = 0; slot < view.nodes.end; slot += 1) if (!isReachable(view, slot)) key += `${slot} `
  return key
}
