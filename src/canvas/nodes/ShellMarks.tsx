/**
 * The pods of a small card as marks, all in one drawing. An element stands only for the few that deserve a look most, and for each that is
 * not as usual while the card has the keyboard: the arrow keys walk to them.
 */
import { useContext, useEffect, useRef, useState } from 'react'
import type { FocusEvent, MouseEvent } from 'react'
import { GlyphParts } from '../../ui/GlyphParts.tsx'
import type { GlyphStatus } from '../../ui/glyph-shapes.ts'
import { barPaths, glyphCorners, inGlyphUnits, markAt, markBox, markGrid, markPaths } from '../kernels/shell-marks.ts'
import type { MarkGrid } from '../kernels/shell-marks.ts'
import { CameraMovesContext } from '../use-camera-moves.ts'
import { onActivate } from './card-events.ts'
import { podLabel } from './PodCard.tsx'
import type { PodView } from './worker-node-view.ts'

const isQuiet = (pod: PodView): boolean => pod.status === 'running' && !pod.isOutdated
const percent = (part: number, whole: number): string => `${(part / whole) * 100}%`

/** Elements for pods of a card that does not have the keyboard. */
const mostElements = 4
/** Who deserves a look most comes first. */
const urgency: readonly GlyphStatus[] = ['failed', 'unknown', 'pending', 'terminating', 'creating', 'succeeded', 'running']

/** Pods that look alike: they are drawn together. */
interface Look {
  readonly status: GlyphStatus
  readonly outdated: boolean
  readonly lit: boolean
  readonly indices: number[]
}

function looksOf(pods: readonly PodView[], isLit: (pod: PodView) => boolean): ReadonlyMap<string, Look> {
  const looks = new Map<string, Look>()
  for (const [i, pod] of pods.entries()) {
    const lit = isLit(pod)
    const key = `${pod.status} ${pod.isOutdated} ${lit}`
    const look = looks.get(key)
    if (look === undefined) looks.set(key, { status: pod.status, outdated: pod.isOutdated, lit, indices: [i] })
    else look.indices.push(i)
  }
  return looks
}

function Marks({ grid, look: { status, outdated, lit, indices } }: { grid: MarkGrid; look: Look }) {
  const { cells, marks } = markPaths(grid, indices)
  return (
    <g className={`shell-look status-${status}${lit ? ' is-lit' : ''}`}>
      <path className="shell-look-cells" d={cells} />
      {outdated ? <path className="shell-look-bars" d={barPaths(grid, indices)} /> : null}
      {status === 'running' ? <path className="shell-look-quiet" d={marks} /> : <GlyphParts status={status} corners={glyphCorners(grid, indices)} />}
    </g>
  )
}

function OddPod({ pod, grid, index, onSelect }: { pod: PodView; grid: MarkGrid; index: number; onSelect: (slot: number) => void }) {
  const { x, y, width } = markBox(grid, index)
  return (
    <span
      className="shell-odd"
      // Margins of either direction are parts of the width.
      style={{ marginLeft: percent(x, grid.width), marginTop: percent(y, grid.width), width: percent(width, grid.width) }}
      role="button"
      tabIndex={-1}
      aria-label={podLabel(pod)}
      title={pod.name}
      data-pod={pod.name}
      {...onActivate(() => { onSelect(pod.slot) })}
    />
  )
}

/** Places of the pods that have an element of their own. */
function withElements(pods: readonly PodView[], all: boolean): readonly number[] {
  const odd = pods.flatMap((pod, i) => (isQuiet(pod) ? [] : [i]))
  if (all || odd.length <= mostElements) return odd
  const rank = (i: number): number => urgency.indexOf(pods[i]?.status ?? 'running')
  return odd.toSorted((a, b) => rank(a) - rank(b) || a - b).slice(0, mostElements)
}

