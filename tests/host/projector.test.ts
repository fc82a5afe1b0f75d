import { describe, expect, it } from 'vitest'
import { clientsFacts, createCluster, request, world, type ClusterState } from '../../src/engine/index.ts'
import { createProjector, projectFrame } from '../../src/host/projector/projector.ts'
import type { Frame, PaceStatus } from '../../src/protocol/frame.ts'
import { defaultClusterOptions } from '../../src/protocol/options.ts'
import { nodeFlags, statusCodes } from '../../src/protocol/vocabulary.ts'
import { applyFrame } from '../../src/state/apply-frame.ts'
import type { ClusterView } from '../../src/state/cluster-view.ts'
import { createClusterView } from '../../src/state/create-view.ts'
import { deploymentManifest, serviceManifest } from '../engine/cluster/manifests.ts'
import { runFor, runUntil } from '../support/run-bounded.ts'

const pace: PaceStatus = { playing: true, mode: 'fixed', rate: 1, reason: '', waiting: 0 }

function cluster(nodes: number, rateLimits = true): ClusterState {
  const made = createCluster({ ...defaultClusterOptions, seed: 5, nodes, clientRateLimits: rateLimits })
  runUntil(made, 6_000_000)
  request(made, { method: 'POST', path: '/apis/apps/v1/namespaces/default/deployments', body: deploymentManifest('web', 12) }, 1)
  request(made, { method: 'POST', path: '/api/v1/namespaces/default/services', body: serviceManifest('web', 30080) }, 2)
  world(made, { type: 'setClientLoad', requestsPerSecond: 10, namespace: 'default', service: 'web' })
  return made
}

/** What a card draws of each pod and node, by name. */
function drawn(view: ClusterView): Record<string, unknown> {
  const pods: [string, unknown][] = []
  for (let slot = 0; slot < view.pods.end; slot++) {
    if (view.pods.alive[slot] !== 1) continue
    const node = view.pods.node[slot]!
    pods.push([view.pods.names[slot]!.name, {
      node: node < 0 ? '' : view.nodes.names[node]!.name, status: view.pods.status[slot], word: view.words[view.pods.word[slot]!],
      ready: view.pods.readyContainers[slot], restarts: view.pods.restarts[slot], flags: view.pods.flags[slot], states: view.pods.containerStates[slot],
      revision: view.pods.revision[slot],
    }])
  }
  const nodes: [string, unknown][] = []
  for (let slot = 0; slot < view.nodes.end; slot++) {
    if (view.nodes.alive[slot] !== 1) continue
    nodes.push([view.nodes.names[slot]!.name, {
      status: view.nodes.status[slot], flags: view.nodes.flags[slot], cpu: view.nodes.cpuRequestedMilli[slot],
      memory: view.nodes.memoryRequestedMi[slot], pods: view.nodes.pods[slot]!.filter((pod) => pod >= 0).length,
    }])
  }
  return {
    pods: Object.fromEntries(pods), nodes: Object.fromEntries(nodes), services: [...view.services.values()],
    deployments: [...view.deployments.values()], sets: [...view.replicaSets.values()],
  }
}

