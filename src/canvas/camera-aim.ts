/** What moves the camera, and what it stays with when the picture or its window change. */
import { createContext, useCallback, useContext, useEffect, useRef } from 'react'
import { useReactFlow, useStore, useStoreApi } from 'reactflow'
import type { OnMove } from 'reactflow'
import { useCluster, useClusterState } from '../state/context.tsx'
import { podGrouping } from '../state/picture-actions.ts'
import type { PodGrouping } from '../state/picture-state.ts'
import { fitViewport } from './kernels/fit.ts'
import { keptView } from './kernels/kept-view.ts'
import type { ClusterLayout } from './kernels/layout.ts'
import { cardBox, sameView, viewOf } from './kernels/where.ts'
import type { CameraView } from './kernels/where.ts'

const cameraMs = 450

/** How long a flight takes, in ms; none where motion is not wanted. */
export const flightMs = (): number => (window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : cameraMs)

/** The aim that is the whole picture; any other is a card, by its name from `cardOf`. */
export const wholePicture = 'whole'

/** What the camera was brought to, and with which view; without a view it is still to be brought there. */
interface Aim {
  readonly target: string
  readonly view: CameraView | undefined
}

/** Holds what the camera stays with: the whole picture at first, nothing once it was moved elsewhere. */
export interface CameraAim {
  readonly now: () => Aim | undefined
  readonly take: (aim: Aim | undefined) => void
  /** For React Flow's moves: one by hand leaves the camera where it is put. Its own flights come without an event. */
  readonly onMove: OnMove
}

/** An aim at the whole picture. */
export function createCameraAim(): CameraAim {
  let aim: Aim | undefined = { target: wholePicture, view: undefined }
  return {
    now: () => aim,
    take: (next) => { aim = next },
    onMove: (event, view) => {
      if (event !== null && aim?.view !== undefined && !sameView(aim.view, view)) aim = undefined
    },
  }
}

/** Of the canvas around; each has its own. */
export const CameraAimContext = createContext<CameraAim>(createCameraAim())

/** Moves the camera to a view in `durationMs`, where it stays with nothing. */
export function useCameraTo(): (view: CameraView, durationMs: number) => void {
  const { setViewport } = useReactFlow()
  const aim = useContext(CameraAimContext)
  return useCallback((view, durationMs) => {
    aim.take(undefined)
    void setViewport(view, { duration: durationMs })
  }, [aim, setViewport])
}

/** The view that shows an aim in the picture as it is now; undefined: that is not in it, or nothing is to be seen yet. */
function useViewAt(layout: ClusterLayout, pods: PodGrouping | undefined): (target: string) => CameraView | undefined {
  const { store } = useCluster()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  return useCallback((target) => {
    if (width === 0 || height === 0) return undefined
    // While pods stand by what they belong to, machines and pods are somewhere in the room of the machines.
    if (target === wholePicture || (pods !== undefined && target.includes('/'))) return fitViewport(layout.bounds, width, height)
    const box = cardBox(layout, store.getState().view, target)
    return box === undefined ? undefined : viewOf(box, width, height, layout.textFactor)
  }, [layout, width, height, pods, store])
}

/** What pods are grouped by in the picture; the small one has no groups. */
export function useGroupedPods({ compact }: ClusterLayout): PodGrouping | undefined {
  const pods = useClusterState(podGrouping)
  return compact === undefined ? pods : undefined
}

/**
 * Keeps the camera with what it was brought to, the whole picture at first, until it is moved elsewhere: also when the picture grows while it
 * flies there. Where it was moved by hand what it looks at stays in view, or all is shown when that stands there no more. Gives the way to bring
 * it to another aim, which tells whether that is in the picture.
 */
export function useAim(layout: ClusterLayout): (target: string, durationMs: number) => boolean {
  const { store } = useCluster()
  const flow = useStoreApi()
  const { setViewport } = useReactFlow()
  const cameraTo = useCameraTo()
  const aim = useContext(CameraAimContext)
  const pods = useGroupedPods(layout)
  const viewAt = useViewAt(layout, pods)
  const go = useCallback((target: string, durationMs: number): boolean => {
    const view = viewAt(target)
    if (view === undefined) return false
    aim.take({ target, view })
    void setViewport(view, { duration: durationMs })
    return true
  }, [aim, viewAt, setViewport])
  const stood = useRef({ layout, pods })
  useEffect(() => {
    const before = stood.current
    stood.current = { layout, pods }
    const now = aim.now()
    if (now !== undefined) {
      const view = viewAt(now.target)
      // What it is brought near to glides to its new place; a window is made larger by hand.
      const glides = before.layout !== layout && now.target !== wholePicture
      if (view !== undefined && (now.view === undefined || !sameView(now.view, view))) go(now.target, glides ? flightMs() : 0)
    } else if (before.pods !== pods) go(wholePicture, flightMs())
    else if (before.layout !== layout && pods === undefined) {
      const { transform: [x, y, zoom], width, height } = flow.getState()
      const kept = keptView(before.layout, layout, store.getState().view, { x, y, zoom }, width, height)
      if (!sameView(kept, { x, y, zoom })) cameraTo(kept, before.layout.arranged === layout.arranged ? 0 : flightMs())
    }
  }, [go, aim, viewAt, layout, pods, flow, store, cameraTo])
  return go
}
