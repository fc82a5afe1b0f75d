/** What the caption speaks of now: the card of that thing is drawn a ring, once. */
import type { Selection } from '../../state/selection.ts'

export interface Attention {
  /** Number of the change that the caption tells; 0: none that such cards are drawn a ring for. */
  readonly change: number
  /** The thing that it names; undefined: none, or it is gone. */
  readonly to: Selection | undefined
}

export const noAttention: Attention = { change: 0, to: undefined }

/** Number of the change if it names the thing of that kind in a slot, else 0: for `AttentionRing`. */
export function ringOf({ change, to }: Attention, kind: Selection['kind'], slot: number): number {
  return to !== undefined && to.kind === kind && 'slot' in to && to.slot === slot ? change : 0
}
