import { describe, expect, it } from 'vitest'
import { componentIds, hopFlags, messageTypes } from '../../../src/protocol/vocabulary.ts'
import { chooseBackend } from '../../../src/engine/pod-network/backend.ts'
import { lastSeen, rebuildVxlanOf, routeTo, vxlanLinksOf } from '../../../src/engine/pod-network/state.ts'
import type { NodePortResponse } from '../../../src/engine/pod-network/messages.ts'
import { forkRandom } from '../../../src/engine/simulation/random.ts'
import { send } from '../../../src/engine/simulation/simulation.ts'
import { createNet, networkLook, pod, runMs, setApi, setWeb, type Net } from './fixtures.ts'

/** Sends request `id` to a machine's NodePort and gives the answer, if one comes within 5 s. */
function ask(net: Net, machine: number, id = 1, nodePort = 30080, healthCheck = false): NodePortResponse | undefined {
  const answers: unknown[] = []
  send(net.sim, net.nodePortLinks[machine]!, false, componentIds.podNetwork, machine, id, { id, nodePort, healthCheck }, {
    type: messageTypes.serviceRequest, flags: 0, bytes: 320, subject: 0,
  })
  runMs(net, 5000, answers)
  return answers[0] as NodePortResponse | undefined
}

/** Message types in the trace with their links, oldest first. */
function hops(net: Net): string[] {
  const { trace } = net.sim
  const name = (type: number): string => Object.entries(messageTypes).find(([, number]) => number === type)![0]
  return [...Array(trace.count).keys()].map((hop) => {
    const link = trace.link[hop]!
    return `${name(trace.type[hop]!)}${(trace.flags[hop]! & hopFlags.reverse) === 0 ? '' : ' back'} ${net.sim.links.nearEnd[link]}-${net.sim.links.farEnd[link]}`
  })
}

describe('the way of a request', () => {
  it('to a pod on the entered machine is the bridge and back', () => {
    const net = createNet()
    setWeb(net, ['10.244.1.2'])
    net.pods.set('10.244.1.2', pod('web-a'))
    expect(ask(net, 1)).toEqual({ id: 1, ok: true, reason: '' })
    expect(hops(net)).toEqual(['serviceRequest -1-1', 'podRequest 1-1', 'podResponse back 1-1', 'serviceResponse back -1-1'])
  })
  it.each([[0, 2, 'vxlanRequest 0-2', 'vxlanResponse back 0-2'], [2, 0, 'vxlanRequest back 0-2', 'vxlanResponse 0-2']])(
    'from machine %i to a pod on machine %i crosses their one VXLAN link and that machine’s bridge', (from, to, there, back) => {
      const net = createNet()
      setWeb(net, [`10.244.${to}.2`])
      net.pods.set(`10.244.${to}.2`, pod('web-a'))
      expect(ask(net, from)?.ok).toBe(true)
      expect(hops(net).slice(1, -1)).toEqual([there, `podRequest ${to}-${to}`, `podResponse back ${to}-${to}`, back])
    },
  )
  it('uses one VXLAN link per pair of machines', () => {
    const net = createNet()
    setWeb(net, ['10.244.0.2', '10.244.1.2', '10.244.2.2'])
    for (const machine of [0, 1, 2]) net.pods.set(`10.244.${machine}.2`, pod(`web-${machine}`))
    for (let id = 1; id <= 60; id++) expect(ask(net, id % 3, id)?.ok).toBe(true)
    expect(net.network.vxlan.size).toBe(3)
    expect(vxlanLinksOf(net.network, 1)).toHaveLength(2)
    expect(net.network.vxlanOf).toEqual(rebuildVxlanOf(net.network))
  })
  it('of a pod that asks another Service is a second request inside the first', () => {
    const net = createNet()
    setWeb(net, ['10.244.1.2'])
    setApi(net, ['10.244.2.9'])
    net.pods.set('10.244.1.2', pod('web-a', [8080], { clusterIP: '10.96.0.8', port: 80 }))
    net.pods.set('10.244.2.9', pod('api-a', [9000]))
    expect(ask(net, 1)?.ok).toBe(true)
    expect(hops(net)).toEqual([
      'serviceRequest -1-1', 'podRequest 1-1', 'vxlanRequest 1-2', 'podRequest 2-2', 'podResponse back 2-2', 'vxlanResponse back 1-2',
      'podResponse back 1-1', 'serviceResponse back -1-1',
    ])
    net.pods.delete('10.244.2.9')
    setApi(net, [])
    expect(ask(net, 1, 2)).toEqual({ id: 2, ok: false, reason: 'no endpoints for default/api (REJECT)' })
  })
})

