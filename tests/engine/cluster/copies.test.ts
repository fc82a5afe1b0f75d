import { describe, expect, it } from 'vitest'
import { createCluster, historyHash, request, runFor, runUntil, takeAnswers, world, type ClusterState } from '../../../src/engine/index.ts'
import { defaultClusterOptions } from '../../../src/protocol/options.ts'
import { deploymentManifest } from './manifests.ts'

/** A cluster that is in the middle of making pods. */
function inMidFlight(nodes: number, replicas: number, seed: number): ClusterState {
  const cluster = createCluster({ ...defaultClusterOptions, seed, nodes, nodeCpu: 64, nodeMemoryGi: 256, clientRateLimits: false })
  runUntil(cluster, 6_000_000)
  request(cluster, { method: 'POST', path: '/apis/apps/v1/namespaces/default/deployments', body: deploymentManifest('web', replicas) }, 1)
  runFor(cluster, 1_500_000)
  return cluster
}

describe('a deep copy of the engine, taken in mid-flight', () => {
  it.each([[3, 100, 1], [3, 100, 2], [50, 5000, 3]])('of %i nodes and %i pods runs on to the same history (seed %i)', (nodes, replicas, seed) => {
    const original = inMidFlight(nodes, replicas, seed)
    const pods = original.etcd.store.tables[2]!.count
    expect(pods).toBeGreaterThan(10)
    const copy = structuredClone(original)
    runFor(original, 20_000_000)
    runFor(copy, 20_000_000)
    expect(historyHash(copy)).toBe(historyHash(original))
    expect([copy.sim.steps, copy.etcd.store.revision]).toEqual([original.sim.steps, original.etcd.store.revision])
    expect(original.sim.steps).toBeGreaterThan(pods * 20)
  }, 60_000)
})

describe('the same seed and the same commands', () => {
  function play(seed: number): { readonly hash: string; readonly statuses: number[] } {
    const cluster = createCluster({ ...defaultClusterOptions, seed })
    runUntil(cluster, 5_000_000)
    request(cluster, { method: 'POST', path: '/apis/apps/v1/namespaces/default/deployments', body: deploymentManifest('web', 6) }, 1)
    runFor(cluster, 15_000_000)
    world(cluster, { type: 'powerOff', node: 'node-2' })
    runFor(cluster, 400_000_000)
    return { hash: historyHash(cluster), statuses: takeAnswers(cluster).map((answer) => answer.response.status) }
  }
  it('give the same history, to the step', () => {
    const first = play(11)
    expect(play(11)).toEqual(first)
    expect(first.statuses).toEqual([201])
  })
  it('and another seed gives another', () => {
    expect(play(12).hash).not.toBe(play(11).hash)
  })
})
