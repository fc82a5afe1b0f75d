import { describe, expect, it } from 'vitest'
import { compactLayout } from '../../../src/canvas/kernels/compact-layout.ts'
import { contains } from '../../../src/canvas/kernels/hit-test.ts'
import { clusterLayout, nodeBox } from '../../../src/canvas/kernels/layout.ts'
import { boxOf, isInView, isSmall, viewOf } from '../../../src/canvas/kernels/where.ts'
import { fixtureStore } from '../../../src/gallery/fixture-provider.tsx'
import { firstView } from '../../../src/gallery/sample-clusters.ts'
import { podByName } from '../../../src/state/selectors.ts'

const { view } = fixtureStore(firstView).getState()
const layout = clusterLayout(3)
const pod = (name: string) => ({ kind: 'pod', slot: podByName(view, 'default', name)! }) as const

describe('a view of a node', () => {
  it('comes nearer where text must be larger, and keeps the node on screen', () => {
    const box = { x: 0, y: 0, width: 277, height: 288 }
    const usual = viewOf(box, 1280, 618)
    const stage = viewOf(box, 1280, 618, 1.68)
    expect(stage.zoom).toBeGreaterThan(1.68)
    expect(usual.zoom).toBeLessThan(1.3)
    expect(isInView(box, stage, 1280, 618)).toBe(true)
  })
})

describe('where a thing stands', () => {
  it('is its card, or its node’s', () => {
    expect(boxOf(layout, view, { kind: 'component', key: 'kube-scheduler' })).toEqual(layout.scheduler)
    expect(boxOf(layout, view, { kind: 'component', key: 'kubelet/node-2' })).toEqual(nodeBox(1))
    expect(boxOf(layout, view, pod('web-7d4b9c6f58-d9xc4'))).toEqual(nodeBox(2))
    expect(boxOf(layout, view, { kind: 'deployment', slot: 0 })).toEqual(layout.deployments)
  })
  it('is the tray for a pod without a node', () => expect(boxOf(layout, view, pod('web-7d4b9c6f58-q9w4n'))).toEqual(layout.tray))
  it('is nowhere for what is gone or not drawn', () => {
    expect(boxOf(layout, view, { kind: 'node', slot: 40 })).toBeUndefined()
    expect(boxOf(compactLayout(3, 800, 404), view, { kind: 'service', slot: 0 })).toBeUndefined()
  })
})

describe('the camera', () => {
  it('calls a card small that can’t be read', () => {
    expect(isSmall(nodeBox(0), 0.1)).toBe(true)
    expect(isSmall(nodeBox(0), 1)).toBe(false)
  })
  it('knows what is wholly in view', () => {
    expect(isInView(nodeBox(0), { x: 10, y: 10, zoom: 1 }, 400, 400)).toBe(true)
    expect(isInView(nodeBox(0), { x: -10, y: 10, zoom: 1 }, 400, 400)).toBe(false)
    expect(isInView(nodeBox(0), { x: 10, y: 10, zoom: 2 }, 400, 400)).toBe(false)
  })
  it('brings a thing to the middle, whole, with room around it', () => {
    const box = nodeBox(700)
    const { x, y, zoom } = viewOf(box, 1280, 600)
    expect(box.x * zoom + x + (box.width * zoom) / 2).toBeCloseTo(640)
    expect(box.y * zoom + y + (box.height * zoom) / 2).toBeCloseTo(300)
    expect(contains({ x: 0, y: 0, width: 1280, height: 600 }, { x: box.x * zoom + x, y: box.y * zoom + y })).toBe(true)
    expect(box.height * zoom).toBeLessThan(330)
  })
})
