/** What makes a thing of the picture a button. */
import type { KeyboardEvent, MouseEvent } from 'react'

/** Click, Enter and Space on a thing that is chosen by it; the event goes no further, so that the card below is not chosen too. */
export function onActivate(act: () => void) {
  return {
    onClick: (event: MouseEvent) => {
      event.stopPropagation()
      act()
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.target !== event.currentTarget || (event.key !== 'Enter' && event.key !== ' ')) return
      event.preventDefault()
      event.stopPropagation()
      act()
    },
  }
}
