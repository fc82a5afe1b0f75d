import { describe, expect, it } from 'vitest'
import { createCluster, request, runUntil } from '../../src/engine/index.ts'
import { inspect } from '../../src/host/inspect/inspect.ts'
import { defaultClusterOptions } from '../../src/protocol/options.ts'
import { deploymentManifest } from '../engine/cluster/manifests.ts'

describe('looking at the newest Events', () => {
  const cluster = createCluster({ ...defaultClusterOptions, nodes: 2 })
  runUntil(cluster, 6_000_000)
  request(cluster, { method: 'POST', path: '/apis/apps/v1/namespaces/default/deployments', body: deploymentManifest('web', 2) }, 1)
  runUntil(cluster, 30_000_000)
  const events = inspect(cluster, { query: 'timeline', limit: 500 })

  it('gives them with what they are about, oldest first', () => {
    const scheduled = events.filter((event) => event.reason === 'Scheduled')
    expect(scheduled).toHaveLength(2)
    expect(scheduled[0]).toMatchObject({ kind: 'Pod', namespace: 'default', type: 'Normal', from: 'default-scheduler' })
    expect(scheduled[0]?.name).toMatch(/^web-/)
    expect(events.some((event) => event.kind === 'Deployment' && event.reason === 'ScalingReplicaSet')).toBe(true)
    expect(events.every((event) => event.simTimeUs > 0 && event.simTimeUs <= 30_000_000)).toBe(true)
  })

  it('gives the newest when there are more', () => expect(inspect(cluster, { query: 'timeline', limit: 3 })).toEqual(events.slice(-3)))
})
