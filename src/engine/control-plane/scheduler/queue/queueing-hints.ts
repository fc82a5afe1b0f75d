/**
 * Which plugins a change concerns. Upstream asks each plugin's own hint whether this very change helps this very pod; here a change moves
 * every pod that such a plugin refused, so that a pod may be tried once in vain.
 * Source: pkg/scheduler/eventhandlers.go, framework/events.go.
 */
import type { Node, Pod, Taint } from '../../../../kubernetes/types/core.ts'
import { pluginBit } from '../plugins/plugin-names.ts'

const anyPlugin = -1

/** A pod has left its node. */
export const podGone = pluginBit('NodeResourcesFit') | pluginBit('NodePorts') | pluginBit('PodTopologySpread')
/** A pod has got a node, or its labels have changed: the smallest domain may have grown. */
export const podPlaced = pluginBit('PodTopologySpread')

function sameEntries(a: Readonly<Record<string, string>> | undefined, b: Readonly<Record<string, string>> | undefined): boolean {
  if (a === b) return true
  const left = Object.entries(a ?? {})
  return left.length === Object.keys(b ?? {}).length && left.every(([key, value]) => b?.[key] === value)
}

function sameTaints(a: readonly Taint[] | undefined, b: readonly Taint[] | undefined): boolean {
  if (a === b) return true
  const right = b ?? []
  return (a ?? []).length === right.length && (a ?? []).every((taint, i) => {
    const other = right[i]
    return other !== undefined && other.key === taint.key && other.value === taint.value && other.effect === taint.effect
  })
}

/** The plugins that a Node's change may make more lenient; 0: none. */
export function nodeChange(before: Node | undefined, after: Node): number {
  if (before === undefined) return anyPlugin
  let plugins = 0
  if (before.spec.unschedulable !== after.spec.unschedulable) plugins |= pluginBit('NodeUnschedulable')
  if (!sameTaints(before.spec.taints, after.spec.taints)) plugins |= pluginBit('TaintToleration')
  if (!sameEntries(before.metadata.labels, after.metadata.labels)) plugins |= pluginBit('NodeAffinity') | pluginBit('PodTopologySpread')
  if (!sameEntries(before.status.allocatable, after.status.allocatable)) plugins |= pluginBit('NodeResourcesFit')
  return plugins
}

/** Has a waiting pod changed in what decides about its place? Of its spec only tolerations can, and they can only be added. */
export function asksAnew(before: Pod, after: Pod): boolean {
  return (before.spec.tolerations?.length ?? 0) !== (after.spec.tolerations?.length ?? 0) ||
    !sameEntries(before.metadata.labels, after.metadata.labels)
}
