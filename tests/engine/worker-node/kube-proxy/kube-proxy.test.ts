import { describe, expect, it } from 'vitest'
import { unpackSubject } from '../../../../src/protocol/subject.ts'
import { componentIds, hopFlags, messageTypes } from '../../../../src/protocol/vocabulary.ts'
import { rebuildIndices, tableOf } from '../../../../src/engine/worker-node/kube-proxy/cache.ts'
import { countMessages } from '../../../../src/engine/worker-node/kube-proxy/fan-out.ts'
import {
  adoptProxy, proxyConnectionHealed, proxyConnectionLost, proxyPowerLost, removeProxy, stopProxy,
} from '../../../../src/engine/worker-node/kube-proxy/kube-proxy.ts'
import { proxyReport, rulesFor, rulesForClusterIP, servicesProgrammed } from '../../../../src/engine/worker-node/kube-proxy/report.ts'
import { markDown } from '../../../../src/engine/simulation/processes.ts'
import { createWorld, endpoint, runMs, service, slice, start, write, type World } from './fixtures.ts'

const readyOn = (world: World, machine: number): string[] | undefined =>
  rulesFor(world.proxies, machine, 30080)?.ports.flatMap((port) => port.groups.flatMap((group) => group.ready.map((ready) => ready.addresses[0]!)))

const web = (world: World, addresses: readonly string[]): void => write(world, 'endpointslices', 0, slice('web', 'web-a', addresses.map((address) => endpoint(address))))

/** Three proxies in step with Service web and one endpoint. */
function running(machines = 3): World {
  const world = createWorld(machines)
  write(world, 'services', 0, service('web', '10.96.0.9', 30080))
  web(world, ['10.244.1.2'])
  for (let machine = 0; machine < machines; machine++) start(world, machine)
  runMs(world, 2000)
  return world
}

describe('proxies that start', () => {
  it('list and watch over their own links, then stand in the group with its rules', () => {
    const world = running()
    const own = world.requests.filter((line) => line.startsWith('1 '))
    expect(own).toEqual(['1 list services', '1 list endpointslices', '1 watch services', '1 watch endpointslices'])
    expect(world.proxies.differs.size).toBe(0)
    expect(world.proxies.members).toHaveLength(3)
    for (let machine = 0; machine < 3; machine++) expect(readyOn(world, machine)).toEqual(['10.244.1.2'])
  })
  it('have no rules before', () => {
    const world = createWorld(1)
    write(world, 'services', 0, service('web', '10.96.0.9', 30080))
    start(world, 0)
    expect(rulesFor(world.proxies, 0, 30080)).toBeUndefined()
    expect(servicesProgrammed(world.proxies, 0)).toBe(0)
  })
  it('try again with growing pauses while nobody answers', () => {
    const world = createWorld(1)
    write(world, 'services', 0, service('web', '10.96.0.9', 30080))
    world.sim.links.cut[world.apiLinks[0]!] = 1
    start(world, 0)
    runMs(world, 60_000)
    expect(world.requests.filter((line) => line.startsWith('0 '))).toEqual([])
    expect(world.sim.links.lost[world.apiLinks[0]!]).toBeGreaterThanOrEqual(6)
    world.sim.links.cut[world.apiLinks[0]!] = 0
    runMs(world, 120_000)
    expect(servicesProgrammed(world.proxies, 0)).toBe(1)
  })
})

