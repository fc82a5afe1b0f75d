import { beforeEach, describe, expect, it } from 'vitest'
import { clusterLayout } from '../../../src/canvas/kernels/layout.ts'
import type { Box } from '../../../src/canvas/kernels/layout.ts'
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
  it('comes into view or does not, in the layout that is shown', () => {
    const end = ways.way('link 1 out')!.points.at(-1)!
    const around = { x: end.x - 1, y: end.y - 1, width: 2, height: 2 }
    const away = { x: -9000, y: 0, width: 10, height: 10 }
    expect([ways.isInView('link 1 out', around), ways.isInView('link 1 out', away), ways.isInView('link 1 out', around)]).toEqual([true, false, true])
    expect(ways.isInView('link 2 out', around)).toBe(false)
    ways.show(clusterLayout(60), 'single')
    expect(ways.isInView('link 1 out', around)).toBe(false)
  })
  it('moves in each tick in view, and out of view in its turns, not all lanes in the same', () => {
    set(link(2))
    const away = { x: -9000, y: 0, width: 10, height: 10 }
    const everywhere = { x: -9000, y: -9000, width: 99_000, height: 99_000 }
    const ticks = (lane: string, box: Box): number[] => Array.from({ length: 12 }, (_, tick) => ways.ticksFor(lane, box, tick))
    expect(ticks('link 1 out', everywhere)).toEqual(Array.from({ length: 12 }, () => 1))
    const turns = ['link 1 out', 'link 2 out'].map((lane) => ticks(lane, away))
    for (const its of turns) expect(its.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 6])
    expect(turns[0]).not.toEqual(turns[1])
  })
  it('has room for more packets the longer it is on the screen', () => {
    expect(ways.size('link 1 out', 2).most).toBeGreaterThan(ways.size('link 1 out', 0.2).most)
    expect(ways.size('link 1 out', 2)).toBe(ways.size('link 1 out', 2))
  })
})