describe('frames', () => {
  it('added up give what a snapshot gives, through scale, death and return of a node', () => {
    const made = cluster(3)
    const view = createClusterView()
    const projector = createProjector()
    let frames = 0
    const advance = (us: number): void => {
      for (let at = 0; at < us; at += 150_000) {
        runFor(made, 150_000)
        applyFrame(view, projectFrame(made, projector, pace, frames++ === 0))
      }
    }
    advance(20_000_000)
    request(made, { method: 'PATCH', path: '/apis/apps/v1/namespaces/default/deployments/web/scale', headers: { 'content-type': 'application/merge-patch+json' }, body: '{"spec":{"replicas":5}}' }, 3)
    advance(40_000_000)
    world(made, { type: 'powerOff', node: 'node-2' })
    advance(420_000_000)
    world(made, { type: 'powerOn', node: 'node-2' })
    advance(60_000_000)
    const fresh = createClusterView()
    applyFrame(fresh, projectFrame(made, createProjector(), pace, true))
    expect(Object.keys(drawn(fresh)['pods'] as object).length).toBe(5)
    expect(drawn(view)).toEqual(drawn(fresh))
  })

  it('name a node when it is new or its names are, not with each of its Leases', () => {
    const made = cluster(3)
    runFor(made, 20_000_000)
    const projector = createProjector()
    const first = projectFrame(made, projector, pace, true)
    expect(first.nodes.names.map((names) => names?.name)).toEqual(['node-1', 'node-2', 'node-3'])
    runFor(made, 11_000_000)
    const later = projectFrame(made, projector, pace, false)
    expect(later.nodes.slot.length).toBe(3)
    expect(later.nodes.names.filter((names) => names !== undefined)).toEqual([])
    request(made, { method: 'PATCH', path: '/api/v1/nodes/node-2', headers: { 'content-type': 'application/merge-patch+json' }, body: '{"metadata":{"labels":{"topology.kubernetes.io/zone":"far"}}}' }, 3)
    runFor(made, 1_000_000)
    expect(projectFrame(made, projector, pace, false).nodes.names.filter((names) => names !== undefined)).toMatchObject([{ name: 'node-2', zone: 'far' }])
  })

  it('tell at once that a machine has lost its power, long before the API server knows', () => {
    const made = cluster(3)
    runFor(made, 20_000_000)
    const projector = createProjector()
    const view = createClusterView()
    applyFrame(view, projectFrame(made, projector, pace, true))
    world(made, { type: 'powerOff', node: 'node-2' })
    const frame = projectFrame(made, projector, pace, false)
    applyFrame(view, frame)
    expect([...frame.nodes.slot].map((slot) => view.nodes.names[slot]!.name)).toEqual(['node-2'])
    expect([frame.nodes.flags[0]! & nodeFlags.poweredOff, frame.nodes.status[0]]).toEqual([nodeFlags.poweredOff, statusCodes.running])
  })

  it('tell of a machine that runs on without its Node object, until its kubelet starts and registers it', () => {
    const made = cluster(3)
    runFor(made, 20_000_000)
    const view = createClusterView()
    const projector = createProjector()
    applyFrame(view, projectFrame(made, projector, pace, true))
    expect(view.unregistered?.count ?? 0).toBe(0)
    request(made, { method: 'DELETE', path: '/api/v1/nodes/node-2' }, 7)
    runFor(made, 3_000_000)
    applyFrame(view, projectFrame(made, projector, pace, false))
    expect(view.unregistered).toMatchObject({ machines: ['node-2'], count: 1 })
    world(made, { type: 'crashProcess', process: 'kubelet', node: 'node-2' })
    runFor(made, 30_000_000)
    applyFrame(view, projectFrame(made, projector, pace, false))
    expect(view.unregistered?.count).toBe(0)
    expect(view.nodes.names.map((names) => names?.name)).toContain('node-2')
  })

  it('give every pod a place of its own on its node, and keep it', () => {
    const made = cluster(3)
    const projector = createProjector()
    const view = createClusterView()
    const places = new Map<string, string>()
    for (let i = 0; i < 200; i++) {
      runFor(made, 200_000)
      applyFrame(view, projectFrame(made, projector, pace, i === 0))
      const taken = new Set<string>()
      for (let slot = 0; slot < view.pods.end; slot++) {
        if (view.pods.alive[slot] !== 1 || view.pods.node[slot]! < 0) continue
        const place = `${view.pods.node[slot]}/${view.pods.place[slot]}`
        expect(taken.has(place)).toBe(false)
        taken.add(place)
        const name = view.pods.names[slot]!.name
        expect(places.get(name) ?? place).toBe(place)
        places.set(name, place)
      }
    }
    expect(places.size).toBe(12)
  })

  it('name an ephemeral container when it comes, and say how it does', () => {
    const made = cluster(1)
    const projector = createProjector()
    const view = createClusterView()
    runFor(made, 30_000_000)
    applyFrame(view, projectFrame(made, projector, pace, true))
    const slot = view.pods.alive.indexOf(1)
    const { namespace, name, containers } = view.pods.names[slot]!
    request(made, {
      method: 'PATCH', path: `/api/v1/namespaces/${namespace}/pods/${name}/ephemeralcontainers`, headers: { 'content-type': 'application/strategic-merge-patch+json' },
      body: JSON.stringify({ spec: { ephemeralContainers: [{ name: 'debugger', image: 'busybox:1.36', stdin: true }] } }),
    }, 9)
    runFor(made, 20_000_000)
    applyFrame(view, projectFrame(made, projector, pace, false))
    expect(view.pods.names[slot]).toEqual({ namespace, name, containers: [...containers, 'debugger'] })
    expect(view.pods.containerStates[slot]! >> (containers.length * 4)).toBe(statusCodes.running)
    expect(view.pods.totalContainers[slot]).toBe(containers.length)
  })
})

