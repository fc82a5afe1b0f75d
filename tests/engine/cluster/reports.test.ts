import { describe, expect, it } from 'vitest'
import { apiServerFacts, componentDoing, componentPart, createCluster, runFor, runUntil, world } from '../../../src/engine/index.ts'
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

describe('the API server’s open watches', () => {
  it('are as many as its table lists by resource', () => {
    const cluster = createCluster({ ...defaultClusterOptions, nodes: 3 })
    runUntil(cluster, 6_000_000)
    const { tables } = componentPart(cluster, { process: 'kube-apiserver' })
    const listed = tables.flatMap(({ rows }) => rows.map(([, count]) => Number(count))).reduce((sum, count) => sum + count, 0)
    expect(listed).toBeGreaterThan(15)
    expect(apiServerFacts(cluster).watches).toBe(listed)
  })
})
