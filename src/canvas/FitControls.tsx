/** Keeps the whole picture in view until the user moves it, brings it back on request, and flies to what is asked for. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { Panel, useOnViewportChange, useReactFlow, useStore, useStoreApi } from 'reactflow'
import type { Viewport } from 'reactflow'
import { useCluster, useClusterState } from '../state/context.tsx'
import { Icon } from '../ui/icons.tsx'
import type { Box, ClusterLayout } from './kernels/layout.ts'
import type { PictureFrame } from './kernels/compact-layout.ts'
import { fitViewport } from './kernels/fit.ts'
import { MiniMapPanel } from './layers/MiniMapPanel.tsx'
import type { PlacedNode } from './use-cluster-layout.ts'
import { boxOf, isInView, isSmall, viewOf } from './kernels/where.ts'

const cameraMs = 450

function isNear(a: Viewport, b: Viewport): boolean {
  return Math.abs(a.x - b.x) < 1 && Math.abs(a.y - b.y) < 1 && Math.abs(a.zoom - b.zoom) < 0.001
}

const flightMs = (): number => (window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : cameraMs)

const wholeZoom = (layout: ClusterLayout, width: number, height: number): number => fitViewport(layout.bounds, width, height).zoom

/**
 * Flies to the selection when that is asked for and it can't be read where it is; on the stage to each thing that a lesson looks at, if it
 * is too small to be read from afar, and back to the whole picture when it looks at something large or at everything.
 */
function useFlights(layout: ClusterLayout, frame: PictureFrame, fit: (duration: number) => void): void {
  const { view, store } = useCluster()
  const { setViewport } = useReactFlow()
  const size = useStoreApi()
  const selection = useClusterState((state) => (frame === 'stage' ? state.selection : undefined))
  const flights = useClusterState((state) => state.flights)
  const last = useRef({ flights, away: false })
  useEffect(() => {
    const asked = flights !== last.current.flights
    last.current.flights = flights
    const target = asked ? store.getState().selection : selection
    const box = target === undefined ? undefined : boxOf(layout, view, target)
    const { width, height, transform } = size.getState()
    const [x, y, zoom] = transform
    const isReadable = (it: Box): boolean =>
      asked ? !isSmall(it, zoom) && isInView(it, { x, y, zoom }, width, height) : !isSmall(it, wholeZoom(layout, width, height))
    if (box !== undefined && !isReadable(box)) {
      last.current.away = true
      void setViewport(viewOf(box, width, height), { duration: flightMs() })
    } else if (frame === 'stage' && last.current.away) {
      last.current.away = false
      fit(flightMs())
    }
  }, [selection, flights, layout, frame, view, store, size, setViewport, fit])
}

export function FitControls({ layout, placed, frame }: { layout: ClusterLayout; placed: readonly PlacedNode[]; frame: PictureFrame }) {
  const { setViewport, zoomIn, zoomOut } = useReactFlow()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const [moved, setMoved] = useState(false)
  /** The view that was fitted last: a press on the ground that moves nothing is no move. */
  const fitted = useRef<Viewport>(undefined)
  const fit = useCallback(
    (duration: number) => {
      fitted.current = fitViewport(layout.bounds, width, height)
      void setViewport(fitted.current, { duration })
      setMoved(false)
    },
    [setViewport, layout, width, height],
  )
  useEffect(() => {
    if (width > 0 && height > 0 && !moved) fit(0)
  }, [fit, moved, width, height])
  useFlights(layout, frame, fit)
  useOnViewportChange({
    onEnd: (viewport) => {
      if (fitted.current !== undefined && !isNear(viewport, fitted.current)) setMoved(true)
    },
  })
  if (!moved || frame === 'stage') return null
  return (
    <>
      {frame === 'whole' ? <MiniMapPanel layout={layout} placed={placed} /> : null}
      <Panel position="bottom-right" className="fit-controls">
        <button
          type="button"
          aria-label="Zoom in"
          onClick={() => {
            void zoomIn()
          }}
        >
          <Icon name="plus" />
        </button>
        <button
          type="button"
          aria-label="Zoom out"
          onClick={() => {
            void zoomOut()
          }}
        >
          <Icon name="minus" />
        </button>
        <button
          type="button"
          aria-label="Show the whole picture"
          onClick={() => {
            fit(flightMs())
          }}
        >
          <Icon name="fit" />
          Whole picture
        </button>
      </Panel>
    </>
  )
}
