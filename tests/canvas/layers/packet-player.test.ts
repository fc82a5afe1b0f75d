// @vitest-environment jsdom
// The picture is alive, not painted: what the overlay paints is what the engine sent, message for message, on every link.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { clusterLayout } from '../../../src/canvas/kernels/layout.ts'
import { eachLink } from '../../../src/canvas/kernels/packet-schedule.ts'
import type { Packet } from '../../../src/canvas/kernels/packet-schedule.ts'
import { PacketPlayer } from '../../../src/canvas/layers/packet-player.ts'
import { createCluster, request, runFor, world, type ClusterState } from '../../../src/engine/index.ts'
import { createProjector, projectFrame, type Projector } from '../../../src/host/projector/projector.ts'
import type { PaceStatus } from '../../../src/protocol/frame.ts'
import { defaultClusterOptions } from '../../../src/protocol/options.ts'
import { hopFlags } from '../../../src/protocol/vocabulary.ts'
import { applyFrame } from '../../../src/state/apply-frame.ts'
import type { ClusterView } from '../../../src/state/cluster-view.ts'
import { createClusterView } from '../../../src/state/create-view.ts'
import { deploymentManifest, serviceManifest } from '../../engine/cluster/manifests.ts'

const painted = vi.hoisted(() => new Set<unknown>())
vi.mock('../../../src/canvas/layers/draw-packet.ts', async (original) => ({
  ...await original<object>(),
  drawTravelling: (_: unknown, packet: unknown) => { painted.add(packet) },
  drawStep: (_: unknown, packet: unknown) => painted.add(packet),
}))

const pace: PaceStatus = { playing: true, mode: 'fixed', rate: 1, reason: '', waiting: 0 }
const frameUs = 40_000
const tickMs = 20

interface Screen {
  readonly cluster: ClusterState
  readonly projector: Projector
  readonly view: ClusterView
  readonly player: PacketPlayer
}
let wallMs = 0
let waiting: FrameRequestCallback[] = []

