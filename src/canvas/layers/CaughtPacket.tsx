/** The card of a caught message and the short form of one under the pointer, each kept beside its packet. */
import { useEffect, useLayoutEffect, useRef } from 'react'
import type { RefObject } from 'react'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { select } from '../../state/page-actions.ts'
import { catchHop, letGo } from '../../state/picture-actions.ts'
import { cardPlace, nearestEdge } from '../kernels/card-place.ts'
import type { Point } from '../kernels/layout.ts'
import { PacketCard, PacketTip } from './PacketCard.tsx'
import type { PacketOverlayHandle } from './PacketOverlay.tsx'
import { useHop } from './use-hop.ts'

interface Props {
  readonly hop: number
  readonly overlay: RefObject<PacketOverlayHandle | null>
}

/** Puts the card beside its packet, and the ring and the line to it; again after each drawing. `gone` is called when the packet has arrived. */
function useBeside({ hop, overlay }: Props, ready: boolean, gone: () => void) {
  const card = useRef<HTMLDivElement>(null)
  const line = useRef<SVGPathElement>(null)
  const ring = useRef<SVGCircleElement>(null)
  const last = useRef<Point>(undefined)
  useLayoutEffect(() => {
    const place = (): void => {
      const at = overlay.current?.whereIs(hop)
      if (at === undefined && last.current !== undefined) gone()
      last.current = at ?? last.current
      const element = card.current
      const frame = element?.offsetParent
      if (element === null || last.current === undefined || !(frame instanceof HTMLElement)) return
      const size = { width: element.offsetWidth, height: element.offsetHeight }
      const corner = cardPlace(last.current, size, { width: frame.clientWidth, height: frame.clientHeight })
      const end = nearestEdge(last.current, corner, size)
      element.style.transform = `translate(${Math.round(corner.x)}px, ${Math.round(corner.y)}px)`
      line.current?.setAttribute('d', `M${last.current.x} ${last.current.y}L${end.x} ${end.y}`)
      ring.current?.setAttribute('cx', String(last.current.x))
      ring.current?.setAttribute('cy', String(last.current.y))
    }
    place()
    return overlay.current?.onDraw(place)
  }, [hop, overlay, ready, gone])
  return { card, line, ring }
}

/** While the card stands, focus is in it; then it goes back to where it was. */
function useFocusInside(ready: boolean) {
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!ready) return undefined
    const before = document.activeElement
    const button = first.current
    button?.focus({ preventScroll: true })
    return () => {
      const left = document.activeElement === document.body || document.activeElement === button
      if (left && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [ready])
  return first
}

export function CaughtPacket({ hop, overlay }: Props) {
  const { store, connection, view } = useCluster()
  const report = useHop(hop)
  const paused = useClusterState((state) => !state.pace.playing)
  const simTimeUs = useClusterState((state) => state.view.simTimeUs)
  // A packet that arrives takes its card along; what it was stays in the inspector.
  const gone = useRef(() => { if (view.pace.playing) letGo(store) }).current
  const { card, line, ring } = useBeside({ hop, overlay }, report !== undefined, gone)
  const resume = useFocusInside(report !== undefined)
  if (report === undefined) return null
  const open = (id: number): void => {
    if (overlay.current?.whereIs(id) === undefined) select(store, { kind: 'hop', id })
    else catchHop({ store, connection }, id)
  }
  return (
    <>
      <svg className="packet-leader" aria-hidden="true">
        <path ref={line} />
        <circle ref={ring} r={13} />
      </svg>
      <div ref={card} className="packet-card" role="group" aria-label={`Message: ${report.what}, from ${report.from} to ${report.to}`}>
        <PacketCard
          hop={report}
          simTimeUs={simTimeUs}
          paused={paused}
          resume={resume}
          onResume={() => {
            connection.pace({ pace: 'play' })
            select(store, undefined)
          }}
          onClose={() => {
            select(store, undefined)
          }}
          onNext={(step) => {
            const next = overlay.current?.nextHop(hop, step)
            if (next !== undefined) catchHop({ store, connection }, next)
          }}
          onOpen={open}
        />
      </div>
    </>
  )
}

const ignore = (): void => undefined

export function HoveredPacket({ hop, overlay }: Props) {
  const report = useHop(hop)
  const { card } = useBeside({ hop, overlay }, report !== undefined, ignore)
  if (report === undefined) return null
  return (
    <div ref={card} className="packet-tip" aria-hidden="true">
      <PacketTip hop={report} />
    </div>
  )
}