describe('a change', () => {
  it('is in the rules after the sync, not before, and syncs are a second apart', () => {
    const world = running()
    web(world, ['10.244.1.2', '10.244.2.2'])
    runMs(world, 5)
    expect(readyOn(world, 0)).toEqual(['10.244.1.2'])
    runMs(world, 10)
    expect(readyOn(world, 0)).toEqual(['10.244.1.2', '10.244.2.2'])
    web(world, ['10.244.2.2'])
    runMs(world, 900)
    expect(readyOn(world, 0)).toEqual(['10.244.1.2', '10.244.2.2'])
    runMs(world, 200)
    expect(readyOn(world, 0)).toEqual(['10.244.2.2'])
  })
  it('is one message on each member’s link, each a hop of its own in a small cluster', () => {
    const world = running(5)
    const before = world.apiLinks.map((link) => world.sim.links.messages[link]!)
    const firstHop = world.sim.trace.count
    web(world, [])
    runMs(world, 1)
    expect(world.apiLinks.map((link, i) => world.sim.links.messages[link]! - before[i]!)).toEqual([1, 1, 1, 1, 1])
    const { link, type, flags, subject, arrivesUs, sentUs } = world.sim.trace
    const hops = [...Array(world.sim.trace.count - firstHop).keys()].map((i) => firstHop + i).filter((hop) => link[hop] !== world.proxies.groupLink)
    expect(hops.map((hop) => link[hop])).toEqual(expect.arrayContaining(world.apiLinks))
    expect(hops).toHaveLength(5)
    for (const hop of hops) {
      expect([type[hop], flags[hop]]).toEqual([messageTypes.watchEvent, hopFlags.reverse])
      expect(unpackSubject(subject[hop]!)).toEqual({ verb: 'update', resource: 'endpointslices', subresource: '', slot: 0 })
      expect(arrivesUs[hop]!).toBeGreaterThan(sentUs[hop]!)
    }
  })
  it('is only counted on the links of a large cluster', () => {
    const world = createWorld(65)
    for (let machine = 0; machine < 65; machine++) adoptProxy(world.sim, world.proxies, machine)
    runMs(world, 100)
    const hops = world.sim.trace.count
    countMessages(world.sim.links, world.proxies)
    const counted = world.apiLinks.reduce((sum, link) => sum + world.sim.links.messages[link]!, 0)
    write(world, 'services', 0, service('web', '10.96.0.9', 30080))
    runMs(world, 1)
    expect(world.sim.trace.count - hops).toBe(1)
    stopProxy(world.proxies, 3)
    countMessages(world.sim.links, world.proxies)
    countMessages(world.sim.links, world.proxies)
    expect(world.apiLinks.reduce((sum, link) => sum + world.sim.links.messages[link]!, 0) - counted).toBe(65)
  })
  it('leaves the indices as a rebuild makes them, and the table as one from nothing', () => {
    const world = running()
    write(world, 'services', 2, service('api', '10.96.0.8'))
    write(world, 'endpointslices', 3, slice('api', 'api-b', [endpoint('10.244.1.7')]))
    write(world, 'endpointslices', 1, slice('api', 'api-a', [endpoint('10.244.1.6')]))
    runMs(world, 2000)
    write(world, 'services', 0, undefined)
    write(world, 'endpointslices', 0, undefined)
    write(world, 'endpointslices', 3, undefined)
    runMs(world, 2000)
    const [services, slices] = world.proxies.informers
    const rebuilt = rebuildIndices(services.objects, slices.objects)
    expect({ ...world.proxies.cache, dirty: 0 }).toEqual({ ...rebuilt, dirty: 0 })
    expect({ ...world.proxies.table, generation: 0 }).toEqual({ ...tableOf(services.objects, slices.objects), generation: 0 })
    expect(servicesProgrammed(world.proxies, 1)).toBe(1)
    expect(rulesForClusterIP(world.proxies, 1, '10.96.0.8')?.name).toBe('api')
  })
})

