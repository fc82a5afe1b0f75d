import { describe, expect, it } from 'vitest'
import { compactLayout } from '../../../src/canvas/kernels/compact-layout.ts'
import { contains } from '../../../src/canvas/kernels/hit-test.ts'
import { clusterLayout, nodeBox } from '../../../src/canvas/kernels/layout.ts'
import { boxOf, cardBox, cardOf, isInView, isSmall, placeOf, sameView, viewFilled, viewOf } from '../../../src/canvas/kernels/where.ts'
import { fixtureStore } from '../../../src/gallery/fixture-provider.tsx'
import { firstView } from '../../../src/gallery/sample-clusters.ts'
import type { Selection } from '../../../src/state/selection.ts'
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
  it('is where it is arranged, not its own place', () => {
    expect(placeOf({ arranged: undefined }, view, 2)).toBe(view.nodes.place[2])
    expect([placeOf({ arranged: new Map([[2, 40]]) }, view, 2), placeOf({ arranged: new Map() }, view, 2)]).toEqual([40, undefined])
    expect(boxOf({ ...layout, arranged: new Map([[1, 40]]) }, view, { kind: 'node', slot: 1 })).toEqual(nodeBox(40))
  })
  it('is the tray for a pod without a node', () => expect(boxOf(layout, view, pod('web-7d4b9c6f58-q9w4n'))).toEqual(layout.tray))
  it('is nowhere for what is gone or not drawn', () => {
    expect(boxOf(layout, view, { kind: 'node', slot: 40 })).toBeUndefined()
    expect(boxOf(compactLayout(3, 800, 404), view, { kind: 'service', slot: 0 })).toBeUndefined()
  })
})

describe('the card of a thing', () => {
  it.each<[string, Selection]>([
    ['node/node-2', { kind: 'node', slot: 1 }], ['node/node-3', pod('web-7d4b9c6f58-d9xc4')], ['tray', pod('web-7d4b9c6f58-q9w4n')],
    ['deployments', { kind: 'deployment', slot: 0 }], ['deployments', { kind: 'replicaset', slot: 0 }], ['services', { kind: 'service', slot: 0 }],
    ['kube-proxy/node-1', { kind: 'component', key: 'kube-proxy/node-1' }],
  ])('is %s, and stands where the thing stands', (card, thing) => {
    expect(cardOf(view, thing)).toBe(card)
    expect(cardBox(layout, view, card)).toEqual(boxOf(layout, view, thing))
    expect(cardBox(layout, view, card)).toBeDefined()
  })
  it('is none where there is nothing to stand on', () => {
    expect([cardOf(view, { kind: 'link', id: 1 }), cardOf(view, { kind: 'hop', id: 1 }), cardOf(view, { kind: 'node', slot: 40 })]).toEqual([undefined, undefined, undefined])
    expect([cardBox(layout, view, 'node/node-9'), cardBox(layout, view, 'nobody')]).toEqual([undefined, undefined])
  })
})

describe('the camera', () => {
  it('takes views for the same that differ by less than a pixel and a thousandth of the zoom', () => {
    const same = (x: number, y: number, zoom: number): boolean => sameView({ x: 10, y: 20, zoom: 1 }, { x, y, zoom })
    expect([same(10.9, 19.1, 1.0009), same(11, 20, 1), same(10, 19, 1), same(10, 20, 1.0011), same(10, 20, 0.9989)]).toEqual([true, false, false, false, false])
  })
  it('shows a group so that it fills a part of the window by its longer side', () => {
    expect(viewFilled({ x: 100, y: 0, width: 400, height: 100 }, 0.5, 800, 800)).toEqual({ zoom: 1, x: 100, y: 350 })
    expect(viewFilled({ x: 0, y: 0, width: 100, height: 400 }, 0.9, 800, 800).zoom).toBeCloseTo(1.8)
  })
  it('calls a card small that can’t be read', () => {
    expect(isSmall(nodeBox(0), 0.1)).toBe(true)
    expect(isSmall(nodeBox(0), 1)).toBe(false)
    expect([[120, 36], [119, 36], [120, 35]].map(([width, height]) => isSmall({ x: 0, y: 0, width: width! * 2, height: height! * 2 }, 0.5))).toEqual([false, true, true])
  })
  it('knows what is wholly in view', () => {
    expect(isInView(nodeBox(0), { x: 10, y: 10, zoom: 1 }, 400, 400)).toBe(true)
    expect(isInView(nodeBox(0), { x: -10, y: 10, zoom: 1 }, 400, 400)).toBe(false)
    expect(isInView(nodeBox(0), { x: 10, y: 10, zoom: 2 }, 400, 400)).toBe(false)
    const box = { x: 100, y: 200, width: 50, height: 60 }
    const inView = (x: number, y: number): boolean => isInView(box, { x, y, zoom: 0.5 }, 300, 300)
    expect([inView(-50, -100), inView(-51, 0), inView(0, -101)]).toEqual([true, false, false])
    expect([inView(225, 170), inView(226, 0), inView(0, 171)]).toEqual([true, false, false])
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
