/** Height of a row of the tree in CSS px. Equal rows are what lets 150,000 of them scroll. */
import { useEffect, useState } from 'react'

/** A finger needs 44 px (WCAG 2.5.5). */
const heights = { pointer: 28, finger: 44 } as const
const touched = '(max-width: 600px), (pointer: coarse)'

/** As the device is touched or pointed at; `tree.css` is told by a variable. */
export function useRowHeight(): number {
  const [byFinger, setByFinger] = useState(() => window.matchMedia(touched).matches)
  useEffect(() => {
    const media = window.matchMedia(touched)
    const look = (): void => { setByFinger(media.matches) }
    look()
    media.addEventListener('change', look)
    return () => { media.removeEventListener('change', look) }
  }, [])
  return byFinger ? heights.finger : heights.pointer
}
