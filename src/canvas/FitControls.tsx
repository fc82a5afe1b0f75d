/** Keeps the whole picture in view until the user moves it, brings it back on request, and holds the picture's tools. */
import { lazy, memo, Suspense, useContext, useEffect, useState } from 'react'
import { Panel, useReactFlow } from 'reactflow'
import { useClusterState } from '../state/context.tsx'
import { podGrouping } from '../state/picture-actions.ts'
import { Icon } from '../ui/icons.tsx'
import { CameraAimContext, flightMs, useAim, wholePicture } from './camera-aim.ts'
import type { PlacedNode } from './kernels/grid.ts'
import type { ClusterLayout } from './kernels/layout.ts'
import type { PictureFrame } from './kernels/compact-layout.ts'
import { ArrangementChoice, PlaceButtons, SelectionButtons } from './PictureTools.tsx'
import { useFlights, useFollowing, usePlaces } from './use-camera.ts'

/** Not in the first view: there is nothing to find one's way back to. */
const MiniMapPanel = lazy(async () => ({ default: (await import('./layers/MiniMapPanel.tsx')).MiniMapPanel }))

export const FitControls = memo(function FitControls({ layout, placed, frame }: { layout: ClusterLayout; placed: readonly PlacedNode[]; frame: PictureFrame }) {
  const { zoomIn, zoomOut } = useReactFlow()
  const aim = useContext(CameraAimContext)
  const [moved, setMoved] = useState(false)
  const byPods = useClusterState(podGrouping) !== undefined
  const aimAt = useAim(layout)
  // The small picture and the whole one are different worlds.
  useEffect(() => () => { aim.take({ target: wholePicture, view: undefined }) }, [aim])
  useFlights(layout, frame, aimAt)
  useFollowing(layout)
  usePlaces(aimAt, () => { setMoved(aim.now()?.target !== wholePicture) })
  if (frame === 'stage') return null
  const zoom = (way: 'in' | 'out'): void => {
    aim.take(undefined)
    void (way === 'in' ? zoomIn() : zoomOut())
  }
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
        {moved ? <ZoomButtons zoom={zoom} fit={() => { aimAt(wholePicture, flightMs()) }} /> : null}
      </Panel>
    </>
  )
})

function ZoomButtons({ zoom, fit }: { zoom: (way: 'in' | 'out') => void; fit: () => void }) {
  return (
    <>
      <button type="button" aria-label="Zoom in" onClick={() => { zoom('in') }}><Icon name="plus" /></button>
      <button type="button" aria-label="Zoom out" onClick={() => { zoom('out') }}><Icon name="minus" /></button>
      <button type="button" aria-label="Show the whole picture" onClick={fit}>
        <Icon name="fit" />
        Whole picture
      </button>
    </>
  )
}
