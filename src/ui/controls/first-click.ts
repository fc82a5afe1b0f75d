import type { MouseEvent } from 'react'

/**
 * For `onClickCapture` around buttons whose press changes what stands in their place: the second click of a double click, which would undo
 * or confirm what the first has just done, counts for nothing.
 */
export function firstClickOnly(event: MouseEvent): void {
  if (event.detail > 1) event.stopPropagation()
}
