/** Keeps the whole picture in view until the user moves it, and brings it back on request. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { Panel, useOnViewportChange, useReactFlow, useStore } from 'reactflow'
import type { Viewport } from 'reactflow'
import { Icon } from '../ui/icons.tsx'
import type { ClusterLayout } from './kernels/layout.ts'
import { fitViewport } from './kernels/fit.ts'

const cameraMs = 450

function isNear(a: Viewport, b: Viewport): boolean {
  return Math.abs(a.x - b.x) < 1 && Math.abs(a.y - b.y) < 1 && Math.abs(a.zoom - b.zoom) < 0.001
}

export function FitControls({ layout }: { layout: ClusterLayout }) {
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
  useOnViewportChange({
    onEnd: (viewport) => {
      if (fitted.current !== undefined && !isNear(viewport, fitted.current)) setMoved(true)
    },
  })
  if (!moved) return null
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches
  return (
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
          fit(still ? 0 : cameraMs)
        }}
      >
        <Icon name="fit" />
        Whole picture
      </button>
    </Panel>
  )
}
