/** Where the camera goes by itself: to what is asked for, along with what is followed, back to where the user was. */
import { useContext, useEffect, useRef } from 'react'
import { useOnViewportChange, useStoreApi } from 'reactflow'
import { useCluster, useClusterState } from '../state/context.tsx'
import { recordPlace } from '../state/picture-actions.ts'
import { CameraAimContext, flightMs, useCameraTo, useGroupedPods, wholePicture } from './camera-aim.ts'
import type { PictureFrame } from './kernels/compact-layout.ts'
import { fitViewport } from './kernels/fit.ts'
import type { Box, ClusterLayout } from './kernels/layout.ts'
import { boxOf, cardOf, centred, isInView, isSmall, viewOf } from './kernels/where.ts'
import type { CameraView } from './kernels/where.ts'

const wholeZoom = (layout: ClusterLayout, width: number, height: number): number => fitViewport(layout.bounds, width, height).zoom

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
export function useFlights(layout: ClusterLayout, frame: PictureFrame, aimAt: (target: string, durationMs: number) => boolean): void {
  const { store } = useCluster()
  const now = useCamera()
  const selection = useClusterState((state) => (frame === 'stage' ? state.selection : undefined))
  const flights = useClusterState((state) => state.flights)
  const pods = useGroupedPods(layout)
  const last = useRef({ flights, away: false })
  useEffect(() => {
    const asked = flights !== last.current.flights
    last.current.flights = flights
    const state = store.getState()
    const target = asked ? state.selection : selection
    const card = target === undefined ? undefined : cardOf(state.view, target)
    if (pods !== undefined && card?.includes('/') === true) {
      // It is somewhere among the groups.
      if (asked) aimAt(wholePicture, flightMs())
      return
    }
    const box = target === undefined ? undefined : boxOf(layout, state.view, target)
    const { camera, width, height } = now()
    const isReadable = (it: Box): boolean =>
      asked ? !isSmall(it, camera.zoom) && isInView(it, camera, width, height) : !isSmall(it, wholeZoom(layout, width, height))
    if (box !== undefined && card !== undefined && !isReadable(box)) last.current.away = aimAt(card, flightMs())
    else if (frame === 'stage' && last.current.away) last.current.away = !aimAt(wholePicture, flightMs())
  }, [selection, flights, layout, pods, frame, store, now, aimAt])
}

/** Keeps the camera on what is followed: it comes near once, and goes along when that stands elsewhere. */
export function useFollowing(layout: ClusterLayout): void {
  const { store } = useCluster()
  const cameraTo = useCameraTo()
  const now = useCamera()
  const pods = useGroupedPods(layout)
  const followed = useClusterState((state) => (state.picture.following ? state.selection : undefined))
  useEffect(() => {
    const isInGroup = pods !== undefined && (followed?.kind === 'pod' || followed?.kind === 'node')
    if (followed === undefined || isInGroup) return undefined
    let last: Box | undefined
    const keepUp = (): void => {
      const box = boxOf(layout, store.getState().view, followed)
      if (box === undefined || (last !== undefined && box.x === last.x && box.y === last.y)) return
      last = box
      const { camera, width, height } = now()
      cameraTo(isSmall(box, camera.zoom) ? viewOf(box, width, height, layout.textFactor) : centred(box, camera.zoom, width, height), flightMs())
    }
    keepUp()
    return store.onFrame(keepUp)
  }, [followed, layout, pods, store, now, cameraTo])
}

/**
 * Remembers where the user is, and goes back to where they were; to what the camera was brought to there, where that stands now. `onRest`: told
 * when the camera has come to its place.
 */
export function usePlaces(aimAt: (target: string, durationMs: number) => boolean, onRest: () => void): void {
  const { store } = useCluster()
  const cameraTo = useCameraTo()
  const now = useCamera()
  const aim = useContext(CameraAimContext)
  const selection = useClusterState((state) => state.selection)
  const travels = useClusterState((state) => state.picture.travels)
  const last = useRef(travels)
  useEffect(() => {
    const { visited, at } = store.getState().picture.places
    const place = visited[at]
    if (last.current === travels) recordPlace(store, { camera: now().camera, aim: aim.now()?.target })
    else if (place !== undefined && (place.aim === undefined || !aimAt(place.aim, flightMs()))) cameraTo(place.camera, flightMs())
    last.current = travels
  }, [selection, travels, store, now, aim, aimAt, cameraTo])
  // React Flow keeps one listener of each kind: a second one in another hook would take this one's place.
  useOnViewportChange({
    onEnd: (camera) => {
      recordPlace(store, { camera, aim: aim.now()?.target })
      onRest()
    },
  })
}
