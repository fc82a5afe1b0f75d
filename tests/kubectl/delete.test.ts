import { describe, expect, it } from 'vitest'
import { testCluster } from './test-cluster.ts'

describe('delete', () => {
  it('ends with kubectl’s words and 1 when an object is not gone by --timeout', async () => {
    const bench = testCluster()
    await bench.run('create cm kept\npatch cm kept --type=merge -p \'{"metadata":{"finalizers":["example.org/keep"]}}\'')
    const startUs = bench.cluster.sim.nowUs
    expect(await bench.run('delete cm kept --timeout=5s')).toEqual({
      out: 'configmap "kept" deleted from default namespace\n', error: 'error: timed out waiting for the condition on configmaps/kept\n', code: 1,
    })
    expect(bench.cluster.sim.nowUs - startUs).toBeGreaterThanOrEqual(5_000_000)
  })
})
