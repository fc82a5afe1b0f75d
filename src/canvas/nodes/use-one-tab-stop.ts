/** Small cards are one Tab stop together, or a hundred nodes would be a hundred of them: arrow keys go from one to the next. */
import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'

const member = '[data-tab-stop]'

function giveTo(element: HTMLElement, all: Iterable<HTMLElement>): void {
  for (const other of all) other.tabIndex = other === element ? 0 : -1
}

/**
 * For a button that renders with `tabIndex={-1}` and `data-tab-stop`. Of those in one picture the one that had the focus last is the Tab
 * stop, at first the first one; a card that goes hands it on.
 */
export function useOneTabStop(): { readonly ref: RefObject<HTMLButtonElement | null>; readonly onFocus: () => void } {
  const ref = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const own = ref.current
    const picture = own?.closest('.react-flow__nodes')
    if (own === null || picture === null || picture === undefined) return undefined
    if (picture.querySelector(`${member}[tabindex="0"]`) === null) own.tabIndex = 0
    return () => {
      const next = own.tabIndex === 0 ? [...picture.querySelectorAll<HTMLElement>(member)].find((other) => other !== own) : undefined
      if (next !== undefined) next.tabIndex = 0
    }
  }, [])
  const onFocus = (): void => {
    const own = ref.current
    const picture = own?.closest('.react-flow__nodes')
    if (own !== null && picture !== null && picture !== undefined) giveTo(own, picture.querySelectorAll<HTMLElement>(member))
  }
  return { ref, onFocus }
}
