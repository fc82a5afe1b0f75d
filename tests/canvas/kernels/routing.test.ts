import { describe, expect, it } from 'vitest'
import { contains } from '../../../src/canvas/kernels/hit-test.ts'
import { clusterLayout, fullNode, nodeBox } from '../../../src/canvas/kernels/layout.ts'
import type { Point } from '../../../src/canvas/kernels/layout.ts'
import {
  headLine,
  networkLaneY,
  nodeLine,
  packetRoute,
  pathOf,
  pointAlong,
  routeLength,
  trunkKinds,
  trunkLine,
} from '../../../src/canvas/kernels/routing.ts'

const { lanes } = fullNode
const three = clusterLayout(3)
const straight = (points: readonly Point[]): boolean =>
  points.every((point, i) => i === 0 || point.x === points[i - 1]!.x || point.y === points[i - 1]!.y)

describe('routes', () => {
  it.each([3, 6, 12, 40])('run straight, up and down or across, with %i nodes', (places) => {
    const layout = clusterLayout(places)
    for (const kind of ['api-kubelet', 'kubelet-api', 'proxy-api', 'vxlan', 'client-nodeport', 'cri', 'pod-network'] as const) {
      for (let place = 0; place < places; place += 1)
        expect(straight(packetRoute(layout, kind, place, (place + 1) % places, true)!), `${kind} ${place}`).toBe(true)
    }
  })
  it('keep the reserved lanes', () => {
    const x = nodeBox(1).x
    expect(nodeLine(three, 'api-kubelet', 1, true).map((point) => point.x)).toEqual([x + 16, x + 16])
    expect(nodeLine(three, 'kubelet-api', 1, true).map((point) => point.x)).toEqual([x + 118, x + 118])
    expect(nodeLine(three, 'proxy-api', 1, true).map((point) => point.x)).toEqual([x + 264, x + 264])
    expect(nodeLine(three, 'vxlan', 1, true)[0]!.x).toBe(x + lanes.vxlan)
    expect(nodeLine(three, 'client-nodeport', 1, true).at(-1)!.x).toBe(x + lanes.nodePort)
  })
  it('end at the side that is dialled', () => {
    const { apiServer } = three
    expect(nodeLine(three, 'kubelet-api', 0, true).at(-1)!.y).toBe(apiServer.y + apiServer.height)
    expect(nodeLine(three, 'api-kubelet', 0, true)[0]!.y).toBe(apiServer.y + apiServer.height)
    expect(headLine(three, 'api-etcd').at(-1)!.y).toBe(three.etcd.y + three.etcd.height)
    expect(headLine(three, 'scheduler-api').at(-1)!.y).toBe(apiServer.y)
  })
  it('carry VXLAN through the lane inside the network bar from node to node', () => {
    const route = packetRoute(three, 'vxlan', 0, 2, true)!
    const y = networkLaneY(three, 'vxlan')
    expect(route.filter((point) => point.y === y).map((point) => point.x)).toEqual([nodeBox(0).x + lanes.vxlan, nodeBox(2).x + lanes.vxlan])
    expect(contains(three.network, { x: nodeBox(1).x, y })).toBe(true)
  })
  it('lead a client over the network bar to the node that it enters', () => {
    const route = packetRoute(three, 'client-nodeport', 1, undefined, true)!
    expect(route[0]!.x).toBeGreaterThan(three.clients.x)
    expect(route.at(-1)).toEqual({ x: nodeBox(1).x + lanes.nodePort, y: nodeBox(1).height })
  })
  it('never cross a node card on their way in a grid of rows', () => {
    const layout = clusterLayout(12)
    for (let place = 0; place < 12; place += 1) {
      for (const kind of ['kubelet-api', 'vxlan', 'client-nodeport'] as const) {
        const line = nodeLine(layout, kind, place, false)
        for (const other of Array.from({ length: 12 }, (_, p) => p).filter((p) => p !== place)) {
          for (let t = 0; t <= 1; t += 0.01)
            expect(contains(nodeBox(other), pointAlong(line, t)), `${kind} of ${place} over ${other}`).toBe(false)
        }
      }
    }
  })
  it('have no way for a link whose node is not known, and none for parts that a shell does not show', () => {
    expect(packetRoute(three, 'kubelet-api', undefined, undefined, true)).toBeUndefined()
    expect(packetRoute(three, 'etcd-peer', undefined, undefined, true)).toBeUndefined()
    expect(packetRoute(three, 'cri', 0, undefined, false)).toBeUndefined()
  })
  it('give each kind a trunk of its own', () => {
    const xs = trunkKinds.map((kind) => trunkLine(clusterLayout(40), kind)[0]!.x)
    expect(new Set(xs).size).toBe(trunkKinds.length)
  })
})

describe('a point along a route', () => {
  const corner = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 30 },
  ]
  it('is its place by length, with the direction there', () => {
    expect(routeLength(corner)).toBe(40)
    expect(pointAlong(corner, 0.5)).toEqual({ x: 10, y: 10, angle: Math.PI / 2 })
    expect(pointAlong(corner, 0.125)).toEqual({ x: 5, y: 0, angle: 0 })
  })
  it('stays on the route outside 0..1', () => {
    expect(pointAlong(corner, 2)).toMatchObject({ x: 10, y: 30 })
    expect(pointAlong(corner, -1)).toMatchObject({ x: 0, y: 0 })
  })
  it('becomes an SVG path', () => expect(pathOf(corner)).toBe('M0 0L10 0L10 30'))
})