describe('a machine that is cut', () => {
  function cut(): World {
    const world = running()
    world.sim.links.cut[world.apiLinks[1]!] = 1
    web(world, ['10.244.9.9'])
    runMs(world, 2000)
    return world
  }
  it('keeps its old rules while the others follow', () => {
    const world = cut()
    expect([readyOn(world, 0), readyOn(world, 1), readyOn(world, 2)]).toEqual([['10.244.9.9'], ['10.244.1.2'], ['10.244.9.9']])
    expect(world.sim.links.lost[world.apiLinks[1]!]).toBe(1)
    expect(proxyReport(world.proxies, 1).facts[0]!.value).toContain('connection lost')
  })
  it('keeps its old rules also when it has given its connection up', () => {
    const world = cut()
    proxyConnectionLost(world.sim, world.proxies, 1)
    runMs(world, 60_000)
    expect(readyOn(world, 1)).toEqual(['10.244.1.2'])
  })
  it('still writes what it had heard before', () => {
    const world = running()
    web(world, ['10.244.1.2', '10.244.3.3'])
    runMs(world, 1000)
    web(world, ['10.244.3.3'])
    runMs(world, 100)
    world.sim.links.cut[world.apiLinks[1]!] = 1
    web(world, [])
    runMs(world, 2000)
    expect([readyOn(world, 0), readyOn(world, 1)]).toEqual([[], ['10.244.3.3']])
  })
  it('catches up by its own list and watch when the cable is whole', () => {
    const world = cut()
    world.requests.length = 0
    world.sim.links.cut[world.apiLinks[1]!] = 0
    proxyConnectionHealed(world.sim, world.proxies, 1)
    runMs(world, 100)
    expect(world.requests).toEqual(['1 list services', '1 list endpointslices', '1 watch services', '1 watch endpointslices'])
    expect(readyOn(world, 1)).toEqual(['10.244.9.9'])
    expect(world.proxies.differs.size).toBe(0)
  })
  it('finds out by its pings and catches up by itself', () => {
    const world = cut()
    world.sim.links.cut[world.apiLinks[1]!] = 0
    runMs(world, 42_000)
    expect(readyOn(world, 1)).toEqual(['10.244.1.2'])
    runMs(world, 2000)
    expect(readyOn(world, 1)).toEqual(['10.244.9.9'])
  })
  it('stays in step when nothing changed meanwhile', () => {
    const world = running()
    world.sim.links.cut[world.apiLinks[1]!] = 1
    runMs(world, 10_000)
    world.sim.links.cut[world.apiLinks[1]!] = 0
    web(world, [])
    runMs(world, 2000)
    expect(readyOn(world, 1)).toEqual([])
    expect(world.requests.filter((line) => line === '1 list services')).toHaveLength(1)
  })
})

describe('a proxy that is stopped', () => {
  it('leaves the kernel its rules; started again it lists', () => {
    const world = running()
    markDown(world.sim.processes, componentIds.kubeProxy, 2)
    stopProxy(world.proxies, 2)
    web(world, ['10.244.9.9'])
    runMs(world, 5000)
    expect(readyOn(world, 2)).toEqual(['10.244.1.2'])
    start(world, 2)
    runMs(world, 2000)
    expect(readyOn(world, 2)).toEqual(['10.244.9.9'])
  })
  it('has no rules after its machine lost power', () => {
    const world = running()
    proxyPowerLost(world.proxies, 2)
    expect([readyOn(world, 2), readyOn(world, 1)]).toEqual([undefined, ['10.244.1.2']])
  })
  it('counts no messages once its machine is gone', () => {
    const world = running()
    removeProxy(world.proxies, 2)
    const before = world.sim.links.messages[world.apiLinks[2]!]
    web(world, [])
    runMs(world, 2000)
    expect(world.sim.links.messages[world.apiLinks[2]!]).toBe(before)
    expect(new Set(world.proxies.members)).toEqual(new Set([0, 1]))
  })
})

