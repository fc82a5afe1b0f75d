import { describe, expect, it } from 'vitest'
import { request } from '../../src/engine/index.ts'
import type { Kubectl } from '../../src/kubectl/kubectl.ts'
import { openStream } from '../../src/kubectl/watch.ts'
import { testCluster } from './test-cluster.ts'

describe('watching commands', () => {
  it('get -w prints what is there, then every change, until Ctrl-C', async () => {
    const bench = testCluster()
    await bench.run('create deployment web --image=nginx')
    const control = new AbortController()
    let lines = 0
    const { out, code } = await bench.run('get pods -w', control.signal, (text) => {
      lines += text.split('\n').length - 1
      if (text.includes('Running')) control.abort()
    })
    expect(code).toBe(130)
    expect(out.match(/Pending|ContainerCreating|Running/g)?.slice(-3)).toEqual(['Pending', 'ContainerCreating', 'Running'])
    expect(out.match(/^NAME/gm)).toHaveLength(1)
    expect(lines).toBeGreaterThan(3)
  })

  it('get -w --output-watch-events names each event', async () => {
    const bench = testCluster()
    await bench.run('create configmap a')
    const control = new AbortController()
    const path = '/api/v1/namespaces/default/configmaps/a'
    const { out } = await bench.run('get cm a -w --output-watch-events', control.signal, (text) => {
      if (text.includes('DELETED')) control.abort()
      else request(bench.cluster, { method: 'DELETE', path }, 99)
    })
    expect(out.split('\n').map((row) => row.split(/ +/).slice(0, 2).join(' '))).toEqual(['EVENT NAME', 'ADDED a', 'DELETED a', ''])
  })

  it('get events -w and events -w tell of Events as they are written', async () => {
    const bench = testCluster()
    const watched = async (line: string): Promise<string> => {
      const control = new AbortController()
      const { out } = await bench.run(line, control.signal, (text) => {
        if (text.includes('Started container')) control.abort()
      })
      return out
    }
    await bench.run('run first --image=nginx')
    expect((await watched('get events -w')).match(/(?<=Normal +)\w+(?= +pod\/first)/g)).toEqual(['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started'])
    await bench.run('run second --image=nginx')
    const rows = (await watched('events -w --for pod/second')).trimEnd().split('\n').map((row) => row.split(/ {2,}/))
    expect(rows[0]).toEqual(['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'])
    expect(rows.slice(1).map(([, type, reason, about]) => [type, reason, about])).toEqual(
      ['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started'].map((reason) => ['Normal', reason, 'Pod/second']),
    )
  })

  it('events -w --types leaves out the others', async () => {
    const bench = testCluster()
    await bench.run('run broken --image=nginx:does-not-exist')
    const control = new AbortController()
    const { out, code } = await bench.run('events -w --types=Warning --no-headers', control.signal, () => { control.abort() })
    expect(out).toMatch(/^\S+ +Warning +Failed +Pod\/broken +Failed to pull image/)
    expect(code).toBe(130)
  })

  it('rollout status tells every step between, without asking again and again', async () => {
    const bench = testCluster()
    await bench.run('create deployment web --image=nginx --replicas=3')
    bench.requests.length = 0
    const { out } = await bench.run('rollout status deployment/web')
    expect(out.match(/[0-3] of 3 updated replicas are available/g)?.map((text) => text[0])).toEqual(expect.arrayContaining(['0', '1', '2']))
    expect(out.trimEnd().endsWith('deployment "web" successfully rolled out')).toBe(true)
    expect(bench.requests.map((asked) => asked.query?.['watch'])).toEqual([undefined, undefined, 'true'])
  })

  it('wait ends at the simulated moment at which its condition is met, and at its timeout', async () => {
    const bench = testCluster()
    await bench.run('create deployment web --image=nginx')
    expect((await bench.run('wait --for=condition=Available deployment/web')).out).toBe('deployment.apps/web condition met\n')
    const beforeUs = bench.cluster.sim.nowUs
    const { error, code } = await bench.run('wait --for=condition=Nosuch deployment/web --timeout=7s')
    expect([error, code]).toEqual(['error: timed out waiting for the condition on deployments/web\n', 1])
    expect((bench.cluster.sim.nowUs - beforeUs) / 1_000_000).toBeCloseTo(7, 0)
  })

  it('delete waits for the object that it deleted, not for another of its name', async () => {
    const bench = testCluster()
    const { out, code } = await bench.run('delete serviceaccount default')
    expect([out, code]).toEqual(['serviceaccount "default" deleted from default namespace\n', 0])
    bench.wait(5)
    expect((await bench.run('get sa default -o name')).out).toBe('serviceaccount/default\n')
  })

  it('delete hears when a pod that ends slowly is gone', async () => {
    const bench = testCluster()
    await bench.run('run solo --image=nginx')
    await bench.run('wait --for=condition=Ready pod/solo')
    bench.requests.length = 0
    expect((await bench.run('delete pod solo')).code).toBe(0)
    expect(bench.requests.map(({ method, query }) => `${method}${query?.['watch'] === 'true' ? ' watch' : ''}`)).toEqual(['DELETE', 'GET', 'GET watch'])
    expect((await bench.run('get pod solo')).code).toBe(1)
  })

  it('logs -f prints what the container goes on to say, and ends with it', async () => {
    const bench = testCluster()
    await bench.run('run job --image=busybox:1.36 --restart=Never -- sh -c "echo one; sleep 5; echo two; sleep 5; echo three"')
    await bench.run('wait --for=condition=Ready pod/job')
    const { out, code } = await bench.run('logs -f job')
    expect([out, code]).toEqual(['one\ntwo\nthree\n', 0])
  })

  it('a watch that the server refuses is told like any refusal', async () => {
    const path = '/api/v1/namespaces/default/pods/a'
    let closed = false
    const kubectl: Kubectl = {
      send: () => Promise.reject(new Error('not asked')), out: () => undefined, error: () => undefined, nowMs: () => 0, sleep: () => Promise.resolve(),
      signal: new AbortController().signal, session: { namespace: 'default' }, stdin: undefined, readFile: () => Promise.resolve(undefined),
      stream: () => Promise.resolve({
        response: { status: 405, body: { kind: 'Status', status: 'Failure', message: 'no watch', reason: 'MethodNotAllowed', code: 405 } },
        next: () => Promise.resolve('ended'), close: () => { closed = true },
      }),
    }
    await expect(openStream(kubectl, { method: 'GET', path })).rejects.toThrow('Error from server (MethodNotAllowed): no watch')
    expect(closed).toBe(true)
  })
})
