/** What a pod costs must not grow with the cluster. Not timed: messages and steps are counted. */
import { describe, expect, it } from 'vitest'
import { loadPods, readyCluster } from '../../bench/load.ts'

function perPod(pods: number, nodes: number): { readonly steps: number; readonly messages: number } {
  const cluster = readyCluster(nodes)
  const before = cluster.sim.links.messages.reduce((sum, count) => sum + count, 0)
  const { steps } = loadPods(cluster, pods)
  const after = cluster.sim.links.messages.reduce((sum, count) => sum + count, 0)
  return { steps: steps / pods, messages: (after - before) / pods }
}

describe('three times as many pods on three times as many nodes', () => {
  it('take no more steps and messages each', () => {
    const small = perPod(400, 40)
    const large = perPod(1200, 120)
    expect(small.steps).toBeGreaterThan(10)
    expect(large.steps).toBeLessThan(small.steps * 1.1)
    expect(large.messages).toBeLessThan(small.messages * 1.1)
  })
})
