/** `kubectl drain` and what keeps it from its end. */
import { describe, expect, it } from 'vitest'
import { durationText } from '../../src/kubectl/parse/flags.ts'
import { testCluster } from './test-cluster.ts'
import type { TestCluster } from './test-cluster.ts'

/** A pod of its own on node-1, so that the other nodes stand empty. */
async function benchWithPod(): Promise<TestCluster> {
  const bench = testCluster()
  await bench.run('cordon node-2\ncordon node-3\nrun lone --image=nginx')
  bench.wait(20)
  await bench.run('uncordon node-2\nuncordon node-3')
  return bench
}

describe('drain', () => {
  it('ends with kubectl’s words and 1 when the pods are not gone by --timeout', async () => {
    const bench = await benchWithPod()
    const startUs = bench.cluster.sim.nowUs
    await bench.run('patch pod lone --type=merge -p \'{"metadata":{"finalizers":["example.org/keep"]}}\'')
    const { out, error, code } = await bench.run('drain node-1 node-2 --force --timeout=5s')
    const why = 'error when waiting for pod "lone" in namespace "default" to terminate: global timeout reached: 5s'
    expect(out).toBe('node/node-1 cordoned\nnode/node-2 cordoned\nevicting pod default/lone\nnode/node-2 drained\n')
    expect(error).toBe(
      'Warning: deleting Pods that declare no controller: default/lone\n'
      + `There are pending pods in node "node-1" when an error occurred: ${why}\npod/lone\n`
      + `error: unable to drain node "node-1" due to error: ${why}, continuing command...\nThere are pending nodes to be drained:\n node-1\n${why}\n`,
    )
    expect(code).toBe(1)
    expect(bench.cluster.sim.nowUs - startUs).toBeLessThan(10_000_000)
  })

  it('waits as long as it takes without one', async () => {
    const bench = await benchWithPod()
    const { out, code } = await bench.run('drain node-1 --force')
    expect([out, code]).toEqual(['node/node-1 cordoned\nevicting pod default/lone\npod/lone evicted\nnode/node-1 drained\n', 0])
    expect((await bench.run('get pod lone')).error).toContain('NotFound')
  })

  it('ends in time when the pods are', async () => {
    const bench = await benchWithPod()
    expect((await bench.run('drain node-1 --force --timeout=2m')).code).toBe(0)
  })

  it('goes on to the next node when one is refused', async () => {
    const bench = await benchWithPod()
    const { out, error, code } = await bench.run('drain node-1 node-2')
    expect([out, code]).toEqual(['node/node-1 cordoned\nnode/node-2 cordoned\nnode/node-2 drained\n', 1])
    expect(error).toMatch(/^error: unable to drain node "node-1" due to error: .*default\/lone, continuing command\.\.\.\nThere are pending nodes to be drained:\n node-1\n/)
  })

  it('tells durations as Go does', () => {
    expect([0, 500, 1000, 1500, 60_000, 90_000, 3_600_000, 3_661_000, -1000].map(durationText)).toEqual(['0s', '500ms', '1s', '1.5s', '1m0s', '1m30s', '1h0m0s', '1h1m1s', '-1s'])
  })
})
