/** Catching messages: a pointer that rests on a packet reads it in short, a click or a key stops the pace and opens its card beside it. */
import { lazy, memo, Suspense, useEffect, useState } from 'react'
import type { RefObject } from 'react'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { catchHop } from '../../state/picture-actions.ts'
import { isForPacket } from './meant-packet.ts'
import type { PacketOverlayHandle } from './PacketOverlay.tsx'

const CaughtPacket = lazy(async () => ({ default: (await import('./CaughtPacket.tsx')).CaughtPacket }))
const HoveredPacket = lazy(async () => ({ default: (await import('./CaughtPacket.tsx')).HoveredPacket }))

type Overlay = RefObject<PacketOverlayHandle | null>

/** Obeys the key: the first message on the picture, or the one after that which is caught. */
function useCatchKey(overlay: Overlay): void {
  const { store, connection } = useCluster()
  useEffect(
    () =>
      store.subscribe(({ picture }, { picture: before }) => {
        if (picture.catches === before.catches) return
        const hop = overlay.current?.nextHop(picture.caught, 1)
        if (hop === undefined) store.setState({ notice: { tone: 'bad', text: 'No message is on its way in the picture now.' } })
        else {
          overlay.current?.hold()
          catchHop({ store, connection }, hop)
        }
      }),
    [store, connection, overlay],
  )
}

/** Hop under the pointer that a click would catch; looked for once a frame at most, and only while the pointer moves without a button. */
function useHovered(overlay: Overlay): number | undefined {
  const [hovered, setHovered] = useState<number>()
  useEffect(() => {
    let at: { readonly x: number; readonly y: number; readonly target: Element } | undefined
    let frame = 0
    const look = (): void => {
      frame = 0
      const hop = at === undefined ? undefined : overlay.current?.hopAt(at.x, at.y)
      setHovered(hop === undefined || at === undefined || !isForPacket(at.target, hop, hop) ? undefined : hop)
    }
    const move = ({ target, buttons, pointerType, clientX, clientY }: PointerEvent): void => {
      const inside = target instanceof Element && target.closest('.react-flow') !== null
      at = inside && buttons === 0 && pointerType === 'mouse' ? { x: clientX, y: clientY, target } : undefined
      frame ||= requestAnimationFrame(look)
    }
    window.addEventListener('pointermove', move)
    return () => {
      window.removeEventListener('pointermove', move)
      cancelAnimationFrame(frame)
    }
  }, [overlay])
  return hovered
}

/** `told`: is told which packet the pointer reads. */
export const CatchLayer = memo(function CatchLayer({ overlay, told }: { overlay: Overlay; told: RefObject<number | undefined> }) {
  useCatchKey(overlay)
  const hovered = useHovered(overlay)
  useEffect(() => { told.current = hovered }, [told, hovered])
  const caught = useClusterState(({ picture, selection }) => (selection?.kind === 'hop' && selection.id === picture.caught ? selection.id : undefined))
  return (
    <Suspense fallback={null}>
      {hovered === undefined || hovered === caught ? null : <HoveredPacket key={hovered} hop={hovered} overlay={overlay} />}
      {caught === undefined ? null : <CaughtPacket key={caught} hop={caught} overlay={overlay} />}
    </Suspense>
  )
})
