import { useEffect, useState } from 'react'
import type { RefObject } from 'react'

/** Rows drawn beyond the edges, so that scrolling shows no gap. */
const beyond = 8
/** Before the list has been measured. */
const assumedHeightPx = 600

interface ScrolledRows {
  /** Rows from `first` up to, but not with, `end` are drawn. */
  readonly first: number
  readonly end: number
  /** Rows that fit into the view. */
  readonly page: number
  /** Scrolls until a row is seen whole. */
  readonly reveal: (index: number) => void
}

/** Which rows of a long list, each `rowHeightPx` high, stand in its scrolled window. */
export function useScrolledRows(list: RefObject<HTMLElement | null>, count: number, rowHeightPx: number): ScrolledRows {
  const [window, setWindow] = useState({ top: 0, height: assumedHeightPx })
  useEffect(() => {
    const element = list.current
    if (element === null) return undefined
    const look = (): void => { setWindow({ top: element.scrollTop, height: element.clientHeight || assumedHeightPx }) }
    const watch = new ResizeObserver(look)
    watch.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    look()
    return () => {
      watch.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [list])
  const reveal = (index: number): void => {
    const element = list.current
    if (element === null) return
    const top = index * rowHeightPx
    const height = element.clientHeight || assumedHeightPx
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + rowHeightPx > element.scrollTop + height) element.scrollTop = top + rowHeightPx - height
  }
  const first = Math.min(Math.max(0, count - 1), Math.max(0, Math.floor(window.top / rowHeightPx) - beyond))
  return {
    first, end: Math.min(count, Math.ceil((window.top + window.height) / rowHeightPx) + beyond), page: Math.max(1, Math.floor(window.height / rowHeightPx) - 1), reveal,
  }
}
