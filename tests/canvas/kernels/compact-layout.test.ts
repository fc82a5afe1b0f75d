import { describe, expect, it } from 'vitest'
import { compactLayout, compactWorld, fitsCompact } from '../../../src/canvas/kernels/compact-layout.ts'
import { fitViewport } from '../../../src/canvas/kernels/fit.ts'
import { contains, overlaps } from '../../../src/canvas/kernels/hit-test.ts'
import { nodeBox } from '../../../src/canvas/kernels/layout.ts'
import type { Box, ClusterLayout } from '../../../src/canvas/kernels/layout.ts'
import { nodeLine, packetRoute } from '../../../src/canvas/kernels/routing.ts'
import { edgeSpecs } from '../../../src/canvas/links/edge-specs.ts'

/** Containers of embeds of 800 x 450 and 640 x 360 less their bar, and the worlds of two stages. */
const containers = [[800, 404], [640, 314], [760, 345], [620, 382]] as const
const cards = ({ etcd, controllerManager, scheduler, tray, apiServer, network, node, columns }: ClusterLayout): Box[] =>
  [etcd, controllerManager, scheduler, tray, apiServer, network, ...Array.from({ length: columns }, (_, place) => nodeBox(place, node))]

describe('the small picture', () => {
  it.each(containers)('of %i x %i fits its container unscaled', (width, height) => {
    const { bounds } = compactLayout(3, width, height)
    expect(bounds.width).toBe(width)
    expect(bounds.height).toBeLessThanOrEqual(height)
    expect(fitViewport(bounds, width, height).zoom).toBe(1)
  })
  it.each(containers)('of %i x %i has no card over another or outside', (width, height) => {
    const layout = compactLayout(3, width, height)
    const all = cards(layout)
    all.forEach((card, i) => {
      expect(contains(layout.bounds, card) && contains(layout.bounds, { x: card.x + card.width, y: card.y + card.height }), `card ${i}`).toBe(true)
      for (const other of all.slice(i + 1)) expect(overlaps(card, other), `card ${i}`).toBe(false)
    })
  })
  it('has room for two rows of pods between kube-proxy and the container runtime, and for more in a tall container', () => {
    const { compact, node } = compactLayout(3, 640, 314)
    expect(compact!.podRows).toBe(2)
    expect(compact!.podsTop).toBeGreaterThanOrEqual(node.kubeProxy.y + node.kubeProxy.height)
    expect(compact!.podsTop + 2 * compact!.rowPitch).toBeLessThanOrEqual(node.containerRuntime.y)
    expect(compact!.rowPitch).toBeGreaterThan(compact!.row)
    expect(compactLayout(3, 800, 600).compact!.podRows).toBeGreaterThan(2)
  })
  it.each(containers)('of %i x %i has two columns of pods below kubelet and kube-proxy, all parts within their node, and all nodes in their region', (width, height) => {
    const layout = compactLayout(3, width, height)
    const { compact, node, workers } = layout
    expect([compact!.podWidth, compact!.podWidth]).toEqual([node.kubelet.width, node.kubeProxy.width])
    for (const part of [node.kubelet, node.kubeProxy, node.containerRuntime])
      expect(part.x > 0 && part.y > 0 && part.x + part.width < node.width && part.y + part.height < node.height).toBe(true)
    for (const place of [0, 2]) {
      const box = nodeBox(place, node)
      expect(contains(workers, box) && contains(workers, { x: box.x + box.width, y: box.y + box.height })).toBe(true)
    }
    expect([workers.x, workers.x + workers.width].map((x) => x - layout.bounds.x)).toEqual([width - (workers.x + workers.width - layout.bounds.x), width - (workers.x - layout.bounds.x)])
  })
  it('has rows no higher than they need to be in a tall container', () => {
    for (const height of [404, 500, 600, 700, 900]) expect(compactLayout(3, 800, height).compact!.row).toBeLessThanOrEqual(34)
  })
  it('leads commands and client traffic in from the edge', () => {
    const layout = compactLayout(3, 800, 404)
    for (const kind of ['kubectl-api', 'client-nodeport'] as const) expect(packetRoute(layout, kind, 0, undefined, true)![0]!.x).toBe(layout.bounds.x)
  })
  it('ends each link at the part it belongs to', () => {
    const layout = compactLayout(3, 800, 404)
    const box = nodeBox(1, layout.node)
    expect(nodeLine(layout, 'api-kubelet', 1, true).at(-1)).toEqual({ x: box.x + layout.node.lanes.toKubelet, y: box.y + layout.node.kubelet.y })
    expect(nodeLine(layout, 'cri', 1, true).at(-1)!.y).toBe(box.y + layout.node.containerRuntime.y + layout.node.containerRuntime.height / 2)
  })
  it('writes each port once for each node, and those of data traffic once', () => {
    const links = new Map()
    const nodes = [0, 1, 2].map((place) => ({ slot: place, place, name: `node-${place + 1}`, reachable: true, links }))
    const specs = edgeSpecs({ layout: compactLayout(3, 800, 404), mode: 'single', nodes, headLinks: links, nodePort: 30080 })
    const chips = specs.flatMap((spec) => (spec.chip === undefined ? [] : [spec.chip.text])).toSorted()
    expect(chips).toEqual([
      ...Array.from({ length: 3 }, () => '10250'), 'NodePort 30080', 'TCP 2379', ...Array.from({ length: 5 }, () => 'TCP 6443'), 'UDP 8472 · VXLAN',
    ])
  })
})

describe('which picture is drawn', () => {
  it('whole on the page and in a large embed', () => {
    expect(compactWorld('whole', 3, 500, 300)).toBeUndefined()
    expect(compactWorld('embed', 3, 1280, 674)).toBeUndefined()
  })
  it('small in a small embed, enlarged on the stage', () => {
    expect(compactWorld('console', 3, 1044, 440)!.width).toBeCloseTo(902, 0)
    expect(compactWorld('console', 5, 1044, 440)!.width).toBeCloseTo(988, 0)
    expect(compactWorld('console', 6, 1044, 440)).toBeUndefined()
    expect(compactWorld('embed', 3, 800, 404)).toEqual({ width: 800, height: 404 })
    expect(1280 / compactWorld('stage', 3, 1280, 582)!.width).toBeGreaterThan(1.66)
  })
  it('less enlarged on the stage with more nodes', () => {
    expect(compactWorld('stage', 4, 1280, 582)!.width).toBeGreaterThan(compactWorld('stage', 3, 1280, 582)!.width)
    expect(compactWorld('stage', 5, 1280, 582)).toBeUndefined()
  })
  it('less enlarged on a stage that is low', () => {
    expect(compactWorld('stage', 3, 1280, 390)!.height).toBeCloseTo(310, 5)
  })
  it('whole where nodes would be too narrow for their names', () => {
    expect(fitsCompact(4, 800)).toBe(true)
    expect(fitsCompact(5, 800)).toBe(false)
    expect(compactWorld('embed', 12, 800, 404)).toBeUndefined()
  })
})
