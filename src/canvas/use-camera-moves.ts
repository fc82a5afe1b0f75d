/** What is done to the picture while the camera moves: its layer is moved as it is, without being painted anew, and drawn sharp at the end. */
import { useEffect } from 'react'
import type { RefObject } from 'react'
import { useStoreApi } from 'reactflow'

/** The camera rests when it has not moved for so long. */
const restMs = 160

/** Marks the element with `data-moving` while the camera moves. */
export function useCameraMoves(element: RefObject<HTMLElement | null>): void {
  const flow = useStoreApi()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let lastMs = 0
    const rest = (): void => {
      const leftMs = lastMs + restMs - performance.now()
      timer = leftMs > 0 ? setTimeout(rest, leftMs) : undefined
      if (timer === undefined) delete element.current?.dataset['moving']
    }
    const stop = flow.subscribe((state, before) => {
      if (state.transform === before.transform) return
      lastMs = performance.now()
      if (timer !== undefined) return
      element.current?.setAttribute('data-moving', '')
      timer = setTimeout(rest, restMs)
    })
    return () => {
      stop()
      clearTimeout(timer)
      delete element.current?.dataset['moving']
    }
  }, [flow, element])
}
