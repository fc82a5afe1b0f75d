/**
 * While the camera moves, the picture's layer is moved as it is, without being painted anew, and drawn sharp at the end. What depends on the
 * zoom and is dear to lay out (the size of small cards' text, what has room in them) follows at the end, or when it is far off.
 */
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import type { RefObject } from 'react'
import { useStoreApi } from 'reactflow'
import { useCluster } from '../state/context.tsx'
import type { FrameTurns } from '../state/frame-turns.ts'
import { isFarFrom } from './kernels/level-of-detail.ts'
import { createMovedLayers } from './moved-layers.ts'
import { createToldInTurn } from './told-in-turn.ts'

/** What a card takes of a frame's budget when it is told of another resting zoom. */
const toldCost = 1

/** The camera rests when it has not moved for so long. */
const restMs = 160

export interface CameraMoves {
  /** The zoom at which the camera rested last, or one near to where it is. */
  readonly restingZoom: () => number
  readonly isMoving: () => boolean
  /** Listens to another resting zoom; returns the way to stop. */
  readonly subscribe: (listener: () => void) => () => void
  /** Listens to the ends of moves; returns the way to stop. */
  readonly onRest: (listener: () => void) => () => void
  /** Puts what goes along with the camera where the camera is now. `transform`: as in CSS. */
  readonly put: (element: HTMLElement, transform: string) => void
}

type Flow = ReturnType<typeof useStoreApi>

interface FollowedMoves extends CameraMoves {
  readonly follow: (element: RefObject<HTMLElement | null>, onMoving: (moving: boolean) => void) => () => void
}

function createMoves(flow: Flow, turns: FrameTurns): FollowedMoves {
  let zoom = flow.getState().transform[2]
  const cards = createToldInTurn(turns, toldCost)
  const layers = createMovedLayers()
  const resting = new Set<() => void>()
  let isMoving = false
  const settle = (): void => {
    const [, , now] = flow.getState().transform
    if (now === zoom) return
    zoom = now
    cards.tell()
  }
  return {
    restingZoom: () => zoom,
    isMoving: () => isMoving,
    subscribe: cards.listen,
    onRest: (listener) => {
      resting.add(listener)
      return () => { resting.delete(listener) }
    },
    put: (element, transform) => {
      if (isMoving) layers.put(element, transform)
      else element.style.transform = transform
    },
    follow: (element, onMoving) => {
      let timer: ReturnType<typeof setTimeout> | undefined
      let lastMs = 0
      let viewport: HTMLElement | undefined
      const setMoving = (moving: boolean): void => {
        isMoving = moving
        element.current?.toggleAttribute('data-moving', moving)
        if (!moving) layers.rest()
        onMoving(moving)
      }
      const rest = (): void => {
        const leftMs = lastMs + restMs - performance.now()
        timer = leftMs > 0 ? setTimeout(rest, leftMs) : undefined
        if (timer !== undefined) return
        setMoving(false)
        settle()
        for (const listener of resting) listener()
      }
      settle()
      const stop = flow.subscribe(({ transform }, before) => {
        if (transform === before.transform) return
        if (isFarFrom(zoom, transform[2])) settle()
        lastMs = performance.now()
        viewport ??= element.current?.querySelector<HTMLElement>('.react-flow__viewport') ?? undefined
        const [x, y, scale] = transform
        if (viewport !== undefined) layers.put(viewport, `translate(${x}px,${y}px) scale(${scale})`)
        if (timer !== undefined) return
        setMoving(true)
        timer = setTimeout(rest, restMs)
      })
      return () => {
        stop()
        clearTimeout(timer)
        cards.stop()
        setMoving(false)
      }
    },
  }
}

/** Marks the element with `data-moving` while the camera moves, and tells the store so; gives the zoom at which it rests. */
export function useCameraMoves(element: RefObject<HTMLElement | null>): CameraMoves {
  const flow = useStoreApi()
  const { store } = useCluster()
  const [moves] = useState(() => createMoves(flow, store.turns))
  useEffect(() => moves.follow(element, store.setMoving), [moves, element, store])
  return moves
}

export const CameraMovesContext = createContext<CameraMoves>({
  restingZoom: () => 1, isMoving: () => false, subscribe: () => () => undefined, onRest: () => () => undefined, put: (element, transform) => { element.style.transform = transform },
})

/** What `pick` makes of the resting zoom. */
export function useRestingZoom<T extends string | number>(pick: (zoom: number) => T): T {
  const { restingZoom, subscribe } = useContext(CameraMovesContext)
  return useSyncExternalStore(subscribe, () => pick(restingZoom()))
}
