/** All messages in flight on one canvas. Its frame loop runs while something moves and stops when nothing does. */
import { memo, useEffect, useImperativeHandle, useRef } from 'react'
import type { RefObject } from 'react'
import { useStoreApi } from 'reactflow'
import { useCluster, useClusterState } from '../../state/context.tsx'
import type { ClusterLayout } from '../kernels/layout.ts'
import type { LinkMode } from '../kernels/level-of-detail.ts'
import { useFocus } from '../use-focus.ts'
import { PacketPlayer } from './packet-player.ts'

export type PacketOverlayHandle = Pick<PacketPlayer, 'hopAt' | 'whereIs' | 'nextHop' | 'hold' | 'onDraw'>

/** The overlay's element says how many messages of each link it has shown: they must be as many as the engine sent. And how many packets it shows now. */
interface PacketCanvas extends HTMLCanvasElement {
  packetsShown?: () => number
  packetsDrawn?: () => readonly (readonly [link: number, messages: number])[]
}

export const PacketOverlay = memo(function PacketOverlay({
  layout,
  mode,
  handle,
}: {
  layout: ClusterLayout
  mode: LinkMode
  handle: RefObject<PacketOverlayHandle | null>
}) {
  const { view, store } = useCluster()
  const flow = useStoreApi()
  const theme = useClusterState((state) => state.theme)
  const hidden = useClusterState((state) => state.hiddenTraffic)
  const focus = useFocus()
  const canvas = useRef<PacketCanvas>(null)
  const player = useRef<PacketPlayer>(undefined)

  useEffect(() => {
    const element = canvas.current
    if (element === null) return undefined
    const made = new PacketPlayer(element, view, () => flow.getState().transform, () => flow.getState())
    player.current = made
    element.packetsDrawn = () => made.packetsDrawn()
    element.packetsShown = () => made.packetsShown()
    const stops = [
      store.onFrame((frame, delta) => {
        made.takeFrame(frame, delta.snapshot)
      }),
      flow.subscribe((state, before) => {
        if (state.transform !== before.transform || state.width !== before.width || state.height !== before.height) made.wake()
      }),
    ]
    return () => {
      for (const stop of stops) stop()
      made.stop()
    }
  }, [view, store, flow])
  useEffect(() => {
    player.current?.show(layout, mode)
  }, [layout, mode, view, store, flow])
  useEffect(() => {
    player.current?.recolour()
  }, [theme, view, store, flow])
  useEffect(() => {
    player.current?.focusOn(focus)
  }, [focus, view, store, flow])
  useEffect(() => {
    player.current?.hide(hidden)
  }, [hidden, view, store, flow])
  useImperativeHandle(
    handle,
    () => ({
      hopAt: (x, y) => player.current?.hopAt(x, y),
      whereIs: (hop) => player.current?.whereIs(hop),
      nextHop: (after, step) => player.current?.nextHop(after, step),
      hold: () => player.current?.hold(),
      onDraw: (listener) => player.current?.onDraw(listener) ?? (() => undefined),
    }),
    [],
  )
  return <canvas ref={canvas} className="packet-overlay" aria-hidden="true" />
})
