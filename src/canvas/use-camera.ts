/** Where the camera goes by itself: to what is asked for, along with what is followed, back to where the user was. */
import { useEffect, useRef } from 'react'
import { useOnViewportChange, useReactFlow, useStoreApi } from 'reactflow'
import { useCluster, useClusterState } from '../state/context.tsx'
import type { ClusterState } from '../state/cluster-store.ts'
import { podGrouping, recordPlace } from '../state/picture-actions.ts'
import type { Selection } from '../state/selection.ts'
import type { PictureFrame } from './kernels/compact-layout.ts'
import { fitViewport } from './kernels/fit.ts'
import type { Box, ClusterLayout } from './kernels/layout.ts'
import { boxOf, centred, isInView, isSmall, viewOf } from './kernels/where.ts'
import type { CameraView } from './kernels/where.ts'

const cameraMs = 450

/** How long a flight takes; none where motion is not wanted. */
export const flightMs = (): number => (window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : cameraMs)

const wholeZoom = (layout: ClusterLayout, width: number, height: number): number => fitViewport(layout.bounds, width, height).zoom

/** Where a thing stands. While pods stand by what they belong to, machines and pods are somewhere in the room of the machines. */
function standsAt(layout: ClusterLayout, state: ClusterState, selection: Selection): Box | undefined {
  const moved = podGrouping(state) !== undefined && layout.compact === undefined && (selection.kind === 'pod' || selection.kind === 'node')
  return moved ? layout.workers : boxOf(layout, state.view, selection)
}

/** The camera now, with the size of its window. */
function useCamera() {
  const flow = useStoreApi()
  return useRef((): { readonly camera: CameraView; readonly width: number; readonly height: number } => {
    const { width, height, transform: [x, y, zoom] } = flow.getState()
    return { camera: { x, y, zoom }, width, height }
  }).current
}

/**
 * Flies to the selection when that is asked for and it can't be read where it is; on the stage to each thing that a lesson looks at, if it
 * is too small to be read from afar, and back to the whole picture when it looks at something large or at everything.
 */
export function useFlights(layout: ClusterLayout, frame: PictureFrame, fit: (duration: number) => void): void {
  const { store } = useCluster()
  const { setViewport } = useReactFlow()
  const now = useCamera()
  const selection = useClusterState((state) => (frame === 'stage' ? state.selection : undefined))
  const flights = useClusterState((state) => state.flights)
  const last = useRef({ flights, away: false })
  useEffect(() => {
    const asked = flights !== last.current.flights
    last.current.flights = flights
    const target = asked ? store.getState().selection : selection
    const box = target === undefined ? undefined : standsAt(layout, store.getState(), target)
    const { camera, width, height } = now()
    const isReadable = (it: Box): boolean =>
      asked ? !isSmall(it, camera.zoom) && isInView(it, camera, width, height) : !isSmall(it, wholeZoom(layout, width, height))
    if (box !== undefined && !isReadable(box)) {
      last.current.away = true
      void setViewport(viewOf(box, width, height, layout.textFactor), { duration: flightMs() })
    } else if (frame === 'stage' && last.current.away) {
      last.current.away = false
      fit(flightMs())
    }
  }, [selection, flights, layout, frame, store, now, setViewport, fit])
}

/** Keeps the camera on what is followed: it comes near once, and goes along when that stands elsewhere. */
export function useFollowing(layout: ClusterLayout): void {
  const { store } = useCluster()
  const { setViewport } = useReactFlow()
  const now = useCamera()
  const followed = useClusterState((state) => (state.picture.following ? state.selection : undefined))
  useEffect(() => {
    if (followed === undefined) return undefined
    let last: Box | undefined
    const keepUp = (): void => {
      const box = standsAt(layout, store.getState(), followed)
      if (box === undefined || (last !== undefined && box.x === last.x && box.y === last.y)) return
      last = box
      const { camera, width, height } = now()
      const view = isSmall(box, camera.zoom) ? viewOf(box, width, height, layout.textFactor) : centred(box, camera.zoom, width, height)
      void setViewport(view, { duration: flightMs() })
    }
    keepUp()
    return store.onFrame(keepUp)
  }, [followed, layout, store, now, setViewport])
}

/** Remembers where the user is, and goes back to where they were. */
export function usePlaces(): void {
  const { store } = useCluster()
  const { setViewport } = useReactFlow()
  const now = useCamera()
  const selection = useClusterState((state) => state.selection)
  const travels = useClusterState((state) => state.picture.travels)
  const last = useRef(travels)
  useEffect(() => {
    const { visited, at } = store.getState().picture.places
    const camera = visited[at]?.camera
    if (last.current === travels) recordPlace(store, now().camera)
    else if (camera !== undefined) void setViewport(camera, { duration: flightMs() })
    last.current = travels
  }, [selection, travels, store, now, setViewport])
  useOnViewportChange({
    onEnd: (camera) => {
      recordPlace(store, camera)
    },
  })
}
