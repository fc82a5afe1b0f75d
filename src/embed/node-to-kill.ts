/** Which machine the one button of an embedded picture means. */
import { nodeFlags, statusCodes } from '../protocol/vocabulary.ts'
import type { ClusterView } from '../state/cluster-view.ts'
import { nodesByPlace } from '../state/selectors.ts'
import type { Selection } from '../state/selection.ts'

interface PowerTarget {
  readonly node: string
  /** What a click does: pull the plug, or give the power back. */
  readonly on: boolean
}

/** The selected node, else the first machine that is off (to bring it back), else the Ready node with the most pods. */
export function powerTarget(view: ClusterView, selection: Selection | undefined): PowerTarget | undefined {
  const slots = nodesByPlace(view)
  const chosen = selection?.kind === 'node' ? slots.find((slot) => slot === selection.slot) : undefined
  const slot = chosen ?? slots.find((candidate) => isOff(view, candidate)) ?? fullest(view, slots)
  const node = slot === undefined ? undefined : view.nodes.names[slot]?.name
  return slot === undefined || node === undefined ? undefined : { node, on: isOff(view, slot) }
}

function isOff(view: ClusterView, slot: number): boolean {
  return ((view.nodes.flags[slot] ?? 0) & nodeFlags.poweredOff) !== 0
}

function fullest(view: ClusterView, slots: readonly number[]): number | undefined {
  const podsOn = (slot: number): number => (view.nodes.pods[slot] ?? []).filter((pod) => pod >= 0).length
  return slots.filter((slot) => view.nodes.status[slot] === statusCodes.running)
    .toSorted((a, b) => podsOn(b) - podsOn(a))[0]
}
