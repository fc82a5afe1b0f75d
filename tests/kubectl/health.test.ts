import { expect, it } from 'vitest'
import { world } from '../../src/engine/index.ts'
import { testCluster } from './test-cluster.ts'

it('health tells each check, and that of etcd fails while etcd is down', async () => {
  const bench = testCluster()
  const raw = async (path: string): Promise<string> => {
    const { out, error } = await bench.run(`get --raw '${path}'`)
    return out + error
  }
  expect(await raw('/readyz')).toBe('ok')
  expect(await raw('/livez?verbose')).toBe('[+]ping ok\n[+]etcd ok\nlivez check passed\n')
  world(bench.cluster, { type: 'stopProcess', process: 'etcd' })
  bench.wait(5)
  const told = (lines: string): string => `Error from server (InternalError): an error on the server ("${lines}") has prevented the request from succeeding\n`
  expect(await raw('/readyz')).toBe(
    told(String.raw`[+]ping ok\n[-]etcd failed: reason withheld\n[-]etcd-readiness failed: reason withheld\n[+]informer-sync ok\nreadyz check failed`),
  )
  expect(await raw('/livez')).toBe(told(String.raw`[+]ping ok\n[-]etcd failed: reason withheld\nlivez check failed`))
  expect(await raw('/livez?exclude=etcd')).toBe('ok')
  world(bench.cluster, { type: 'startProcess', process: 'etcd' })
  bench.wait(10)
  expect(await raw('/readyz?verbose')).toBe('[+]ping ok\n[+]etcd ok\n[+]etcd-readiness ok\n[+]informer-sync ok\nreadyz check passed\n')
})