/** Messages per link that a frame tells, single or bundled. */
function told(frame: Frame, counts: Map<number, number>): void {
  for (const link of frame.hops.link) counts.set(link, (counts.get(link) ?? 0) + 1)
  for (const bundle of frame.bundles) counts.set(bundle.link, (counts.get(bundle.link) ?? 0) + bundle.count)
}

describe('messages', () => {
  it.each([[3, true, 40_000], [100, false, 700_000]])('told by the frames of a minute equal the engine’s own count on every link (%i nodes)', (nodes, rateLimits, frameUs) => {
    const made = cluster(nodes, rateLimits)
    const projector = createProjector()
    projectFrame(made, projector, pace, true)
    for (let minute = 0; minute < 3; minute++) {
      const before = made.sim.links.messages.slice()
      const counts = new Map<number, number>()
      for (let at = 0; at < 60_000_000; at += frameUs) {
        runFor(made, frameUs)
        told(projectFrame(made, projector, pace, false), counts)
      }
      let total = 0
      for (let link = 0; link < made.sim.links.count; link++) {
        if (made.sim.links.nearEnd[link] === -2) continue
        const sent = made.sim.links.messages[link]! - (before[link] ?? 0)
        total += sent
        expect([link, counts.get(link) ?? 0]).toEqual([link, sent])
      }
      expect(total).toBeGreaterThan(100)
    }
  })
  it('are told in full too when more were sent than the trace holds, and in the frames after', () => {
    const made = cluster(100, false)
    runFor(made, 60_000_000)
    const projector = createProjector()
    projectFrame(made, projector, pace, true)
    const before = made.sim.links.messages.slice()
    const counts = new Map<number, number>()
    for (const seconds of [5, 900, 1, 900, 5]) {
      runFor(made, seconds * 1_000_000)
      told(projectFrame(made, projector, pace, false), counts)
    }
    expect(made.sim.trace.count).toBeGreaterThan(2 * made.sim.trace.capacity)
    for (let link = 0; link < made.sim.links.count; link++) {
      if (made.sim.links.nearEnd[link] === -2) continue
      expect([link, counts.get(link) ?? 0]).toEqual([link, made.sim.links.messages[link]! - (before[link] ?? 0)])
    }
  })
})

describe('with every link cut', () => {
  it('an hour changes nothing that is stored, and nothing is drawn as delivered', () => {
    const made = cluster(3)
    runFor(made, 40_000_000)
    const { links } = made.sim
    links.cut.fill(1, 0, links.count)
    runFor(made, 1_000_000)
    const projector = createProjector()
    projectFrame(made, projector, pace, true)
    const { succeededTotal } = clientsFacts(made)
    const revision = made.etcd.store.revision
    const objects = made.etcd.store.tables.map((table) => [...table.objects])
    for (let minute = 0; minute < 60; minute++) {
      runFor(made, 60_000_000)
      const frame = projectFrame(made, projector, pace, false)
      expect(frame.pods.slot.length + frame.nodes.slot.length + frame.changes.length).toBe(0)
      // Cards change only by what a component's own timer does: Leases grow old, what waits is tried again, clients fail.
      const others = frame.records.filter((record) => record.kind !== 'Component')
      const expected = { kind: 'Clients', succeededPerSecond: 0, succeededTotal }
      expect(others).toMatchObject(others.map(() => expected))
      expect(frame.records.filter((record) => record.kind === 'Component' && (record.state !== 'running' || record.restarts > 0))).toEqual([])
      expect([...frame.hops.flags].every((flags) => (flags & 2) === 2)).toBe(true)
    }
    expect(made.etcd.store.revision).toBe(revision)
    made.etcd.store.tables.forEach((table, i) => expect(table.objects).toEqual(objects[i]))
  })
})
