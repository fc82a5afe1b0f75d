// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { ReactFlowProvider, useStoreApi } from 'reactflow'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { CameraAimContext, createCameraAim, flightMs, useAim, useCameraTo, wholePicture } from '../../src/canvas/camera-aim.ts'
import { fitViewport } from '../../src/canvas/kernels/fit.ts'
import { gridSize } from '../../src/canvas/kernels/grid.ts'
import { clusterLayout } from '../../src/canvas/kernels/layout.ts'
import type { ClusterLayout } from '../../src/canvas/kernels/layout.ts'
import { cardBox, viewOf } from '../../src/canvas/kernels/where.ts'
import type { CameraView } from '../../src/canvas/kernels/where.ts'
import { useFlights, usePlaces } from '../../src/canvas/use-camera.ts'
import { ClusterProvider } from '../../src/state/context.tsx'
import { flyTo, select } from '../../src/state/page-actions.ts'
import { arrange, travel } from '../../src/state/picture-actions.ts'
import { fakeHost } from '../support/fake-host.ts'
import { frame, nodeColumns } from '../support/frames.ts'

const [width, height] = [1280, 720]
const few = clusterLayout(60)
/** The same nodes in a larger picture, in groups: its last one stands elsewhere. */
const many = clusterLayout(200, undefined, { places: new Map([[0, 0], [1, 1], [2, 2], [3, 3], [4, 70]]), grid: gridSize(200), namesRacks: false })
const near = 'node/n4'

beforeEach(() => { vi.stubGlobal('matchMedia', () => ({ matches: false })) })

function page(first: ClusterLayout = few) {
  const { store, connection, show } = fakeHost()
  show(frame(0, { nodes: nodeColumns(['n0', 'n1', 'n2', 'n3', 'n4'].map((name, slot) => ({ slot, name, place: slot }))) }))
  const flown: { readonly view: CameraView; readonly ms: number | undefined }[] = []
  const aim = createCameraAim()
  const wrapper = ({ children }: { readonly children: ReactNode }): ReactNode => (
    <ClusterProvider store={store} connection={connection}>
      <ReactFlowProvider><CameraAimContext value={aim}>{children}</CameraAimContext></ReactFlowProvider>
    </ClusterProvider>
  )
  const { result, rerender } = renderHook(({ layout }) => {
    const go = useAim(layout)
    const rested = useState(0)
    useFlights(layout, 'whole', go)
    usePlaces(go, () => { rested[1]((count) => count + 1) })
    return { go, flow: useStoreApi(), cameraTo: useCameraTo(), rested: rested[0] }
  }, { wrapper, initialProps: { layout: first } })
  const { flow } = result.current
  const setViewport = (view: CameraView, options?: { readonly duration?: number }): Promise<boolean> => {
    flown.push({ view, ms: options?.duration })
    return Promise.resolve(true)
  }
  const resize = (to: number): void => { act(() => { flow.setState({ width: to, height, panZoom: { setViewport } as never }) }) }
  resize(width)
  return {
    store, flown, aim, result, resize, show: (next: Parameters<typeof show>[0]) => { act(() => { show(next) }) },
    grow: (layout: ClusterLayout) => { rerender({ layout }) },
    /** A hand has put the camera there. */
    drag: (view: CameraView) => { aim.onMove(new MouseEvent('mousemove'), view) },
    /** The camera has come to where it was sent last. */
    arrive: () => {
      const { x, y, zoom } = flown.at(-1)!.view
      act(() => {
        flow.setState({ transform: [x, y, zoom] })
        flow.getState().onViewportChangeEnd?.({ x, y, zoom })
      })
    },
    nearIn: (layout: ClusterLayout) => viewOf(cardBox(layout, store.getState().view, near)!, width, height, layout.textFactor),
  }
}

const whole = (layout: ClusterLayout, across = width): CameraView => fitViewport(layout.bounds, across, height)

