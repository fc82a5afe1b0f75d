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

/** What a card takes of a frame's budget when it is told of another resting zoom, or of the end of a move. */
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
  /** Listens to the ends of moves, told in turns of frames: for what each of many cards left undone; returns the way to stop. */
  readonly afterRest: (listener: () => void) => () => void
  /** Puts what goes along with the camera where the camera is now. `transform`: as in CSS. */
  readonly put: (element: HTMLElement, transform: string) => void
}

type Flow = ReturnType<typeof useStoreApi>

interface FollowedMoves extends CameraMoves {
  /** Follows the camera of the canvas in `element` until the way to stop is called. */
  readonly follow: (element: RefObject<HTMLElement | null>, onMoving: (moving: boolean) => void) => () => void
}

/** Tells the beginning of what is `touch`ed again and again, and the end when that was not done for `restMs`. */
function createRest(begin: () => void, end: () => void): { readonly touch: () => void; readonly stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let touchedMs = 0
  const look = (): void => {
    const leftMs = touchedMs + restMs - performance.now()
    timer = leftMs > 0 ? setTimeout(look, leftMs) : undefined
    if (timer === undefined) end()
  }
  return {
    touch: () => {
      touchedMs = performance.now()
      if (timer !== undefined) return
      begin()
      timer = setTimeout(look, restMs)
    },
    stop: () => { clearTimeout(timer) },
  }
}

function createMoves(flow: Flow, turns: FrameTurns): FollowedMoves {
  let zoom = flow.getState().transform[2]
  const cards = createToldInTurn(turns, toldCost)
  const rested = createToldInTurn(turns, toldCost)
  const layers = createMovedLayers()
  const resting = new Set<() => void>()
  let isMoving = false
  const settle = (): void => {
    const [, , now] = flow.getState().transform
    if (now === zoom) return
    zoom = now
    cards.tell()
  }
  const follow: FollowedMoves['follow'] = (element, onMoving) => {
    let viewport: HTMLElement | undefined
    const setMoving = (moving: boolean): void => {
      isMoving = moving
      element.current?.toggleAttribute('data-moving', moving)
      if (!moving) layers.rest()
      onMoving(moving)
    }
    const rest = createRest(() => { setMoving(true) }, () => {
      setMoving(false)
      settle()
      for (const listener of resting) listener()
      rested.tell()
    })
    settle()
    const stop = flow.subscribe(({ transform, paneDragging }, before) => {
      if (!paneDragging && before.paneDragging) element.current?.removeAttribute('data-dragged')
      if (transform === before.transform) return
      if (paneDragging) element.current?.toggleAttribute('data-dragged', true)
      const [x, y, scale] = transform
      if (isFarFrom(zoom, scale)) settle()
      viewport ??= element.current?.querySelector<HTMLElement>('.react-flow__viewport') ?? undefined
      if (viewport !== undefined) layers.put(viewport, `translate(${x}px,${y}px) scale(${scale})`)
      rest.touch()
    })
    return () => {
      stop()
      rest.stop()
      cards.stop()
      rested.stop()
      setMoving(false)
    }
  }
  return {
    restingZoom: () => zoom,
    isMoving: () => isMoving,
    subscribe: cards.listen,
    onRest: (listener) => {
      resting.add(listener)
      return () => { resting.delete(listener) }
    },
    afterRest: rested.listen,
    put: (element, transform) => {
      if (isMoving) layers.put(element, transform)
      else element.style.transform = transform
    },
    follow,
  }
}

/**
 * Marks the element with `data-moving` while the camera moves and with `data-dragged` while a hand has moved it and still holds it, and tells the
 * store of moves; gives the zoom at which it rests.
 */
export function useCameraMoves(element: RefObject<HTMLElement | null>): CameraMoves {
  const flow = useStoreApi()
  const { store } = useCluster()
  const [moves] = useState(() => createMoves(flow, store.turns))
  useEffect(() => moves.follow(element, store.setMoving), [moves, element, store])
  return moves
}

/** For cards and layers; outside a canvas the camera rests at zoom 1. */
export const CameraMovesContext = createContext<CameraMoves>({
  restingZoom: () => 1, isMoving: () => false, subscribe: () => () => undefined, onRest: () => () => undefined,
  afterRest: () => () => undefined,
  put: (element, transform) => { element.style.transform = transform },
})

/** What `pick` makes of the resting zoom. */
export function useRestingZoom<T extends string | number>(pick: (zoom: number) => T): T {
  const { restingZoom, subscribe } = useContext(CameraMovesContext)
  return useSyncExternalStore(subscribe, () => pick(restingZoom()))
}
