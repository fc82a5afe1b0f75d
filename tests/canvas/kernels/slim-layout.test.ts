import { describe, expect, it } from 'vitest'
import { compactWorld, isSlim, slimText } from '../../../src/canvas/kernels/compact-layout.ts'
import { fitViewport } from '../../../src/canvas/kernels/fit.ts'
import { contains, overlaps, placeAt } from '../../../src/canvas/kernels/hit-test.ts'
import { placeOfCell } from '../../../src/canvas/kernels/grid.ts'
import { nodeBox } from '../../../src/canvas/kernels/layout.ts'
import type { Box, ClusterLayout } from '../../../src/canvas/kernels/layout.ts'
import { packetRoute, trunkKinds, trunkLine } from '../../../src/canvas/kernels/routing.ts'
import { slimLayout } from '../../../src/canvas/kernels/slim-layout.ts'
import { edgeSpecs } from '../../../src/canvas/links/edge-specs.ts'

/** Node places in embeds of 800 x 450 and 640 x 360 less their bar, above an open console, and on a stage whose text is larger. */
const pictures = [
  [5, 800, 404, 1], [12, 800, 404, 1], [300, 800, 404, 1], [5, 640, 314, 1], [6, 1044, 440, 1], [5000, 1044, 440, 1], [6, 1280, 618, 1.68], [12, 1280, 618, 1.68],
  [30, 1280, 618, 1.68],
] as const
const corner = ({ x, y, width, height }: Box) => ({ x: x + width, y: y + height })

describe('the picture of many nodes in a small container', () => {
  it.each(pictures)('of %i places in %i x %i has text %f times its usual size', (places, width, height, text) => {
    const { bounds, headScale, textFactor } = slimLayout(places, width, height, text)
    expect(textFactor).toBe(text)
    expect(headScale * fitViewport(bounds, width, height).zoom).toBeCloseTo(text, 6)
  })
  it.each(pictures)('of %i places in %i x %i is as wide as its container and not higher', (places, width, height, text) => {
    const { bounds } = slimLayout(places, width, height, text)
    const { zoom } = fitViewport(bounds, width, height)
    expect(bounds.width * zoom).toBeCloseTo(width, 6)
    expect(bounds.height * zoom).toBeLessThanOrEqual(height + 1e-6)
  })
  it.each(pictures)('of %i places in %i x %i has no card over another or outside', (places, width, height, text) => {
    const layout = slimLayout(places, width, height, text)
    const { etcd, controllerManager, scheduler, tray, apiServer, network, bounds } = layout
    const all = [etcd, controllerManager, scheduler, tray, apiServer, network, ...Array.from({ length: Math.min(places, 30) }, (_, place) => nodeBox(place, layout.node))]
    all.forEach((card, i) => {
      expect(contains(bounds, card) && contains(bounds, corner(card)), `card ${i}`).toBe(true)
      for (const other of all.slice(i + 1)) expect(overlaps(card, other), `card ${i}`).toBe(false)
    })
  })
  it.each([[12, 800, 404, 1], [12, 1280, 618, 1.68], [12, 1044, 440, 1], [100, 1280, 618, 1.68], [6, 1044, 440, 1]] as const)(
    'spreads %i places over %i x %i, whose height decides how large they are, and all that is found by place goes along', (places, width, height, text) => {
      const layout = slimLayout(places, width, height, text)
      const { zoom } = fitViewport(layout.bounds, width, height)
      const lastPlace = placeOfCell(layout.columns - 1, 0)
      const last = nodeBox(lastPlace, layout.node)
      const first = nodeBox(0, layout.node)
      expect((last.x + last.width - first.x) * zoom).toBeGreaterThan(0.72 * width)
      expect(placeAt({ x: last.x + 5, y: 5 }, places, layout.node)).toBe(lastPlace)
      expect(placeAt({ x: last.x - 5, y: 5 }, places, layout.node)).toBeUndefined()
    },
  )
  it('lets text give way where the container is too low for it and the nodes', () => {
    const { bounds, headScale, textFactor, node } = slimLayout(12, 1280, 330, 1.68)
    const { zoom } = fitViewport(bounds, 1280, 330)
    expect(textFactor).toBeLessThan(1.68)
    expect(headScale * zoom).toBeCloseTo(textFactor, 6)
    expect(node.height * 2 * zoom).toBeGreaterThan(0.2 * 330)
  })
  it('leads commands and client traffic in from the edge, and trunks from bar to bar beside the nodes', () => {
    const layout = slimLayout(12, 800, 404, 1)
    for (const kind of ['kubectl-api', 'client-nodeport'] as const) expect(packetRoute(layout, kind, 0, undefined, false)![0]!.x).toBe(layout.bounds.x)
    const nodes = Array.from({ length: 12 }, (_, place) => nodeBox(place, layout.node))
    for (const kind of trunkKinds)
      for (const { x } of trunkLine(layout, kind)) expect(nodes.some((node) => x >= node.x && x <= node.x + node.width), kind).toBe(false)
  })
  it('writes the ports of data traffic once, in the network\'s bar', () => {
    const chipsOf = (layout: ClusterLayout) => {
      const nodes = [0, 1, 2, 3, 4].map((place) => ({ slot: place, place, name: `node-${place + 1}`, reachable: true, links: new Map() }))
      return edgeSpecs({ layout, mode: 'plain', chipScale: 1.8, firstChipsOnly: true, nodes, headLinks: new Map(), nodePort: 30080 })
        .flatMap(({ chip }) => (chip === undefined ? [] : [chip]))
    }
    const layout = slimLayout(5, 800, 404, 1)
    const inBar = chipsOf(layout).filter((chip) => contains(layout.network, chip)).map(({ text }) => text)
    expect(inBar.toSorted()).toEqual(['NodePort 30080', 'UDP 8472 · VXLAN'])
  })
})

describe('which containers get it', () => {
  it('all small ones whose nodes are too many for the small picture', () => {
    expect(isSlim('whole', 500, 300)).toBe(false)
    expect(isSlim('embed', 1280, 674)).toBe(false)
    for (const [frame, places] of [['embed', 5], ['console', 6], ['stage', 5]] as const) {
      expect(isSlim(frame, 800, 404)).toBe(true)
      expect(compactWorld(frame, places, 800, 404), frame).toBeUndefined()
    }
  })
  it('with larger text on the stage alone, and in step with its size', () => {
    expect(slimText('embed', 800, 404)).toBe(1)
    expect(slimText('stage', 1280, 618)).toBeCloseTo(1.68, 2)
    expect(slimText('stage', 1920, 978)).toBeCloseTo(2.53, 2)
  })
})