describe('the fate of a request', () => {
  it.each<[string, (net: Net) => void, string | undefined]>([
    ['a pod answers', () => {}, ''],
    ['no rules for the port', (net) => { net.tables = net.tables.map(() => ({ ...net.tables[0]!, byNodePort: new Map() })) },
      'connection refused by node-0:30080 (no Service has this NodePort)'],
    ['no endpoints', (net) => setWeb(net, []), 'no endpoints for default/web (REJECT)'],
    ['only unready endpoints', (net) => setWeb(net, ['10.244.1.2'], ['unready']), 'no endpoints for default/web (REJECT)'],
    ['only endpoints that terminate', (net) => setWeb(net, ['10.244.1.2'], ['terminating']), ''],
    ['nobody listens on the port', (net) => net.pods.set('10.244.1.2', pod('web-a', [9999])), 'connection refused by 10.244.1.2:8080'],
    ['the program is out of service', (net) => net.pods.set('10.244.1.2', { ...pod('web-a'), serving: false }), '503 Service Unavailable from web-a'],
    ['no machine has the block', (net) => { net.cidrs[1] = undefined }, 'no route to 10.244.1.2'],
    ['the pod is gone', (net) => { net.pods.clear() }, undefined],
    ['the pod’s machine is dead', (net) => { net.runs[1] = false }, undefined],
    ['the entered machine is dead', (net) => { net.runs[0] = false }, undefined],
    ['policy Local and the pod elsewhere', (net) => setWeb(net, ['10.244.1.2'], [], true), undefined],
  ])('%s', (_title, change, reason) => {
    const net = createNet()
    setWeb(net, ['10.244.1.2'])
    net.pods.set('10.244.1.2', pod('web-a'))
    change(net)
    expect(ask(net, 0)?.reason).toBe(reason)
  })
  it('is silence when the VXLAN link is cut, and where it was headed is known', () => {
    const net = createNet()
    setWeb(net, ['10.244.1.2'])
    net.pods.set('10.244.1.2', pod('web-a'))
    ask(net, 0, 1)
    net.sim.links.cut[vxlanLinksOf(net.network, 0)[0]!] = 1
    expect(ask(net, 0, 2)).toBeUndefined()
    expect(lastSeen(net.network, 2)).toEqual({ machine: 1, address: '10.244.1.2', port: 8080, dropped: '' })
    expect(lastSeen(net.network, 3)).toBeUndefined()
  })
  it('is known as a drop under policy Local', () => {
    const net = createNet()
    setWeb(net, ['10.244.1.2'], [], true)
    ask(net, 0, 1)
    expect(lastSeen(net.network, 1)?.dropped).toBe('no endpoint of default/web on node-0 (DROP)')
  })
  it('of a balancer’s check is the machine’s own answer', () => {
    const net = createNet()
    setWeb(net, [])
    expect(ask(net, 0, 1, 30080, true)?.ok).toBe(true)
    expect(ask(net, 0, 2, 30081, true)?.ok).toBe(false)
    net.runs[0] = false
    expect(ask(net, 0, 3, 30080, true)).toBeUndefined()
  })
})

describe('the choice of a pod', () => {
  const counts = (net: Net, draws: number, nodeName?: string): Record<string, number> => {
    const random = forkRandom(1, 'choice')
    const found: Record<string, number> = {}
    const rules = net.tables[0]!.services.get(0)!.ports[0]!
    for (let i = 0; i < draws; i++) {
      const address = chooseBackend(random, rules, nodeName)!.address
      found[address] = (found[address] ?? 0) + 1
    }
    return found
  }
  it('gives each ready pod an equal share', () => {
    const net = createNet()
    setWeb(net, ['10.244.0.2', '10.244.1.2', '10.244.2.2', '10.244.2.3'], ['ready', 'ready', 'ready', 'terminating'])
    expect(counts(net, 9000)).toEqual({ '10.244.0.2': 2959, '10.244.1.2': 3027, '10.244.2.2': 3014 })
  })
  it('keeps to the node’s own pods under policy Local', () => {
    const net = createNet()
    setWeb(net, ['10.244.0.2', '10.244.1.2', '10.244.2.2'])
    expect(counts(net, 50, 'node-1')).toEqual({ '10.244.1.2': 50 })
  })
})

describe('routes', () => {
  it('follow a block that passes to another machine', () => {
    const net = createNet()
    expect(routeTo(net.network, '10.244.1.7', networkLook(net))).toBe(1)
    net.cidrs[1] = undefined
    expect(routeTo(net.network, '10.244.1.7', networkLook(net))).toBe(-1)
    net.cidrs[2] = '10.244.1.0/24'
    expect(routeTo(net.network, '10.244.1.7', networkLook(net))).toBe(2)
  })
  it('do not take block 1 for block 12', () => {
    const net = createNet()
    net.cidrs[0] = '10.244.12.0/24'
    expect(routeTo(net.network, '10.244.1.7', networkLook(net))).toBe(1)
  })
})
