import { describe, expect, it } from 'vitest'
import { overlaps } from '../../../src/canvas/kernels/hit-test.ts'
import { fitViewport } from '../../../src/canvas/kernels/fit.ts'
import { clusterLayout, headScaleFor, nodeBox, nodeParts, podBox } from '../../../src/canvas/kernels/layout.ts'
import type { Box } from '../../../src/canvas/kernels/layout.ts'

const boxes = (places: number, scale?: number): Record<string, Box> => {
  const { kubectl, deployments, services, clients, etcd, controllerManager, scheduler, tray, apiServer, network } = clusterLayout(
    places,
    scale,
  )
  const nodes = Object.fromEntries(Array.from({ length: places }, (_, place) => [`node ${place}`, nodeBox(place)]))
  return { kubectl, deployments, services, clients, etcd, controllerManager, scheduler, tray, apiServer, network, ...nodes }
}

describe('the layout', () => {
  it.each([1, 3, 4, 5, 6, 7, 12, 24, 40])('puts no two cards of %i nodes on one another', (places) => {
    const entries = Object.entries(boxes(places))
    for (const [i, [name, box]] of entries.entries()) {
      for (const [other, otherBox] of entries.slice(i + 1)) expect(overlaps(box, otherBox), `${name} over ${other}`).toBe(false)
    }
  })
  it.each([1, 3, 6, 12, 40, 5000])('keeps everything of %i nodes inside its bounds', (places) => {
    const { bounds, ...layout } = clusterLayout(places)
    const inside = [layout.kubectl, layout.clients, layout.network, layout.controlPlane, layout.workers, nodeBox(places - 1)]
    for (const box of inside) {
      expect(box.x).toBeGreaterThanOrEqual(bounds.x)
      expect(box.y).toBeGreaterThanOrEqual(bounds.y)
      expect(box.x + box.width).toBeLessThanOrEqual(bounds.x + bounds.width + 0.01)
      expect(box.y + box.height).toBeLessThanOrEqual(bounds.y + bounds.height + 0.01)
    }
  })
  it('shows three nodes at full size at 1280x720 with the inspector open', () => {
    expect(fitViewport(clusterLayout(3).bounds, 1044, 604).zoom).toBeGreaterThanOrEqual(0.99)
  })
  it('keeps the head at its size on screen while nodes get smaller', () => {
    for (const places of [4, 5, 6]) {
      const scale = headScaleFor(places, 1044, 620)
      const { zoom } = fitViewport(clusterLayout(places, scale).bounds, 1044, 620)
      expect(zoom * scale).toBeGreaterThan(0.97)
    }
  })
  it.each([12, 30, 100, 1000, 5000])('keeps it also above several rows, %i nodes', (places) => {
    const scale = headScaleFor(places, 1044, 612)
    const { bounds, apiServer, tray, workers, clients, network } = clusterLayout(places, scale)
    expect(fitViewport(bounds, 1044, 612).zoom * scale).toBeGreaterThan(0.97)
    expect(clients.y + clients.height).toBeLessThanOrEqual(network.y + 14 * scale)
    // The tray keeps its width, and the control plane is as wide as the nodes' region.
    expect(tray.width / scale).toBeGreaterThanOrEqual(139)
    expect(apiServer.x + apiServer.width).toBeLessThanOrEqual(workers.x + workers.width)
  })
  it('puts pods and parts of a node beside one another', () => {
    const parts = [nodeParts.kubelet, nodeParts.kubeProxy, nodeParts.containerRuntime, ...[0, 1, 2, 3].map(podBox)]
    for (const [i, box] of parts.entries()) for (const other of parts.slice(i + 1)) expect(overlaps(box, other)).toBe(false)
  })
})
