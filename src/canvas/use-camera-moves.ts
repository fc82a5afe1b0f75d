/**
 * While the camera moves, the picture's layer is moved as it is, without being painted anew, and drawn sharp at the end. What depends on the
 * zoom and is dear to lay out (the size of small cards' text, what has room in them) follows at the end, or when it is far off.
 */
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import type { RefObject } from 'react'
import { useStoreApi } from 'reactflow'
import { isFarFrom } from './kernels/level-of-detail.ts'

/** The camera rests when it has not moved for so long. */
const restMs = 160

/** The zoom at which the camera rested last, or one near to where it is. */
export interface RestingZoom {
  readonly get: () => number
  /** Returns the way to stop. */
  readonly subscribe: (listener: () => void) => () => void
}

type Flow = ReturnType<typeof useStoreApi>

interface Moves extends RestingZoom {
  readonly follow: (element: RefObject<HTMLElement | null>) => () => void
}

function createMoves(flow: Flow): Moves {
  let zoom = flow.getState().transform[2]
  const listeners = new Set<() => void>()
  const settle = (): void => {
    const [, , now] = flow.getState().transform
    if (now === zoom) return
    zoom = now
    for (const listener of listeners) listener()
  }
  return {
    get: () => zoom,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
    follow: (element) => {
      let timer: ReturnType<typeof setTimeout> | undefined
      let lastMs = 0
      const rest = (): void => {
        const leftMs = lastMs + restMs - performance.now()
        timer = leftMs > 0 ? setTimeout(rest, leftMs) : undefined
        if (timer !== undefined) return
        element.current?.removeAttribute('data-moving')
        settle()
      }
      settle()
      const stop = flow.subscribe(({ transform }, before) => {
        if (transform === before.transform) return
        if (isFarFrom(zoom, transform[2])) settle()
        lastMs = performance.now()
        if (timer !== undefined) return
        element.current?.setAttribute('data-moving', '')
        timer = setTimeout(rest, restMs)
      })
      return () => {
        stop()
        clearTimeout(timer)
        element.current?.removeAttribute('data-moving')
      }
    },
  }
}

/** Marks the element with `data-moving` while the camera moves; gives the zoom at which it rests. */
export function useCameraMoves(element: RefObject<HTMLElement | null>): RestingZoom {
  const flow = useStoreApi()
  const [moves] = useState(() => createMoves(flow))
  useEffect(() => moves.follow(element), [moves, element])
  return moves
}

export const RestingZoomContext = createContext<RestingZoom>({ get: () => 1, subscribe: () => () => undefined })

/** What `pick` makes of the resting zoom. */
export function useRestingZoom<T extends string | number>(pick: (zoom: number) => T, given?: RestingZoom): T {
  const around = useContext(RestingZoomContext)
  const { get, subscribe } = given ?? around
  return useSyncExternalStore(subscribe, () => pick(get()))
}
