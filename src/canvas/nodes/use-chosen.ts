/** What cards share: whether they are selected, and whether the newest change names them. */
import type { Change } from '../../protocol/frame.ts'
import { useCluster, useClusterState } from '../../state/context.tsx'
import type { ClusterState } from '../../state/cluster-store.ts'
import { select } from '../../state/page-actions.ts'
import { sameSelection } from '../../state/selection.ts'
import type { Selection } from '../../state/selection.ts'
import { subjectSelection } from '../../state/subject-selection.ts'
import { noAttention } from './attention.ts'
import type { Attention } from './attention.ts'

/** Whether `selection` is selected, and a function that selects it. */
export function useChosen(selection: Selection): { readonly selected: boolean; readonly onSelect: () => void } {
  const { store } = useCluster()
  const selected = useClusterState((state) => sameSelection(state.selection, selection))
  return {
    selected,
    onSelect: () => {
      select(store, selection)
    },
  }
}

/** Slot of the selected thing of a kind; -1: something else, or nothing, is selected. */
export function useSelectedSlot(kind: 'pod' | 'node' | 'deployment' | 'replicaset' | 'service'): number {
  return useClusterState(({ selection }) => (selection?.kind === kind ? selection.slot : -1))
}

/** The newest change that the page has been told of; later ones may stand behind it already. */
export function toldChange({ view, lastChangeId }: ClusterState): Change | undefined {
  return view.changes.findLast(({ id }) => id === lastChangeId)
}

/** Number of the newest change if `names` it, else 0. A change that stood before the page looked is drawn no ring. */
export function useAttention(names: (subject: Change['subject']) => boolean): number {
  return useClusterState((state) => {
    const change = toldChange(state)
    return change !== undefined && names(change.subject) ? change.id : 0
  })
}

/** The newest change if its subject is of one of these kinds. */
export function useAttentionTo(...kinds: readonly Change['subject']['kind'][]): Attention {
  const change = useAttention((subject) => kinds.includes(subject.kind))
  const { store } = useCluster()
  return change === 0 ? noAttention : attentionNow(store.getState())
}

/** The newest change with the thing that it names. */
export function attentionNow(state: ClusterState): Attention {
  const change = toldChange(state)
  return change === undefined ? noAttention : { change: change.id, to: subjectSelection(state.view, change.subject) }
}
