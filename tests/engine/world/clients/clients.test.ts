import { describe, expect, it } from 'vitest'
import { setLoad } from '../../../../src/engine/world/clients/clients.ts'
import { clientsRecord, rebuildRotation } from '../../../../src/engine/world/clients/state.ts'
import { createNet, pod, runMs, setApi, setWeb, type Net } from '../../pod-network/fixtures.ts'

/** Three machines with a pod each, clients at `rate` for `seconds`. */
function loaded(rate: number, seconds: number, change?: (net: Net) => void): Net {
  const net = createNet()
  setWeb(net, ['10.244.0.2', '10.244.1.2', '10.244.2.2'])
  for (const machine of [0, 1, 2]) net.pods.set(`10.244.${machine}.2`, pod(`web-${machine}`))
  change?.(net)
  setLoad(net.sim, net.clients, rate, 'default', 'web')
  runMs(net, seconds * 1000)
  return net
}
const requestsTo = (net: Net, machine: number): number => net.sim.links.messages[net.nodePortLinks[machine]!]!

describe('load', () => {
  it('arrives at the rate that was set, evenly', () => {
    const net = loaded(50, 20)
    const record = clientsRecord(net.clients, net.sim.nowUs)
    expect([record.succeededPerSecond, record.failedPerSecond, record.failedTotal]).toEqual([50, 0, 0])
    // All but the one that came while the first trial was on its way.
    expect(record.succeededTotal).toBe(999)
  })
  it('knows how long the requests took that succeeded', () => {
    const { succeededTotal, latencyTotalUs } = clientsRecord(loaded(50, 20).clients, 20_000_000)
    const meanMs = latencyTotalUs / succeededTotal / 1000
    // Twice over the network and once through the pod: milliseconds, not the seconds of a timeout.
    expect(meanMs).toBeGreaterThan(0.5)
    expect(meanMs).toBeLessThan(100)
    const silent = loaded(50, 20, (net) => { net.pods.clear() })
    expect(clientsRecord(silent.clients, silent.sim.nowUs).latencyTotalUs).toBe(0)
  })
  it('goes round the healthy nodes', () => {
    const net = loaded(30, 10)
    const [first, second, third] = [requestsTo(net, 0), requestsTo(net, 1), requestsTo(net, 2)]
    expect(Math.max(first, second, third) - Math.min(first, second, third)).toBeLessThanOrEqual(6)
  })
  it('of 0 is silence', () => {
    const net = loaded(0, 60)
    expect([net.sim.trace.count, net.sim.steps]).toEqual([0, 0])
    const ended = loaded(20, 5)
    setLoad(ended.sim, ended.clients, 0)
    runMs(ended, 10_000)
    const hops = ended.sim.trace.count
    runMs(ended, 60_000)
    expect(ended.sim.trace.count).toBe(hops)
    expect(ended.clients.inFlight.size).toBe(0)
  })
  it('waits until somebody has told the clients a port', () => {
    const net = loaded(20, 5, (fresh) => { fresh.nodePort = 0 })
    expect(clientsRecord(net.clients, net.sim.nowUs)).toMatchObject({ succeededTotal: 0, failedTotal: 0, nodePort: 0, requestsPerSecond: 20 })
    net.nodePort = 30080
    runMs(net, 3000)
    expect(clientsRecord(net.clients, net.sim.nowUs).succeededPerSecond).toBe(20)
  })
  it('waits until the Service has its first endpoint', () => {
    const net = loaded(20, 5, (fresh) => setWeb(fresh, []))
    expect(clientsRecord(net.clients, net.sim.nowUs)).toMatchObject({ succeededTotal: 0, failedTotal: 0, nodePort: 30080 })
    setWeb(net, ['10.244.1.2'])
    runMs(net, 3000)
    expect(clientsRecord(net.clients, net.sim.nowUs)).toMatchObject({ succeededPerSecond: 20, failedTotal: 0 })
  })
  it('waits until a request has come through to what the application itself asks', () => {
    const asks = { clusterIP: '10.96.0.8', port: 80 }
    const net = loaded(20, 5, (fresh) => {
      for (const machine of [0, 1, 2]) fresh.pods.set(`10.244.${machine}.2`, pod('web', [8080], asks))
      setApi(fresh, [])
    })
    expect(clientsRecord(net.clients, net.sim.nowUs)).toMatchObject({ succeededTotal: 0, failedTotal: 0 })
    expect(net.clients.trials).toBe(5)
    net.pods.set('10.244.1.3', pod('api', [9000]))
    setApi(net, ['10.244.1.3'])
    runMs(net, 3000)
    expect(clientsRecord(net.clients, net.sim.nowUs)).toMatchObject({ succeededPerSecond: 20, failedTotal: 0 })
  })
  it('comes after ten trials all the same, and says why it fails', () => {
    const net = loaded(20, 15, (fresh) => { fresh.pods.clear() })
    expect(net.clients.trials).toBe(10)
    expect(clientsRecord(net.clients, net.sim.nowUs)).toMatchObject({ succeededTotal: 0, failedPerSecond: 20 })
  })
  it('changes its rate without losing the nodes’ health', () => {
    const net = loaded(20, 5)
    setLoad(net.sim, net.clients, 40)
    runMs(net, 3000)
    expect(clientsRecord(net.clients, net.sim.nowUs)).toMatchObject({ service: 'default/web', succeededPerSecond: 40, failedTotal: 0 })
  })
})

