/** The FailedScheduling message. Source: pkg/scheduler/framework/types.go (FitError), framework/preemption/preemption.go. */
import type { NodeColumns } from '../cache/node-columns.ts'
import { unresolvable, type CyclePod } from '../plugins/plugin.ts'
import { filterPlugins } from '../plugins/registry.ts'
import type { Scan } from './find-feasible.ts'

const noNodesMessage = 'no nodes available to schedule pods'
const maxMessageLength = 1024

/** "2 Insufficient cpu, 1 node(s) were unschedulable": counts with reasons, sorted as text. */
export function reasonsText(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([reason, count]) => `${count} ${reason}`).toSorted().join(', ')
}

function add(counts: Map<string, number>, reason: string): void {
  counts.set(reason, (counts.get(reason) ?? 0) + 1)
}

/** Preemption itself is left out: nobody is ever found to give way. */
function preemptionText(pod: CyclePod, nodes: number, hopeless: number): string {
  if (pod.pod.spec.preemptionPolicy === 'Never') return 'preemption: not eligible due to preemptionPolicy=Never.'
  const counts = new Map<string, number>()
  if (hopeless > 0) counts.set('Preemption is not helpful for scheduling', hopeless)
  if (nodes > hopeless) counts.set('No preemption victims found for incoming pod', nodes - hopeless)
  return `preemption: 0/${nodes} nodes are available: ${reasonsText(counts)}.`
}

/** Why no node fitted, in upstream's words; `scan` has looked at every node. */
export function fitErrorMessage(columns: NodeColumns, pod: CyclePod, scan: Scan): string {
  const nodes = scan.evaluatedCount
  if (nodes === 0) return noNodesMessage
  const counts = new Map<string, number>()
  let hopeless = 0
  for (let k = 0; k < nodes; k++) {
    if (scan.verdict[k] === unresolvable) hopeless++
    for (const reason of filterPlugins[scan.refusedBy[k]!]!.reasons(columns, pod, scan.evaluated[k]!)) add(counts, reason)
  }
  const message = `0/${nodes} nodes are available: ${reasonsText(counts)}. ${preemptionText(pod, nodes, hopeless)}`
  return message.length > maxMessageLength ? `${message.slice(0, maxMessageLength - 4)} ...` : message
}

/** Bits of the plugins that refused a node; -1 (any change may help) when there was no node. */
export function refusingPlugins(scan: Scan): number {
  if (scan.evaluatedCount === 0) return -1
  let plugins = 0
  for (let k = 0; k < scan.evaluatedCount; k++) plugins |= 1 << scan.refusedBy[k]!
  return plugins
}