describe('the camera', () => {
  it('shows the whole picture as soon as there is room, and goes on to as it grows', () => {
    const { flown, grow, resize } = page()
    grow(many)
    resize(900)
    expect(flown).toEqual([whole(few), whole(many), whole(many, 900)].map((view) => ({ view, ms: 0 })))
  })
  it('flies on to what was chosen when the picture grows under way, to where that stands then', () => {
    const { store, flown, grow, nearIn } = page()
    act(() => { flyTo(store, { kind: 'node', slot: 4 }) })
    expect(flown.at(-1)).toEqual({ view: nearIn(few), ms: flightMs() })
    grow(many)
    expect(nearIn(many)).not.toEqual(nearIn(few))
    expect(flown.at(-1)).toEqual({ view: nearIn(many), ms: flightMs() })
  })
  it('keeps what it was brought to in its middle when its window becomes smaller', () => {
    const { flown, result, resize } = page()
    result.current.go(near, 450)
    resize(900)
    expect(flown.at(-1)!.ms).toBe(0)
    expect(flown.at(-1)!.view).not.toEqual(whole(few, 900))
  })
  it('stays where a hand has put it, but not for a press that moves nothing', () => {
    const { flown, drag, resize } = page()
    drag(whole(few))
    resize(900)
    expect(flown).toHaveLength(2)
    drag({ ...whole(few), x: 300 })
    resize(800)
    expect(flown).toHaveLength(2)
  })
  it('does not take its own flights for a hand', () => {
    const { flown, grow, aim } = page()
    aim.onMove(null, { x: 1, y: 2, zoom: 3 })
    grow(many)
    expect(flown.at(-1)!.view).toEqual(whole(many))
  })
  it('stays where it was sent to see a part of the ground', () => {
    const { flown, grow, result } = page()
    result.current.cameraTo({ x: 1, y: 2, zoom: 3 }, 0)
    grow(many)
    expect(flown.at(-1)!.view).toEqual({ x: 1, y: 2, zoom: 3 })
  })
  it('stays where a node was that is gone, and does not go to the one that has its slot', () => {
    const { flown, grow, result, show } = page()
    result.current.go(near, 450)
    show(frame(1, { nodes: nodeColumns([], [4]) }))
    show(frame(2, { nodes: nodeColumns([{ slot: 4, name: 'other', place: 4 }]) }))
    grow(many)
    expect(flown).toHaveLength(2)
    expect(result.current.go(near, 450)).toBe(false)
  })
  it('shows all when pods no longer stand on the machine that it was brought to, and goes there again when they do', () => {
    const { store, flown, result, nearIn } = page()
    result.current.go(near, 450)
    act(() => { arrange(store, 'service') })
    expect(flown.at(-1)!.view).toEqual(whole(few))
    act(() => { arrange(store, 'nodes') })
    expect(flown.at(-1)!.view).toEqual(nearIn(few))
  })
  it('shows all when a hand had put it where machines stood and pods stand in groups, of whatever kind', () => {
    const { store, flown, drag } = page()
    for (const arrangement of ['service', 'namespace', 'nodes'] as const) {
      drag({ x: 1, y: 2, zoom: 3 })
      act(() => { arrange(store, arrangement) })
      expect(flown.at(-1)).toEqual({ view: whole(few), ms: flightMs() })
    }
  })
  it('shows all when a pod is searched for among groups of pods, and follows no machine there', () => {
    const { store, flown, drag } = page()
    act(() => { arrange(store, 'service') })
    drag({ x: 1, y: 2, zoom: 3 })
    act(() => { flyTo(store, { kind: 'node', slot: 4 }) })
    expect(flown.at(-1)).toEqual({ view: whole(few), ms: flightMs() })
  })
  it('goes along with the machine in its middle when a hand had put it there and machines are put in groups', () => {
    const { flown, grow, drag, nearIn, result } = page()
    const { x, y, zoom } = nearIn(few)
    act(() => { result.current.flow.setState({ transform: [x, y, zoom] }) })
    drag({ x, y, zoom })
    grow(many)
    expect(flown.at(-1)).toEqual({ view: nearIn(many), ms: flightMs() })
  })
})

describe('back and forward', () => {
  it('lead to where the camera was brought to, wherever that stands now', () => {
    const { store, flown, grow, arrive, nearIn } = page()
    arrive()
    act(() => { flyTo(store, { kind: 'node', slot: 4 }) })
    arrive()
    act(() => { select(store, { kind: 'component', key: 'etcd' }) })
    act(() => { travel(store, -1) })
    expect(flown.at(-1)!.view).toEqual(nearIn(few))
    act(() => { travel(store, -1) })
    expect(flown.at(-1)!.view).toEqual(whole(few))
    arrive()
    grow(many)
    arrive()
    act(() => { travel(store, 1) })
    expect(flown.at(-1)).toEqual({ view: nearIn(many), ms: flightMs() })
  })
  it('lead to the very view that a hand had chosen', () => {
    const { store, flown, drag, arrive, result } = page()
    act(() => { select(store, { kind: 'node', slot: 1 }) })
    const chosen = { x: 30, y: 40, zoom: 1 }
    drag(chosen)
    act(() => { result.current.flow.getState().onViewportChangeEnd?.(chosen) })
    act(() => { flyTo(store, { kind: 'node', slot: 4 }) })
    arrive()
    act(() => { travel(store, -1) })
    expect(flown.at(-1)).toEqual({ view: chosen, ms: flightMs() })
  })
  it('hear of each rest of the camera, and so do those who wait for it', () => {
    const { result, aim, arrive } = page()
    arrive()
    arrive()
    expect(result.current.rested).toBe(2)
    expect(aim.now()?.target).toBe(wholePicture)
  })
})
