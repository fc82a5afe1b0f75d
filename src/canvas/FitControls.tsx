/** Keeps the whole picture in view until the user moves it, brings it back on request, and holds the picture's tools. */
import { lazy, memo, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { Panel, useOnViewportChange, useReactFlow, useStore } from 'reactflow'
import type { Viewport } from 'reactflow'
import { useClusterState } from '../state/context.tsx'
import { podGrouping } from '../state/picture-actions.ts'
import { Icon } from '../ui/icons.tsx'
import type { PlacedNode } from './kernels/grid.ts'
import type { ClusterLayout } from './kernels/layout.ts'
import type { PictureFrame } from './kernels/compact-layout.ts'
import { fitViewport } from './kernels/fit.ts'
import { ArrangementChoice, PlaceButtons, SelectionButtons } from './PictureTools.tsx'
import { flightMs, useFlights, useFollowing, usePlaces } from './use-camera.ts'

/** Not in the first view: there is nothing to find one's way back to. */
const MiniMapPanel = lazy(async () => ({ default: (await import('./layers/MiniMapPanel.tsx')).MiniMapPanel }))

function isNear(a: Viewport, b: Viewport): boolean {
  return Math.abs(a.x - b.x) < 1 && Math.abs(a.y - b.y) < 1 && Math.abs(a.zoom - b.zoom) < 0.001
}

export const FitControls = memo(function FitControls({ layout, placed, frame }: { layout: ClusterLayout; placed: readonly PlacedNode[]; frame: PictureFrame }) {
  const { setViewport, zoomIn, zoomOut } = useReactFlow()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const [moved, setMoved] = useState(false)
  const byPods = useClusterState(podGrouping) !== undefined
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
  useFollowing(layout)
  usePlaces()
  useOnViewportChange({
    onEnd: (viewport) => {
      if (fitted.current !== undefined && !isNear(viewport, fitted.current)) setMoved(true)
    },
  })
  if (frame === 'stage') return null
  return (
    <>
      {moved && frame !== 'embed' ? <Suspense fallback={null}><MiniMapPanel layout={layout} placed={placed} /></Suspense> : null}
      <Panel position={frame === 'console' && layout.slim !== undefined ? 'top-right' : 'bottom-right'} className="fit-controls">
        {frame === 'embed' ? null : (
          <>
            <PlaceButtons />
            {layout.slim === undefined || byPods ? <ArrangementChoice rows={layout.rows} /> : null}
            <SelectionButtons />
          </>
        )}
        {moved ? <ZoomButtons zoomIn={zoomIn} zoomOut={zoomOut} fit={fit} /> : null}
      </Panel>
    </>
  )
})

function ZoomButtons({ zoomIn, zoomOut, fit }: { zoomIn: () => Promise<boolean>; zoomOut: () => Promise<boolean>; fit: (duration: number) => void }) {
  return (
    <>
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
    </>
  )
}
