/** The far map by keyboard: one tile at a time has the focus and says what its node is; arrows go to the next one, Enter chooses it. */
import { useContext, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { FocusEvent, KeyboardEvent } from 'react'
import { useReactFlow, useStoreApi } from 'reactflow'
import { useCluster, useNodeVersion } from '../../state/context.tsx'
import type { ClusterView } from '../../state/cluster-view.ts'
import { select } from '../../state/page-actions.ts'
import { counted } from '../../state/format.ts'
import { flightMs, useCameraTo } from '../camera-aim.ts'
import { alarmsOf, alarmWords } from '../kernels/alarms.ts'
import type { PlacedNode } from '../kernels/grid.ts'
import { nodeBox, nodePitchY } from '../kernels/layout.ts'
import type { ClusterLayout } from '../kernels/layout.ts'
import { nearestTile, nextTile } from '../kernels/tile-walk.ts'
import { directionOf } from '../kernels/walk.ts'
import { centred, isInView } from '../kernels/where.ts'
import { workerNodeView } from '../nodes/worker-node-view.ts'
import { nodeLabel } from '../nodes/WorkerNodeCard.tsx'
import { CameraMovesContext } from '../use-camera-moves.ts'
import { Lens } from './Lens.tsx'

interface Props {
  readonly layout: ClusterLayout
  readonly placed: readonly PlacedNode[]
}

export function TileWalk({ layout, placed }: Props) {
  const { store } = useCluster()
  const flow = useStoreApi()
  const { screenToFlowPosition } = useReactFlow()
  const cameraTo = useCameraTo()
  const slots = useMemo(() => new Map(placed.map(({ slot, place }) => [place, slot])), [placed])
  const [wanted, setWanted] = useState<number>()
  const [focused, setFocused] = useState(false)
  const place = wanted !== undefined && slots.has(wanted) ? wanted : placed[0]?.place
  const slot = place === undefined ? undefined : slots.get(place)

  /** Where a walk over the map begins: beside what it comes from, if that was a card of the picture; else at the chosen node, or where one was last. */
  const firstPlace = (from: EventTarget | null): number | undefined => {
    if (from instanceof Element && from.closest('.react-flow') !== null) {
      const { left, top, width, height } = from.getBoundingClientRect()
      return nearestTile(placed, screenToFlowPosition({ x: left + width / 2, y: top + height / 2 }), layout)
    }
    const { selection } = store.getState()
    const chosen = selection?.kind === 'node' ? placed.find((node) => node.slot === selection.slot) : undefined
    return chosen?.place ?? wanted
  }
  const walk = (event: KeyboardEvent): void => {
    const direction = directionOf(event.key)
    if (direction === undefined || event.altKey || place === undefined) return
    const next = nextTile(slots, place, direction, layout)
    if (next === undefined) return
    event.preventDefault()
    event.stopPropagation()
    setWanted(next)
    const { transform: [x, y, zoom], width, height } = flow.getState()
    const box = nodeBox(next, layout.node)
    if (!isInView(box, { x, y, zoom }, width, height)) cameraTo(centred(box, zoom, width, height), flightMs())
  }
  return (
    <>
      {place === undefined || slot === undefined ? null : (
        <Tile
          key={slot} slot={slot} place={place} layout={layout} focused={focused} onKeyDown={walk}
          onFocus={(event) => {
            if (!focused) setWanted(firstPlace(event.relatedTarget))
            setFocused(true)
          }}
          onBlur={() => { setFocused(false) }}
          onChoose={() => { select(store, { kind: 'node', slot }) }}
        />
      )}
      <Lens layout={layout} placed={placed} focused={focused ? slot : undefined} />
    </>
  )
}

/** What a tile says: its node, how many pods it has, and what deserves a look. */
function tileLabel(view: ClusterView, slot: number): string {
  const node = workerNodeView(view, slot)
  if (node === undefined) return ''
  const pods = node.places.filter((pod) => pod !== undefined).length
  return `${nodeLabel(node)}, ${counted(pods, 'pod')}, ${alarmWords(alarmsOf(view, [slot]))}`
}

/** Smallest side of what is drawn around a tile that has the focus, in px. */
const leastSide = 14

interface TileProps {
  readonly slot: number
  readonly place: number
  readonly layout: ClusterLayout
  /** Whether the map has the focus, then on this tile; else all of the map is what a walk comes to. */
  readonly focused: boolean
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly onFocus: (event: FocusEvent) => void
  readonly onBlur: () => void
  readonly onChoose: () => void
}

function Tile({ slot, place, layout, focused, onKeyDown, onFocus, onBlur, onChoose }: TileProps) {
  const { view } = useCluster()
  const flow = useStoreApi()
  const moves = useContext(CameraMovesContext)
  useNodeVersion(slot)
  const tile = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => {
    const put = (): void => {
      const { transform: [x, y, zoom] } = flow.getState()
      const box = focused ? nodeBox(place, layout.node) : { x: 0, y: 0, width: layout.columns * layout.node.pitchX, height: layout.rows * nodePitchY }
      const width = Math.max(leastSide, box.width * zoom)
      const height = Math.max(leastSide, box.height * zoom)
      if (tile.current === null) return
      tile.current.style.transform = `translate(${x + (box.x + box.width / 2) * zoom - width / 2}px, ${y + (box.y + box.height / 2) * zoom - height / 2}px)`
      tile.current.style.width = `${width}px`
      tile.current.style.height = `${height}px`
    }
    put()
    // Unseen while it has no focus: it need not go along with each step of a move.
    return focused ? flow.subscribe((state, before) => { if (state.transform !== before.transform) put() }) : moves.onRest(put)
  }, [flow, moves, place, layout, focused])
  // A new element for each node: a name that changes under the focus is not read out.
  useLayoutEffect(() => {
    if (focused) tile.current?.focus({ preventScroll: true })
  }, [])
  return (
    <button
      ref={tile} type="button" className="tile-focus" aria-label={tileLabel(view, slot)}
      onKeyDown={onKeyDown} onFocus={onFocus} onBlur={onBlur} onClick={onChoose}
    />
  )
}
