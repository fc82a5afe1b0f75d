import { describe, expect, it } from 'vitest'
import { cellOf, groupPods, packGroups, packTitled } from '../../../src/canvas/kernels/pod-groups.ts'
import { overlaps } from '../../../src/canvas/kernels/hit-test.ts'
import { fixtureStore } from '../../../src/gallery/fixture-provider.tsx'
import { firstView } from '../../../src/gallery/sample-clusters.ts'

const { view } = fixtureStore(firstView).getState()
const room = { x: 10, y: 20, width: 860, height: 300 }

describe('pods in groups', () => {
  it('stand with their Deployment', () => {
    expect(groupPods(view, 'deployment').map(({ name, pods }) => [name, pods.length])).toEqual([['api', 3], ['web', 6]])
  })
  it('stand with their namespace', () => expect(groupPods(view, 'namespace').map(({ name, pods }) => [name, pods.length])).toEqual([['default', 9]]))
  it('stand with the Service whose endpoints they are, the rest apart', () => {
    const service = view.services.get(0)!
    view.services.set(0, { ...service, endpointCount: 1, endpoints: [{ ...service.endpoints[0]!, pod: 'web-7d4b9c6f58-x7k2p' }] })
    expect(groupPods(view, 'service').map(({ name, pods }) => [name, pods.length])).toEqual([['web', 1], ['no Service', 8]])
  })
  it('stand with the Service whose endpoints are pods of their ReplicaSet where it has more endpoints than are listed', () => {
    view.services.set(0, { ...view.services.get(0)!, endpointCount: 6 })
    expect(groupPods(view, 'service').map(({ name, pods }) => [name, pods.length])).toEqual([['web', 6], ['no Service', 3]])
  })
})

describe('their room', () => {
  it.each([[[3, 6]], [[100, 100, 100, 3, 3]], [Array.from({ length: 40 }, () => 500)]])('holds groups of %j pods, each pod in a cell of its group', (sizes) => {
    const packed = packGroups(sizes, room, 60, 10)!
    for (const [i, place] of packed.places.entries()) {
      const { box } = place
      expect(box.x >= room.x && box.y >= room.y && box.x + box.width <= room.x + room.width && box.y + box.height <= room.y + room.height).toBe(true)
      for (const other of packed.places.slice(i + 1)) expect(overlaps(box, other.box)).toBe(false)
      const last = cellOf(place, sizes[i]! - 1, packed.cell, 10)
      expect(last.x + packed.cell <= box.x + box.width && last.y + packed.cell <= box.y + box.height).toBe(true)
    }
  })
  it('gives few pods the largest cells, and many pods smaller ones', () => {
    expect(packGroups([3, 6], room, 60, 10)?.cell).toBe(60)
    const many = packGroups([500, 500], room, 60, 10)!.cell
    expect(many).toBeLessThan(20)
    expect(many).toBeGreaterThan(8)
  })
  it('is filled: few large groups take another shape rather than leave half of it empty', () => {
    for (const sizes of [[200, 200, 200], [16, 16, 16, 3, 552], [3, 3000]]) {
      const { cell } = packGroups(sizes, { x: 0, y: 0, width: 745, height: 330 }, 96, 14)!
      const pods = sizes.reduce((sum, size) => sum + size, 0)
      expect((pods * cell * cell) / (745 * 330), sizes.join()).toBeGreaterThan(0.65)
    }
  })
  it('lets few small pods under a long name stand in a block, not in a strip', () => {
    const { cell, places } = packGroups([16, 145_000], room, 60, 14)!
    expect(cell).toBeLessThan(2)
    expect(places[0]!.columns).toBeLessThanOrEqual(8)
  })
  it('makes names smaller where so many have no room, and only there', () => {
    const sizes = Array.from({ length: 1000 }, () => 1)
    const fitted = packTitled(sizes, room, 60, 10)!
    expect(fitted.title).toBeLessThan(10)
    expect(fitted.packed).toEqual(packGroups(sizes, room, 60, fitted.title))
    expect(fitted.packed.cell).toBeGreaterThanOrEqual(fitted.title / 2)
    expect(packTitled([3, 6], room, 60, 10)?.title).toBe(10)
    expect(packTitled(Array.from({ length: 100_000 }, () => 1), room, 60, 10)).toBeUndefined()
  })
  it('says when not even the names fit', () => expect(packGroups(Array.from({ length: 1000 }, () => 1), room, 60, 10)).toBeUndefined())
})
