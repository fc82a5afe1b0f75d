import { describe, expect, it } from 'vitest'
import { componentDoing, createCluster, runFor, runUntil, world } from '../../../src/engine/index.ts'
import { defaultClusterOptions } from '../../../src/protocol/options.ts'

describe('what a process does now', () => {
  it('of the API server is not “ready” while etcd is down', () => {
    const cluster = createCluster({ ...defaultClusterOptions, nodes: 1 })
    runUntil(cluster, 6_000_000)
    const apiServer = { process: 'kube-apiserver' } as const
    expect(componentDoing(cluster, apiServer)).toBe('ready')
    world(cluster, { type: 'stopProcess', process: 'etcd' })
    expect(componentDoing(cluster, apiServer)).toBe('not ready: etcd is down')
    world(cluster, { type: 'startProcess', process: 'etcd' })
    runFor(cluster, 5_000_000)
    expect(componentDoing(cluster, apiServer)).toBe('ready')
  })
})
