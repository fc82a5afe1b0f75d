/** Which worker nodes are in view, and which of them are mounted: a few are added each animation frame. */
import { useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'reactflow'
import type { ReactFlowState } from 'reactflow'
import { useCluster } from '../state/context.tsx'
import { CameraMovesContext } from './use-camera-moves.ts'
import { formsNow, nextForms } from './kernels/card-forms.ts'
import type { CardForms } from './kernels/card-forms.ts'
import { nodePitchX, nodePitchY } from './kernels/layout.ts'
import type { Box, ClusterLayout } from './kernels/layout.ts'
import { cardCost, cardsPerFrame, levelOf, maxLinkedCards } from './kernels/level-of-detail.ts'
import type { Level } from './kernels/level-of-detail.ts'

export interface ViewWindow {
  readonly level: Level
  /** What is in view, widened to whole cells of the grid. */
  readonly box: Box
  /** Nodes that have room in the view, wherever it stands: counted as long as they are few enough for lines of their own. */
  readonly room: number
}

const floorTo = (value: number, step: number): number => Math.floor(value / step)

/** At fleet level no cards are mounted, so the window may move in larger steps, between which nothing is worked out anew. In CSS px. */
const farStepPx = 512

/** Cells of the grid by which the window moves: one where cards are put up; far out a power of two that is at least `farStepPx` wide. */
function windowStep(zoom: number, level: Level): number {
  let cells = 1
  if (level === 'fleet') while (cells * nodePitchX * zoom < farStepPx) cells *= 2
  return cells
}

/** A view in whole cells of the grid. */
export interface ViewCells {
  readonly level: Level
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  /** Cells by which it moves. */
  readonly step: number
  /** Nodes that have room in the view, wherever it stands: counted as long as they are few enough for lines of their own. */
  readonly room: number
}

/** The cells that come into view. */
export function cellsInView(
  { transform: [x, y, zoom], width, height }: Pick<ReactFlowState, 'transform' | 'width' | 'height'>, places: number, textFactor = 1,
): ViewCells {
  const level = levelOf(zoom, places, textFactor)
  const step = windowStep(zoom, level)
  const stepX = step * nodePitchX
  const stepY = step * nodePitchY
  return {
    level,
    left: step * floorTo(-x / zoom, stepX),
    top: step * floorTo(-y / zoom, stepY),
    right: step * (floorTo((width - x) / zoom, stepX) + 1),
    bottom: step * (floorTo((height - y) / zoom, stepY) + 1),
    step,
    room: Math.min(maxLinkedCards + 1, Math.ceil(width / zoom / nodePitchX) * Math.ceil(height / zoom / nodePitchY)),
  }
}

/**
 * The cells that are taken to be in view when the camera sees `now`. Where cards are full ones, dear and few, these are those `before` as long as they
 * have all of them and at most a step more at each side: what leaves the view goes with the next that come, and what a hand moves to and fro stays.
 */
export function cellsKept(before: ViewCells | undefined, now: ViewCells): ViewCells {
  if (before === undefined || before.level !== now.level || before.step !== now.step || before.room !== now.room) return now
  const more = [now.left - before.left, now.top - before.top, before.right - now.right, before.bottom - now.bottom]
  const spare = now.level === 'cluster' || now.level === 'near' ? now.step : 0
  return more.every((cells) => cells >= 0 && cells <= spare) ? before : now
}

/** The current view window. The small picture shows all that it has at any zoom. */
export function useViewWindow({ compact, bounds, columns, rows, textFactor }: ClusterLayout): ViewWindow {
  const places = columns * rows
  const kept = useRef<ViewCells>(undefined)
  const { level, left, top, right, bottom, room } = useStore(
    useCallback((state: ReactFlowState) => (kept.current = cellsKept(kept.current, cellsInView(state, places, textFactor))), [places, textFactor]),
  )
  if (compact !== undefined) return { level: 'cluster', box: bounds, room: places }
  const x = left * nodePitchX
  const y = top * nodePitchY
  return { level, box: { x, y, width: right * nodePitchX - x, height: bottom * nodePitchY - y }, room }
}

/** Asks for turns of animation frames, one after another, as long as something is `wanted`. In its turn the `work` of the newest rendering is done. */
function useTurn(wanted: boolean, cost: number, work: (left: number) => number): void {
  const { turns } = useCluster().store
  const latest = useRef({ wanted, work })
  const takeBack = useRef<() => void>(undefined)
  latest.current = { wanted, work }
  useEffect(() => {
    if (!wanted || takeBack.current !== undefined) return
    takeBack.current = turns.ask(cost, (left) => {
      takeBack.current = undefined
      return latest.current.wanted ? latest.current.work(left) : 0
    }, 'spare')
  })
  useEffect(() => () => {
    takeBack.current?.()
    takeBack.current = undefined
  }, [turns])
}

/** So many cards are mounted without waiting for turns: as many as a first view holds. */
const mountedAtOnce = 12

const none: ReadonlySet<number> = new Set()

/** So many cards that left the view may stay until the camera rests: to take them away halts a move. More would make the layer that moves dearer than that. */
const mostLeft = 4

/** What is mounted one frame later: a few that were missing come, at most so many, and a few that are not wanted any more go, but for so many that may stay. */
export function nextMounted(
  mounted: ReadonlySet<number>, wanted: readonly number[], most: number = cardsPerFrame.mounted, mayStay = 0,
): ReadonlySet<number> {
  const left = leftOf(mounted, wanted)
  const going = left.slice(0, Math.min(cardsPerFrame.gone, Math.max(0, left.length - mayStay)))
  const missing = wanted.filter((slot) => !mounted.has(slot)).slice(0, most)
  const kept = [...mounted].filter((slot) => !going.includes(slot))
  return new Set([...kept, ...missing])
}

/** What is mounted and not wanted any more. */
function leftOf(mounted: ReadonlySet<number>, wanted: readonly number[]): readonly number[] {
  const meant = new Set(wanted)
  return [...mounted].filter((slot) => !meant.has(slot))
}

/** How many cards that left the view may stay: `mostLeft` while the camera moves, else none. Who has any (`hasLeft`) renders once more when it rests. */
function useMayStay(hasLeft: boolean): number {
  const { isMoving, onRest } = useContext(CameraMovesContext)
  const [, setRests] = useState(0)
  const latest = useRef(hasLeft)
  latest.current = hasLeft
  useEffect(() => onRest(() => { if (latest.current) setRests((rests) => rests + 1) }), [onRest])
  return isMoving() ? mostLeft : 0
}

/**
 * Slots that are mounted now on the way to those that are wanted: a few come and go in each frame. As many as a first view holds come at once, but
 * not where a moving camera brings them. `all`: none can come by a move, since all that there are are in view.
 */
export function useStaggered(wanted: readonly number[], all = false): ReadonlySet<number> {
  const [mounted, setMounted] = useState(none)
  const { isMoving } = useContext(CameraMovesContext)
  const atOnce = mounted.size <= mountedAtOnce && wanted.length <= mountedAtOnce && (all || mounted.size === 0 || !isMoving())
  const left = leftOf(mounted, wanted).length
  const mayStay = useMayStay(left > 0)
  const missing = wanted.some((slot) => !mounted.has(slot))
  const settled = !missing && left <= mayStay
  useEffect(() => {
    if (!settled && atOnce) setMounted(new Set(wanted))
  }, [wanted, settled, atOnce])
  useTurn(!settled && !atOnce, missing ? cardCost.mounted : cardCost.gone, (budget) => {
    const most = Math.max(1, Math.min(cardsPerFrame.mounted, Math.floor(budget / cardCost.mounted)))
    setMounted(nextMounted(mounted, wanted, most, mayStay))
    return missing ? most * cardCost.mounted : cardCost.gone
  })
  return useMemo(() => (atOnce ? new Set(wanted) : mounted), [atOnce, wanted, mounted])
}

const noForms: CardForms = new Map()

/**
 * The form of each mounted card: when the level changes, and while the camera moves, a few turn in each frame, so that no frame builds all of them.
 * `all`: as in `useStaggered`; a first view is there as a whole, though its camera is still being fitted.
 */
export function useCardForms(mounted: ReadonlySet<number>, wanted: 'shell' | 'full', all = false): CardForms {
  const shown = useRef(noForms)
  const [turns, setTurns] = useState(0)
  const { isMoving } = useContext(CameraMovesContext)
  const forms = useMemo(() => {
    shown.current = formsNow(shown.current, mounted, wanted, !all && isMoving())
    return shown.current
  }, [mounted, wanted, turns, all, isMoving])
  const hasTurned = [...forms.values()].every((form) => form === wanted)
  useTurn(!hasTurned, cardCost.turned, () => {
    shown.current = nextForms(shown.current, wanted)
    setTurns(turns + 1)
    return cardCost.turned
  })
  return forms
}
