/** What a pod costs must not grow with the cluster. Not timed: messages and steps are counted. */
import { describe, expect, it } from 'vitest'
import { createCluster, forEachObject, request, runFor, type ClusterState } from '../../../src/engine/index.ts'
import type { Deployment } from '../../../src/kubernetes/types/apps.ts'
import { defaultClusterOptions } from '../../../src/protocol/options.ts'
import { deploymentManifest } from './manifests.ts'

interface Cost {
  readonly steps: number
  readonly messages: number
}

/** Only so that a storm of messages ends. */
const mostSteps = 200_000

/** Steps and messages of a simulated minute. */
function minuteOf(cluster: ClusterState): Cost {
  const sent = (): number => cluster.sim.links.messages.reduce((sum, count) => sum + count, 0)
  const before = sent()
  const steps = runFor(cluster, 60_000_000, mostSteps)
  return { steps, messages: sent() - before }
}

/** What a Deployment costs for each of its pods beside what idle nodes cost. */
function perPod(pods: number, nodes: number): Cost {
  const cluster = createCluster({ ...defaultClusterOptions, nodes, nodeCpu: 32, nodeMemoryGi: 64, clientRateLimits: false })
  runFor(cluster, 30_000_000)
  const idle = minuteOf(cluster)
  request(cluster, { method: 'POST', path: '/apis/apps/v1/namespaces/default/deployments', body: deploymentManifest('web', pods) }, 1)
  const busy = minuteOf(cluster)
  forEachObject(cluster.etcd.store, 'deployments', (object) => expect((object as Deployment).status.readyReplicas).toBe(pods))
  return { steps: (busy.steps - idle.steps) / pods, messages: (busy.messages - idle.messages) / pods }
}

describe('four times as many pods on four times as many nodes', () => {
  it('take no more steps and messages each', () => {
    const small = perPod(50, 10)
    const large = perPod(200, 40)
    expect(small.messages).toBeGreaterThan(10)
    expect(large.steps).toBeLessThan(small.steps * 1.1)
    expect(large.messages).toBeLessThan(small.messages * 1.1)
  })
})
