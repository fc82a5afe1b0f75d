import { describe, expect, it } from 'vitest'
import { contains } from '../../../src/canvas/kernels/hit-test.ts'
import { clusterLayout, fullNode, nodeBox } from '../../../src/canvas/kernels/layout.ts'
import type { Point } from '../../../src/canvas/kernels/layout.ts'
import { headLine, networkLaneY, nodeLine, packetRoute, trunkKinds, trunkLine } from '../../../src/canvas/kernels/routing.ts'
import { pointAlong } from '../../../src/canvas/kernels/way.ts'

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
  it('lead VXLAN and clients over a lane each within the network bar, clients above', () => {
    for (const layout of [three, clusterLayout(40, 2.5)]) {
      const { network } = layout
      const [nodePort, vxlan] = [networkLaneY(layout, 'client-nodeport'), networkLaneY(layout, 'vxlan')]
      expect(network.y < nodePort && nodePort < vxlan && vxlan < network.y + network.height).toBe(true)
      expect([headLine(layout, 'client-nodeport').at(-1)!.y, nodeLine(layout, 'client-nodeport', 0, false)[0]!.y]).toEqual([nodePort, nodePort])
      expect(nodeLine(layout, 'vxlan', 0, false).at(-1)!.y).toBe(vxlan)
    }
  })
  it('join kubectl to the middle of the API server’s edge, and components to the bar below them', () => {
    const { apiServer, kubectl, etcd, scheduler, controllerManager } = three
    const middle = { x: apiServer.x, y: apiServer.y + apiServer.height / 2 }
    expect(headLine(three, 'kubectl-api').at(-1)).toEqual(middle)
    expect(headLine(three, 'kubectl-api')[0]!.y).toBe(kubectl.y + kubectl.height)
    for (const [kind, box] of [['api-etcd', etcd], ['scheduler-api', scheduler], ['controller-manager-api', controllerManager]] as const)
      for (const { x } of headLine(three, kind)) expect(x > box.x && x < box.x + box.width, kind).toBe(true)
  })
  it('go from the last row straight down, and from rows above over the gutter', () => {
    const layout = clusterLayout(12)
    for (const kind of ['vxlan', 'client-nodeport'] as const) {
      expect(nodeLine(layout, kind, 11, false)).toHaveLength(2)
      expect(nodeLine(layout, kind, 0, false)).toHaveLength(4)
    }
  })
  it('end a trunk where its kind’s lines end', () => {
    const layout = clusterLayout(40)
    const apiBottom = layout.apiServer.y + layout.apiServer.height
    expect([trunkLine(layout, 'kubelet-api').at(-1)!.y, trunkLine(layout, 'proxy-api').at(-1)!.y, trunkLine(layout, 'api-kubelet')[0]!.y]).toEqual([apiBottom, apiBottom, apiBottom])
    expect(trunkLine(layout, 'vxlan').at(-1)!.y).toBe(networkLaneY(layout, 'vxlan'))
    expect(trunkLine(layout, 'client-nodeport')[0]!.y).toBe(networkLaneY(layout, 'client-nodeport'))
  })
  it('give each kind a trunk of its own', () => {
    const xs = trunkKinds.map((kind) => trunkLine(clusterLayout(40), kind)[0]!.x)
    expect(new Set(xs).size).toBe(trunkKinds.length)
  })
})
