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
  const [observer] = useState(() => new ResizeObserver((entries) => {
    const seen = entries.map(({ target, borderBoxSize }) => [target, borderBoxSize[0]?.blockSize ?? 0] as const).filter(([, height]) => height > 0)
    // A frame later the row would be seen at a height that is not its own.
    flushSync(() => {
      setHeights((before) => new Map([...before, ...seen.map(([target, height]) => [idOf(target), height] as const)].slice(-mostKept)))
    })
  }))
  const watch = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined
    observer.observe(element)
    return () => { observer.unobserve(element) }
  }, [observer])
  return { heightOf: (id) => heights.get(id), watch }
}

/** More than any list shows. */
const mostKept = 200

const idOf = (element: Element): number => (element instanceof HTMLElement ? Number(element.dataset.id) : 0)
