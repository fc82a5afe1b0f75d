import { describe, expect, it } from 'vitest'
import { world } from '../../src/engine/index.ts'
import { testCluster } from './test-cluster.ts'

describe('scale --timeout', () => {
  it('waits until the status has the number', async () => {
    const bench = testCluster()
    await bench.run('create deployment web --image=nginx')
    bench.wait(20)
    expect(await bench.run('scale deployment web --replicas=3 --timeout=30s')).toEqual({ out: 'deployment.apps/web scaled\n', error: '', code: 0 })
    expect((await bench.run('get deployment web -o jsonpath={.status.replicas}')).out).toBe('3')
  })

  it('gives up with kubectl’s words when nobody acts on it', async () => {
    const bench = testCluster()
    await bench.run('create deployment web --image=nginx')
    bench.wait(20)
    world(bench.cluster, { type: 'stopProcess', process: 'kube-controller-manager' })
    expect(await bench.run('scale deployment web --replicas=3 --timeout=5s')).toEqual({ out: '', error: 'error: timed out waiting for "web" to be synced\n', code: 1 })
  })
})