/** So many places: those that are `wanted` and then others, or fewer of them. */
function asMany(wanted: readonly number[], count: number, pods: number): readonly number[] {
  const others = Array.from({ length: pods }, (_, i) => i).filter((i) => !wanted.includes(i))
  return [...wanted, ...others].slice(0, count)
}

/**
 * Places of the pods that have an element of their own. While the camera moves they stay as many as they were, unless the card has the keyboard:
 * one more or less has Chromium lay out and put together all layers anew, which takes as long as the move itself.
 */
function useElements(pods: readonly PodView[], hasKeyboard: boolean): readonly number[] {
  const { isMoving, afterRest } = useContext(CameraMovesContext)
  const [, setRests] = useState(0)
  const count = useRef(0)
  const wanted = withElements(pods, hasKeyboard)
  const places = isMoving() && !hasKeyboard ? asMany(wanted, count.current, pods.length) : wanted
  count.current = places.length
  const isBehind = places.length !== wanted.length
  useEffect(() => (isBehind ? afterRest(() => { setRests((rests) => rests + 1) }) : undefined), [afterRest, isBehind])
  return places
}

/** What a screen reader says of all marks. */
function marksLabel(pods: readonly PodView[]): string {
  return `${pods.length} pod${pods.length === 1 ? '' : 's'}, ${pods.filter(isQuiet).length} of them running`
}

/** Whether the keyboard is in a card. `within`: goes on the card's element. */
export function useKeyboardWithin(): { readonly hasKeyboard: boolean; readonly within: { onFocus: () => void; onBlur: (event: FocusEvent) => void } } {
  const [hasKeyboard, setHasKeyboard] = useState(false)
  return {
    hasKeyboard,
    within: {
      onFocus: () => { setHasKeyboard(true) },
      onBlur: ({ currentTarget, relatedTarget }) => { setHasKeyboard(relatedTarget instanceof Node && currentTarget.contains(relatedTarget)) },
    },
  }
}

/** @param room height that all marks may take, px at zoom 1. */
export function ShellMarks({ pods, room, hasKeyboard, isLit, onSelect }: {
  pods: readonly PodView[]; room: number; hasKeyboard: boolean; isLit: (pod: PodView) => boolean; onSelect: (slot: number) => void
}) {
  const grid = markGrid(pods.length, room)
  const drawn = inGlyphUnits(grid)
  const elements = useElements(pods, hasKeyboard)
  const podUnder = ({ currentTarget, clientX, clientY }: MouseEvent): PodView | undefined => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect()
    const index = markAt(grid, { x: ((clientX - left) / width) * grid.width, y: ((clientY - top) / height) * grid.height })
    return index === undefined ? undefined : pods[index]
  }
  return (
    <div
      className="shell-marks"
      style={{ aspectRatio: `${grid.width} / ${grid.height}` }}
      onClick={(event) => {
        const pod = podUnder(event)
        if (pod === undefined) return
        event.stopPropagation()
        onSelect(pod.slot)
      }}
      onMouseMove={(event) => { event.currentTarget.title = podUnder(event)?.name ?? '' }}
    >
      <svg role="img" aria-label={marksLabel(pods)} viewBox={`0 0 ${drawn.width} ${drawn.height}`} preserveAspectRatio="none">
        {/* Nothing to see: the drawing begins with the same thing whatever its pods look like. Else Chromium puts all layers together anew. */}
        <rect width={drawn.width} height={drawn.height} fill="transparent" />
        {[...looksOf(pods, isLit)].map(([key, look]) => <Marks key={key} grid={drawn} look={look} />)}
      </svg>
      {elements.map((i, position) => {
        const pod = pods[i]
        // An element without the keyboard stands for whoever deserves a look next: to take it away and put another one costs more.
        return pod === undefined ? null : <OddPod key={hasKeyboard ? `pod ${pod.slot}` : position} pod={pod} grid={grid} index={i} onSelect={onSelect} />
      })}
    </div>
  )
}