describe('the API server’s absence', () => {
  it('leaves all in step with the rules they had; the group watches again, not each machine', () => {
    const world = running()
    const all = [world.proxies.groupLink, ...world.apiLinks]
    for (const link of all) world.sim.links.cut[link] = 4
    web(world, ['10.244.9.9'])
    runMs(world, 45_000)
    proxyConnectionLost(world.sim, world.proxies, -1)
    runMs(world, 20_000)
    expect([0, 1, 2].map((machine) => readyOn(world, machine))).toEqual([['10.244.1.2'], ['10.244.1.2'], ['10.244.1.2']])
    expect(world.proxies.members).toHaveLength(3)
    for (const link of all) world.sim.links.cut[link] = 0
    world.requests.length = 0
    proxyConnectionHealed(world.sim, world.proxies, -1)
    runMs(world, 100)
    expect(world.requests).toEqual(['-1 watch services', '-1 watch endpointslices'])
  })
  it('lets a proxy that lists meanwhile write its own rules and join when the group is back', () => {
    const world = running()
    proxyConnectionLost(world.sim, world.proxies, -1)
    markDown(world.sim.processes, componentIds.kubeProxy, 0)
    stopProxy(world.proxies, 0)
    world.groupWatch.endpointslices = 0
    web(world, ['10.244.9.9'])
    start(world, 0)
    runMs(world, 50)
    expect([readyOn(world, 0), readyOn(world, 1), world.proxies.differs.size]).toEqual([['10.244.9.9'], ['10.244.1.2'], 1])
    runMs(world, 3000)
    expect(world.proxies.differs.size).toBe(0)
  })
})

describe('the state', () => {
  it('lists each member once with its own link, whoever came and went', () => {
    const world = running(6)
    for (const machine of [0, 3, 5]) stopProxy(world.proxies, machine)
    removeProxy(world.proxies, 1)
    start(world, 3)
    runMs(world, 1000)
    const { members, memberLinks, memberAt } = world.proxies
    expect(members.toSorted((a, b) => a - b)).toEqual([2, 3, 4])
    expect(members.map((_, at) => memberLinks[at])).toEqual(members.map((machine) => world.apiLinks[machine]))
    expect(memberAt).toEqual(new Map(members.map((machine, at) => [machine, at])))
  })
  it('is plain: a copy taken while messages fly runs on to the same history', () => {
    const world = running()
    web(world, ['10.244.9.9'])
    world.sim.links.cut[world.apiLinks[1]!] = 1
    runMs(world, 1)
    const copy = structuredClone(world)
    for (const each of [world, copy]) {
      runMs(each, 500)
      each.sim.links.cut[each.apiLinks[1]!] = 0
      web(each, ['10.244.8.8'])
      runMs(each, 100_000)
    }
    expect(copy.sim.hash).toBe(world.sim.hash)
    expect(copy.proxies).toEqual(world.proxies)
    expect(readyOn(copy, 1)).toEqual(['10.244.8.8'])
  })
})

describe('a long list', () => {
  /** One Service of `slices` slices with an endpoint each, and what the group asked. */
  function listed(slices: number): World {
    const world = createWorld(1)
    write(world, 'services', 0, service('web', '10.96.0.9', 30080))
    for (let slot = 0; slot < slices; slot++) write(world, 'endpointslices', slot, slice('web', `web-${slot}`, [endpoint(`10.244.${slot >> 8}.${slot & 255}`)]))
    start(world, 0)
    return world
  }
  it('is taken in several steps of the same time, with the requests of a short one', () => {
    const [long, short] = [listed(700), listed(3)]
    const seen = new Set<number>()
    for (let us = 0; us < 20_000; us++) {
      runMs(long, 0.001)
      if (long.proxies.arriving[1] !== undefined) throw new Error('simulated time went by in the middle of a list')
      seen.add(long.proxies.informers[1].objects.length)
    }
    runMs(short, 20)
    expect([...seen]).toEqual([0, 700])
    expect(long.requests).toEqual(short.requests)
    runMs(long, 2000)
    runMs(short, 2000)
    expect(long.sim.steps - short.sim.steps).toBe(2)
    expect(long.proxies.table).toEqual(tableOf(long.proxies.informers[0].objects, long.proxies.informers[1].objects))
    expect(readyOn(long, 0)).toHaveLength(700)
  })
  it('forgets what it no longer names', () => {
    const world = listed(700)
    runMs(world, 2000)
    world.objects.endpointslices.length = 600
    world.proxies.informers[1].relist = true
    proxyConnectionLost(world.sim, world.proxies, -1)
    runMs(world, 5000)
    expect(readyOn(world, 0)).toHaveLength(600)
    expect(world.proxies.informers[1].count).toBe(600)
  })
})
