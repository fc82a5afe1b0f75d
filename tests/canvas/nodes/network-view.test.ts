import { describe, expect, it } from 'vitest'
import { clusterLayout } from '../../../src/canvas/kernels/layout.ts'
import { networkView, stationsKey, stationsOf } from '../../../src/canvas/nodes/network-view.ts'
import { fixtureStore } from '../../../src/gallery/fixture-provider.tsx'
import { firstView, manyNodes } from '../../../src/gallery/sample-clusters.ts'
import { nodeFlags } from '../../../src/protocol/vocabulary.ts'
import { createClusterView } from '../../../src/state/create-view.ts'

describe('the cluster network', () => {
  it('is the one that the nodes are in, with their pods’ ranges in one', () => {
    expect(networkView(fixtureStore(firstView).getState().view)).toEqual({ nodes: '192.168.1.0/24', pods: '10.244.0.0/16' })
  })
  it('has no addresses without nodes, and none of pods before a node has a range', () => {
    expect(networkView(createClusterView())).toBeUndefined()
    const { view } = fixtureStore(firstView).getState()
    view.nodes.names.forEach((names, slot) => { if (names !== undefined) view.nodes.names[slot] = { ...names, podCIDR: '' } })
    expect(networkView(view)).toEqual({ nodes: '192.168.1.0/24', pods: '' })
  })
})

describe('its stations', () => {
  it('are those of the last row, by column, with a gap where no node stands', () => {
    const { view } = fixtureStore(manyNodes(8, 1)).getState()
    expect(stationsOf(clusterLayout(8), view).map((station) => station?.name)).toEqual(['node-7', 'node-8', undefined, undefined, undefined, undefined])
  })
  it('show a machine that is cut off, and look otherwise by their key as soon as one is or has its range', () => {
    const { view } = fixtureStore(firstView).getState()
    const keys = [stationsKey(view)]
    view.nodes.flags[1] = nodeFlags.cableCut
    keys.push(stationsKey(view))
    expect(stationsOf(clusterLayout(3), view).map((station) => station?.reachable)).toEqual([true, false, true])
    view.nodes.names[2] = { ...view.nodes.names[2]!, podCIDR: '' }
    keys.push(stationsKey(view))
    expect(new Set(keys).size).toBe(3)
  })
})
