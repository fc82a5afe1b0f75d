import { describe, expect, it } from 'vitest'
import { arrivalsOf, laneOf, laneRoute } from '../../../src/canvas/layers/packet-lanes.ts'
import { clusterLayout, nodePitchX } from '../../../src/canvas/kernels/layout.ts'
import { clusterFrame, fixtureLink, fixtureVxlan, hopFrame } from '../../../src/gallery/cluster-frame.ts'
import { fixtureStore } from '../../../src/gallery/fixture-provider.tsx'
import { firstView } from '../../../src/gallery/sample-clusters.ts'
import { hopFlags } from '../../../src/protocol/vocabulary.ts'

const { view } = fixtureStore(firstView).getState()
const layout = clusterLayout(3)
const kubelet = fixtureLink('kubelet-api', 1)

describe('lanes', () => {
  it('are one for each link and direction', () => {
    expect(laneOf(view, kubelet, false, 'single')).not.toBe(laneOf(view, kubelet, true, 'single'))
    expect(laneRoute(view, layout, laneOf(view, kubelet, true, 'single'), 'single')).toEqual(
      laneRoute(view, layout, laneOf(view, kubelet, false, 'single'), 'single')!.toReversed(),
    )
  })
  it('join nodes’ links in a trunk, but not those of the control plane', () => {
    expect(laneOf(view, kubelet, false, 'trunk')).toBe(laneOf(view, fixtureLink('kubelet-api', 2), false, 'trunk'))
    expect(laneOf(view, fixtureLink('api-etcd'), false, 'trunk')).toBe(laneOf(view, fixtureLink('api-etcd'), false, 'single'))
  })
  it('lead VXLAN from its node to the other', () => {
    const route = laneRoute(view, layout, laneOf(view, fixtureVxlan(0), false, 'single'), 'single')!
    expect(route[0]!.x).toBeLessThan(route.at(-1)!.x)
    expect(route).toHaveLength(4)
  })
  it('have no way to machines that give their room to pods in groups, and keep theirs in the control plane', () => {
    expect(laneRoute(view, layout, laneOf(view, kubelet, false, 'hidden'), 'hidden')).toBeUndefined()
    expect(laneRoute(view, layout, laneOf(view, fixtureLink('api-etcd'), false, 'hidden'), 'hidden')).toBeDefined()
  })
  it('stand where their nodes are arranged', () => {
    const apart = clusterLayout(3, undefined, { places: new Map([[1, 2]]), grid: { columns: 3, rows: 1 } })
    const lane = laneOf(view, kubelet, false, 'single')
    expect(laneRoute(view, apart, lane, 'single')![0]!.x - laneRoute(view, layout, lane, 'single')![0]!.x).toBe(nodePitchX)
  })
  it('have no way for a link that is not known', () => expect(laneRoute(view, layout, 'link 9999 out', 'single')).toBeUndefined())
})

it('takes the messages of a frame in the order in which they were sent, bundles with their count', () => {
  const base = hopFrame(clusterFrame(firstView), 2000, [
    { link: kubelet, type: 1, sentUs: 200, arrivesUs: 300 },
    { link: kubelet, type: 2, flags: hopFlags.reverse, sentUs: 100, arrivesUs: 300 },
  ])
  const frame = { ...base, bundles: [{ link: 0, type: 1, reverse: false, count: 70, sentUs: 150, arrivesUs: 400 }] }
  expect(arrivalsOf(frame, view, 'single').map(({ id, count, lane }) => [id, count, lane])).toEqual([
    [1, 1, `link ${kubelet} back`],
    [-1, 70, 'link 0 out'],
    [0, 1, `link ${kubelet} out`],
  ])
})

it('bundles on one trunk, in one direction and of one type are one, with what each link had of it', () => {
  const [first, second] = [kubelet, fixtureLink('kubelet-api', 2)]
  const bundle = { link: first, type: 1, reverse: false, count: 2, sentUs: 150, arrivesUs: 400 }
  const bundles = [bundle, { ...bundle, link: second, count: 3, sentUs: 120, arrivesUs: 300 }, { ...bundle, reverse: true }, { ...bundle, type: 4 }, { ...bundle, link: 0 }]
  const frame = { ...hopFrame(clusterFrame(firstView), 2000, []), bundles }
  const together = arrivalsOf(frame, view, 'trunk')
  expect(together[0]).toMatchObject({ lane: 'trunk kubelet-api out', count: 5, sentUs: 120, arrivesUs: 400, byLink: new Map([[first, 2], [second, 3]]) })
  expect(together.slice(1).map(({ lane, type, count }) => [lane, type, count])).toEqual([
    ['link 0 out', 1, 2], ['trunk kubelet-api back', 1, 2], ['trunk kubelet-api out', 4, 2],
  ])
  expect(arrivalsOf(frame, view, 'plain')).toHaveLength(bundles.length)
})