describe('fates', () => {
  it('are all known: succeeded and failed add up to what was sent', () => {
    const net = loaded(40, 1)
    const { arrivals } = net.clients
    const earlier = arrivals - net.clients.inFlight.size - clientsRecord(net.clients, net.sim.nowUs).succeededTotal
    net.pods.delete('10.244.2.2')
    runMs(net, 9000)
    setLoad(net.sim, net.clients, 0)
    runMs(net, 5000)
    const { succeededTotal, failedTotal, lastFailure } = clientsRecord(net.clients, net.sim.nowUs)
    expect(succeededTotal + failedTotal).toBe(net.clients.arrivals - earlier)
    expect(earlier).toBeLessThan(2)
    expect(failedTotal).toBeGreaterThan(90)
    expect(lastFailure).toBe('10.244.2.2:8080 on node-2 does not answer (timeout)')
  })
  it.each<[string, (net: Net) => void, string]>([
    ['no rules', (net) => { net.tables = net.tables.map((table) => ({ ...table, byNodePort: new Map() })) }, 'connection refused by node-'],
    ['no endpoints', (net) => setWeb(net, []), 'no endpoints for default/web (REJECT)'],
    ['nobody listens', (net) => net.pods.forEach((_, address) => net.pods.set(address, pod('web', [1]))), 'connection refused by 10.244.'],
    ['policy Local', (net) => setWeb(net, ['10.244.0.2'], [], true), '(DROP) (timeout)'],
  ])('%s: the last reason says it', (_title, change, words) => {
    const net = loaded(20, 2)
    change(net)
    runMs(net, 5000)
    expect(clientsRecord(net.clients, net.sim.nowUs).lastFailure).toContain(words)
  })
  it('count the second before, and nothing once it is past', () => {
    const net = loaded(20, 5)
    setLoad(net.sim, net.clients, 0)
    runMs(net, 1000)
    expect(clientsRecord(net.clients, net.sim.nowUs).succeededPerSecond).toBeLessThan(3)
    runMs(net, 5000)
    expect(clientsRecord(net.clients, net.sim.nowUs).succeededPerSecond).toBe(0)
  })
  it('of what comes while 1000 are in flight is a refusal', () => {
    const net = loaded(1000, 1)
    net.pods.clear()
    runMs(net, 2500)
    expect(clientsRecord(net.clients, net.sim.nowUs).lastFailure).toBe('client queue full')
    expect(net.clients.clientsInFlight).toBe(1000)
  })
})

describe('the balancer', () => {
  it('takes a dead node out after two failed checks, and in again after one that works', () => {
    const net = loaded(20, 10)
    net.runs[1] = false
    runMs(net, 7000)
    expect(net.clients.rotation).toEqual([0, 1, 2])
    runMs(net, 8000)
    expect(net.clients.rotation).toEqual([0, 2])
    runMs(net, 4000)
    const { failedTotal, lastFailure } = clientsRecord(net.clients, net.sim.nowUs)
    expect(lastFailure).toContain('does not answer (timeout)')
    setWeb(net, ['10.244.0.2', '10.244.2.2'])
    runMs(net, 20_000)
    net.runs[1] = true
    runMs(net, 6000)
    expect(net.clients.rotation).toEqual([0, 1, 2])
    expect(clientsRecord(net.clients, net.sim.nowUs).failedTotal).toBeLessThan(failedTotal + 70)
    expect(rebuildRotation(net.clients)).toEqual(net.clients.rotation)
  })
  it('says so when no node is left', () => {
    const net = loaded(20, 10)
    net.runs.fill(false)
    runMs(net, 20_000)
    expect(clientsRecord(net.clients, net.sim.nowUs).lastFailure).toBe('no healthy node behind the balancer')
  })
  it('forgets a machine that was taken away', () => {
    const net = loaded(20, 10)
    net.nodePortLinks[2] = -1
    runMs(net, 6000)
    expect(net.clients.rotation).toEqual([0, 1])
    setWeb(net, ['10.244.0.2', '10.244.1.2'])
    const { failedTotal } = clientsRecord(net.clients, net.sim.nowUs)
    runMs(net, 5000)
    expect(clientsRecord(net.clients, net.sim.nowUs).failedTotal).toBe(failedTotal)
  })
})

describe('the state', () => {
  it('is plain: a copy taken while requests fly runs on to the same history', () => {
    const net = loaded(100, 5)
    const copy = structuredClone(net)
    for (const each of [net, copy]) {
      each.runs[2] = false
      runMs(each, 20_000)
    }
    expect(copy.sim.hash).toBe(net.sim.hash)
    expect(copy.clients).toEqual(net.clients)
    expect(copy.network).toEqual(net.network)
  })
})
