import { beforeEach, describe, expect, it } from 'vitest'
import { clusterLayout } from '../../../src/canvas/kernels/layout.ts'
import { LaneWays } from '../../../src/canvas/layers/lane-ways.ts'
import type { LinkRecord } from '../../../src/protocol/frame.ts'
import type { ClusterView } from '../../../src/state/cluster-view.ts'
import { createClusterView } from '../../../src/state/create-view.ts'

const link = (id: number, more: Partial<LinkRecord> = {}): LinkRecord => ({ kind: 'Link', id, link: 'kubelet-api', node: 0, peer: -1, up: true, gone: false, ...more })
let view: ClusterView
let ways: LaneWays

beforeEach(() => {
  view = createClusterView()
  for (const slot of [0, 1]) {
    view.nodes.alive[slot] = 1
    view.nodes.place[slot] = slot
  }
  view.nodes.end = 2
  ways = new LaneWays(view)
  set(link(1))
  ways.show(clusterLayout(3), 'single')
})
function set(record: LinkRecord): void {
  if (record.gone) view.links.delete(record.id)
  else view.links.set(record.id, record)
  ways.update([record])
}

describe('the way of a lane', () => {
  it('is kept while other links come', () => {
    const way = ways.way('link 1 out')
    expect(way?.length).toBeGreaterThan(0)
    set(link(2))
    expect(ways.way('link 1 out')).toBe(way)
  })
  it('is found when its link has come', () => {
    expect(ways.way('link 2 out')).toBeUndefined()
    set(link(2, { node: 1 }))
    expect(ways.way('link 2 out')?.length).toBeGreaterThan(0)
  })
  it('is another when its link is another, and none when it is gone', () => {
    const way = ways.way('link 1 out')
    set(link(1, { node: 1 }))
    expect(ways.way('link 1 out')?.points).not.toEqual(way?.points)
    set(link(1, { gone: true }))
    expect(ways.way('link 1 out')).toBeUndefined()
  })
  it('is another in another layout', () => {
    const way = ways.way('link 1 out')
    ways.show(clusterLayout(60), 'single')
    expect(ways.way('link 1 out')?.points).not.toEqual(way?.points)
  })
  it('is kept by a lane that has packets for as long as it holds', () => {
    const lane = { key: 'link 1 out', packets: [], place: undefined }
    const place = ways.placeOf(lane)
    set(link(2))
    expect(ways.placeOf(lane)).toBe(place)
    set(link(1, { node: 1 }))
    const other = ways.placeOf(lane)
    expect(other.route).toEqual(ways.way('link 1 out')?.points)
    expect(other.route).not.toEqual(place.route)
    ways.show(clusterLayout(60), 'single')
    expect(ways.placeOf(lane).route).not.toEqual(other.route)
  })
})
