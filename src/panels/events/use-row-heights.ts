import { useCallback, useState } from 'react'
import { flushSync } from 'react-dom'

export interface RowHeights {
  /** Height of a row's content in px, as it was seen last; undefined: not yet. */
  readonly heightOf: (id: number) => number | undefined
  /** For the `ref` of a row's content, which carries its id in `data-id`. */
  readonly watch: (element: HTMLElement | null) => (() => void) | undefined
}

const none: ReadonlyMap<number, number> = new Map()

/** How high the contents of rows are, which only the browser knows. Told before the frame is painted in which a row has come or changed. */
export function useRowHeights(): RowHeights {
  const [heights, setHeights] = useState(none)
  const [note] = useState(() => (seen: readonly (readonly [Element, number])[]) => {
    const known = seen.filter(([, height]) => height > 0).map(([target, height]) => [idOf(target), height] as const)
    if (known.length > 0) setHeights((before) => new Map([...before, ...known].slice(-mostKept)))
  })
  const [observer] = useState(() => new ResizeObserver((entries) => {
    // A frame later the row would be seen at a height that is not its own.
    flushSync(() => { note(entries.map(({ target, borderBoxSize }) => [target, borderBoxSize[0]?.blockSize ?? 0])) })
  }))
  const watch = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined
    // The observer tells of a row that has come only in the frame after it.
    note([[element, element.offsetHeight]])
    observer.observe(element)
    return () => { observer.unobserve(element) }
  }, [note, observer])
  return { heightOf: (id) => heights.get(id), watch }
}

/** More than any list shows. */
const mostKept = 200

const idOf = (element: Element): number => (element instanceof HTMLElement ? Number(element.dataset.id) : 0)
