/** A lens over the far map: the node under the pointer, that with the focus, or the chosen one, with its pods in the same places, large enough to be read. */
import { useContext, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useReactFlow, useStoreApi } from 'reactflow'
import { useCluster, useClusterState, useNodeVersion } from '../../state/context.tsx'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import { cardPlace } from '../kernels/card-place.ts'
import { placeAt } from '../kernels/hit-test.ts'
import type { PlacedNode } from '../kernels/grid.ts'
import { nodeBox } from '../kernels/layout.ts'
import type { ClusterLayout, NodeGeometry } from '../kernels/layout.ts'
import { placeOf } from '../kernels/where.ts'
import { workerNodeView } from '../nodes/worker-node-view.ts'
import type { PodView } from '../nodes/worker-node-view.ts'
import { CameraMovesContext } from '../use-camera-moves.ts'

/** Pods named in the lens: the ones that are not running. */
const mostNamed = 4
/** As in canvas.css. */
const podsInLine = 10

/** Slot of the node under the pointer; looked for once a frame at most. */
function usePointed(placed: readonly PlacedNode[], node: NodeGeometry): number | undefined {
  const { screenToFlowPosition } = useReactFlow()
  const [pointed, setPointed] = useState<number>()
  useEffect(() => {
    const slots = new Map(placed.map(({ slot, place }) => [place, slot]))
    const places = (placed[placed.length - 1]?.place ?? -1) + 1
    let at: { readonly x: number; readonly y: number } | undefined
    let frame = 0
    const look = (): void => {
      frame = 0
      const place = at === undefined ? undefined : placeAt(screenToFlowPosition(at), places, node)
      setPointed(place === undefined ? undefined : slots.get(place))
    }
    const move = (event: PointerEvent): void => {
      const over = event.target instanceof Element && event.target.classList.contains('react-flow__pane')
      at = over && event.buttons === 0 && event.pointerType === 'mouse' ? { x: event.clientX, y: event.clientY } : undefined
      frame ||= requestAnimationFrame(look)
    }
    window.addEventListener('pointermove', move)
    return () => {
      window.removeEventListener('pointermove', move)
      cancelAnimationFrame(frame)
    }
  }, [placed, node, screenToFlowPosition])
  return pointed
}

/** `focused`: slot of the node whose tile has the keyboard; it says itself what it is. */
export function Lens({ layout, placed, focused }: { layout: ClusterLayout; placed: readonly PlacedNode[]; focused?: number | undefined }) {
  const pointed = usePointed(placed, layout.node)
  const chosen = useClusterState(({ selection }) => (selection?.kind === 'node' ? selection.slot : undefined))
  const slot = pointed ?? focused ?? chosen
  return slot === undefined ? null : <LensCard key={slot} slot={slot} layout={layout} told={slot !== focused} />
}

/** How far the frame stands off its tile, in px. */
const frameRoom = 3

/**
 * Keeps the card beside its tile, and the frame on it. While the camera moves the frame keeps its size and is scaled, and nothing is measured:
 * to lay out either would cost more than to move the picture. `lines`: the card is as high as it has lines.
 */
function useBesideTile(slot: number, layout: ClusterLayout, lines: number) {
  const { view } = useCluster()
  const flow = useStoreApi()
  const moves = useContext(CameraMovesContext)
  const card = useRef<HTMLDivElement>(null)
  const tile = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const [cardElement, tileElement] = [card.current, tile.current]
    const place = placeOf(layout, view, slot)
    if (cardElement === null || tileElement === null || place === undefined) return undefined
    const box = nodeBox(place, layout.node)
    const size = { width: cardElement.offsetWidth, height: cardElement.offsetHeight }
    let drawnZoom = 1
    const put = (): void => {
      const { transform: [x, y, zoom], width, height } = flow.getState()
      const middle = { x: x + (box.x + box.width / 2) * zoom, y: y + (box.y + box.height / 2) * zoom }
      const corner = cardPlace(middle, size, { width, height })
      moves.put(cardElement, `translate(${Math.round(corner.x)}px, ${Math.round(corner.y)}px)`)
      moves.put(tileElement, `translate(${x + box.x * zoom - frameRoom}px, ${y + box.y * zoom - frameRoom}px) scale(${zoom / drawnZoom})`)
    }
    const draw = (): void => {
      drawnZoom = flow.getState().transform[2]
      tileElement.style.width = `${box.width * drawnZoom + 2 * frameRoom}px`
      tileElement.style.height = `${box.height * drawnZoom + 2 * frameRoom}px`
      put()
    }
    draw()
    const stops = [
      moves.onRest(draw),
      flow.subscribe((state, before) => {
        if (state.transform !== before.transform || state.width !== before.width || state.height !== before.height) put()
      }),
    ]
    return () => { for (const stop of stops) stop() }
  }, [slot, layout, lines, view, flow, moves])
  return { card, tile }
}

function LensCard({ slot, layout, told }: { slot: number; layout: ClusterLayout; told: boolean }) {
  const { view } = useCluster()
  useNodeVersion(slot)
  const node = workerNodeView(view, slot)
  const odd = node?.places.filter((pod) => pod !== undefined && pod.status !== 'running') ?? []
  const { card, tile } = useBesideTile(slot, layout, Math.min(odd.length, mostNamed) + Math.ceil((node?.places.length ?? 0) / podsInLine))
  if (node === undefined) return null
  const zone = view.nodes.names[slot]?.zone ?? ''
  return (
    <>
      <div ref={tile} className="lens-tile" aria-hidden="true" />
      <div ref={card} className="lens" role={told ? 'status' : undefined} aria-hidden={!told} aria-label={told ? `Node ${node.name}, ${node.word}` : undefined}>
        <div className="lens-head">
          <b>{node.name}</b>
          <span>{zone}</span>
          <span className={`badge status-${node.status}`}>
            <StatusGlyph status={node.status} size={13} />
            {node.word}
          </span>
        </div>
        <div className="lens-pods" aria-hidden="true">
          {node.places.map((pod, place) => (
            <LensPod key={place} pod={pod} />
          ))}
        </div>
        {odd.slice(0, mostNamed).map((pod) =>
          pod === undefined ? null : (
            <div key={pod.slot} className={`lens-odd status-${pod.status}`}>
              <StatusGlyph status={pod.status} size={13} />
              <span className="mono">{pod.name}</span>
              <span className="is-worded">{pod.word}</span>
            </div>
          ),
        )}
        <div className="lens-foot">{odd.length > mostNamed ? `+${odd.length - mostNamed} more not running` : `${node.cpu.amounts} requested`}</div>
      </div>
    </>
  )
}

function LensPod({ pod }: { pod: PodView | undefined }) {
  if (pod === undefined) return <i className="lens-pod is-free" />
  if (pod.status === 'running') return <i className={`lens-pod${pod.isOutdated ? ' is-outdated' : ''}`} />
  return (
    <i className={`lens-pod status-${pod.status}`}>
      <StatusGlyph status={pod.status} size={14} />
    </i>
  )
}
