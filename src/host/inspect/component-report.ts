/** What a process does now: facts and tables from its own state. */
import { componentDoing, componentPart, processStateOf, machineByName, type ClusterState } from '../../engine/index.ts'
import type { ComponentReport } from '../../protocol/inspect.ts'
import type { ProcessRef } from '../../protocol/world-commands.ts'

/** The report of a process; undefined when its node has no machine. */
export function componentReport(cluster: ClusterState, ref: ProcessRef): ComponentReport | undefined {
  if (ref.node !== undefined && machineByName(cluster.world, ref.node) === undefined) return undefined
  const { state, restarts } = processStateOf(cluster, ref)
  const part = componentPart(cluster, ref)
  return {
    ref, state,
    facts: [
      { label: 'State', value: state },
      { label: 'Restarts', value: String(restarts) },
      { label: 'Now', value: componentDoing(cluster, ref) },
      ...part.facts,
    ],
    tables: part.tables,
  }
}
