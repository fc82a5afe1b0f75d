/** Turns the audience's eyes to what a lesson names: it becomes the selection, which the canvas rings. */
import type { LookTarget } from '../lessons/lesson.ts'
import type { ClusterStore } from '../state/cluster-store.ts'
import type { ClusterView } from '../state/cluster-view.ts'
import { nodeByName, podByName } from '../state/selectors.ts'
import type { Selection } from '../state/selection.ts'

/** Selects the target without opening the inspector. What the page does not know (yet) clears the selection. */
export function look(store: ClusterStore, target: LookTarget | undefined): void {
  store.setState({ selection: selectionOf(store.getState().view, target), selectionGone: undefined })
}

/** The selection that a target means; undefined for everything, nothing, and what is not there. */
function selectionOf(view: ClusterView, target: LookTarget | undefined): Selection | undefined {
  if (target === undefined || target.kind === 'everything') return undefined
  if (target.kind === 'component') return { kind: 'component', key: target.key }
  const slot = slotOf(view, target)
  return slot === undefined ? undefined : { kind: target.kind, slot }
}

function slotOf(view: ClusterView, target: Exclude<LookTarget, { kind: 'everything' | 'component' }>): number | undefined {
  switch (target.kind) {
    case 'node': return nodeByName(view, target.name)
    case 'pod': return podByName(view, target.namespace, target.name)
    case 'deployment': return recordByName(view.deployments.values(), target)
    case 'replicaset': return recordByName(view.replicaSets.values(), target)
    case 'service': return recordByName(view.services.values(), target)
  }
}

function recordByName(
  records: Iterable<{ readonly slot: number; readonly namespace: string; readonly name: string }>,
  wanted: { readonly namespace: string; readonly name: string },
): number | undefined {
  for (const record of records) if (record.name === wanted.name && record.namespace === wanted.namespace) return record.slot
  return undefined
}