beforeEach(() => {
  painted.clear()
  wallMs = 0
  waiting = []
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => waiting.push(callback))
  vi.stubGlobal('cancelAnimationFrame', () => undefined)
  vi.spyOn(performance, 'now').mockImplementation(() => wallMs)
  const context = new Proxy({}, { get: () => () => undefined })
  HTMLCanvasElement.prototype.getContext = (() => context) as unknown as HTMLCanvasElement['getContext']
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** One animation frame of the browser. */
function tick(): void {
  wallMs += tickMs
  const callbacks = waiting
  waiting = []
  for (const callback of callbacks) callback(wallMs)
}

/** A cluster with an application and clients, and a page that has just opened on it. */
function opened(camera: readonly [number, number, number] = [4000, 4000, 1]): Screen {
  const cluster = createCluster({ ...defaultClusterOptions, seed: 5, nodes: 3 })
  runFor(cluster, 6_000_000)
  request(cluster, { method: 'POST', path: '/apis/apps/v1/namespaces/default/deployments', body: deploymentManifest('web', 6) }, 1)
  request(cluster, { method: 'POST', path: '/api/v1/namespaces/default/services', body: serviceManifest('web', 30080) }, 2)
  world(cluster, { type: 'setClientLoad', requestsPerSecond: 5, namespace: 'default', service: 'web' })
  const view = createClusterView()
  const player = new PacketPlayer(document.createElement('canvas'), view, () => camera, () => ({ width: 9000, height: 9000 }))
  player.show(clusterLayout(3), 'single')
  const screen = { cluster, projector: createProjector(), view, player }
  nextFrame(screen, true)
  return screen
}

function nextFrame({ cluster, projector, view, player }: Screen, snapshot: boolean): void {
  const frame = projectFrame(cluster, projector, pace, snapshot)
  applyFrame(view, frame)
  player.takeFrame(frame, snapshot)
}

/** Plays at life's own rate; afterwards every packet has arrived that can. */
function play(screen: Screen, seconds: number): void {
  for (let us = 0; us < seconds * 1_000_000; us += frameUs) {
    runFor(screen.cluster, frameUs)
    nextFrame(screen, false)
    for (let ms = 0; ms < frameUs / 1000; ms += tickMs) tick()
  }
  for (let ticks = 0; ticks < 500 && waiting.length > 0; ticks++) tick()
}

/** Messages by link in all packets that were painted so far. */
function paintedByLink(): Map<number, number> {
  const sums = new Map<number, number>()
  for (const packet of painted as Set<Packet>) eachLink(packet, (link, count) => { sums.set(link, (sums.get(link) ?? 0) + count) })
  return sums
}

/** What the engine sent on each link since then; the link that stands for all kube-proxies has no line of its own. */
function sentSince({ links }: ClusterState['sim'], before: ArrayLike<number>): Map<number, number> {
  const sent = new Map<number, number>()
  for (let link = 0; link < links.count; link++) {
    const count = links.messages[link]! - (before[link] ?? 0)
    if (count > 0 && links.nearEnd[link] !== -2) sent.set(link, count)
  }
  return sent
}

const sorted = (counts: Iterable<readonly [number, number]>): readonly (readonly [number, number])[] => [...counts].toSorted((a, b) => a[0] - b[0])

describe('the packets that are painted', () => {
  it('equal the engine’s own count on every link, minute by minute, and so do those that the overlay says it has drawn', () => {
    const screen = opened()
    const before = screen.cluster.sim.links.messages.slice()
    for (let minute = 0; minute < 2; minute++) {
      play(screen, 60)
      const sent = sentSince(screen.cluster.sim, before)
      expect(sent.size).toBeGreaterThan(15)
      expect(sorted(paintedByLink())).toEqual(sorted(sent))
      expect(sorted(screen.player.packetsDrawn())).toEqual(sorted(sent))
    }
  }, 120_000)

  it('equal it too while a node has no power and another no network, lost ones as lost', () => {
    const screen = opened()
    play(screen, 20)
    world(screen.cluster, { type: 'powerOff', node: 'node-2' })
    world(screen.cluster, { type: 'cutCable', node: 'node-3' })
    const before = screen.cluster.sim.links.messages.slice()
    const lostBefore = screen.cluster.sim.links.lost.reduce((sum, lost) => sum + lost, 0)
    painted.clear()
    play(screen, 60)
    expect(sorted(paintedByLink())).toEqual(sorted(sentSince(screen.cluster.sim, before)))
    const lost = [...painted as Set<Packet>].filter((packet) => (packet.flags & hopFlags.lost) !== 0).reduce((sum, packet) => sum + packet.count, 0)
    expect(lost).toBeGreaterThan(10)
    expect(lost).toBe(screen.cluster.sim.links.lost.reduce((sum, count) => sum + count, 0) - lostBefore)
  }, 120_000)
})

it('packets out of view are counted like all others, though none is painted', () => {
  const screen = opened([-20_000, 0, 1])
  const before = screen.cluster.sim.links.messages.slice()
  play(screen, 20)
  expect(painted.size).toBe(0)
  expect(sorted(screen.player.packetsDrawn())).toEqual(sorted(sentSince(screen.cluster.sim, before)))
})

describe('a player that is held', () => {
  /** The newest hop whose packet stands on the picture, and where. */
  const newest = (screen: Screen): { readonly id: number; readonly x: number; readonly y: number } => {
    for (let id = screen.cluster.sim.trace.count; id >= 0; id -= 1) {
      const at = screen.player.whereIs(id)
      if (at !== undefined) return { id, x: at.x, y: at.y }
    }
    throw new Error('no packet on the picture')
  }
  const frames = (screen: Screen, count: number, playing: boolean): void => {
    for (let i = 0; i < count; i += 1) {
      if (playing) runFor(screen.cluster, frameUs)
      const frame = projectFrame(screen.cluster, screen.projector, { ...pace, playing }, false)
      applyFrame(screen.view, frame)
      screen.player.takeFrame(frame, false)
      tick()
    }
  }

  it('keeps every packet where it is, before and after the cluster has paused, and lets them go on when it plays', () => {
    const screen = opened()
    frames(screen, 30, true)
    const caught = newest(screen)
    screen.player.hold()
    frames(screen, 20, true)
    expect(screen.player.whereIs(caught.id)).toMatchObject({ x: caught.x, y: caught.y })
    frames(screen, 20, false)
    expect(screen.player.whereIs(caught.id)).toMatchObject({ x: caught.x, y: caught.y })
    frames(screen, 40, true)
    expect(screen.player.whereIs(caught.id)).not.toMatchObject({ x: caught.x, y: caught.y })
  })
  it('is not held where nothing plays: a step still moves its packets', () => {
    const screen = opened()
    frames(screen, 30, true)
    frames(screen, 2, false)
    const caught = newest(screen)
    screen.player.hold()
    runFor(screen.cluster, 2_000_000)
    frames(screen, 40, false)
    expect(screen.player.whereIs(caught.id)).not.toMatchObject({ x: caught.x, y: caught.y })
  })
})
