import { describe, expect, it } from 'vitest'
import { createEngineHost } from '../../src/host/engine-host.ts'
import { lastAppliedAnnotation } from '../../src/kubectl/apply/create-request.ts'
import type { HostMessage } from '../../src/protocol/host.ts'
import { defaultClusterOptions } from '../../src/protocol/options.ts'
import { applyFrame } from '../../src/state/apply-frame.ts'
import { createClusterView } from '../../src/state/create-view.ts'
import { protocolVersion } from '../../src/protocol/vocabulary.ts'

/** A clock that moves on by itself, `stepMs` with each look, so that slices end. */
function tickingClock(stepMs = 0.5): () => number {
  let nowMs = 0
  return () => (nowMs += stepMs)
}

/** Runs a cluster of one node through its start; the messages so far, with the answer of a look at the ConfigMap "settings" last. */
function startWith(manifests: readonly string[]): HostMessage[] {
  const messages: HostMessage[] = []
  const host = createEngineHost((message) => { messages.push(message) }, tickingClock())
  host.handle({ type: 'start', protocolVersion, options: { ...defaultClusterOptions, nodes: 1, manifests }, pace: [{ pace: 'pause' }] })
  for (let i = 0; i < 3000 && host.tick() !== Infinity; i++) host.handle({ type: 'ack', frame: 0 })
  host.handle({ type: 'inspect', id: 1, query: { query: 'object', resource: 'configmaps', namespace: 'default', name: 'settings' } })
  return messages
}
const noticesOf = (messages: readonly HostMessage[]): string[] => messages.flatMap((message) => (message.type === 'notice' ? [message.text] : []))
const configMap = (name: string): string => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' }, data: { a: '1' } })

describe('the objects of a start', () => {
  it('are created as kubectl would, with the file in an annotation', () => {
    const messages = startWith([configMap('settings')])
    // kubectl writes the keys in order, and annotations even where there are none.
    const applied = '{"apiVersion":"v1","data":{"a":"1"},"kind":"ConfigMap","metadata":{"annotations":{},"name":"settings","namespace":"default"}}\n'
    expect(noticesOf(messages)).toEqual([])
    expect(messages.at(-1)).toMatchObject({
      type: 'answer', answer: { data: { a: '1' }, metadata: { annotations: { [lastAppliedAnnotation]: applied } } },
    })
  })
  it('that the API server refuses, or that are none, are told once the start is over', () => {
    const messages = startWith([configMap('twice'), configMap('twice'), '{"apiVersion":"v9","kind":"Lamp"}', 'kind: Pod'])
    expect(noticesOf(messages)).toEqual([
      'No matches for kind "Lamp" in version "v9". An object of the start could not be read: kind: Pod configmaps "twice" already exists',
    ])
  })
})

describe('the pace of a start', () => {
  it('is told to be what was asked for from the first frame on', () => {
    const modes = new Set<string>()
    const host = createEngineHost((message) => { if (message.type === 'frame') modes.add(message.frame.pace.mode) }, tickingClock())
    host.handle({ type: 'start', protocolVersion, options: { ...defaultClusterOptions, nodes: 20 }, pace: [{ pace: 'rate', rate: 1 }, { pace: 'play' }] })
    for (let i = 0; i < 3000 && !host.hasStarted(); i++) {
      host.tick()
      host.handle({ type: 'ack', frame: 0 })
    }
    expect([...modes]).toEqual(['fixed'])
  })
})

describe('the start of a steady cluster', () => {
  it('comes in frames that add up, tells no story of its making, and leaves the thread to the page in between', () => {
    const view = createClusterView()
    const reasons = new Set<string>()
    let told: readonly string[] = []
    let done = false
    const host = createEngineHost((message) => {
      if (message.type !== 'frame') return
      const { frame } = message
      applyFrame(view, frame)
      reasons.add(frame.pace.reason.replaceAll(/\d+/g, 'N'))
      if (frame.pace.reason.startsWith('making')) told = [...told, ...frame.changes.map((change) => change.text)]
      done = !frame.pace.playing
    }, tickingClock(3))
    const options = { ...defaultClusterOptions, nodes: 150, steadyPods: 1200, manifests: [configMap('settings')] }
    host.handle({ type: 'start', protocolVersion, options, pace: [{ pace: 'pause' }] })
    for (let i = 0; i < 5000; i++) {
      host.tick()
      if (done) break
      host.handle({ type: 'ack', frame: view.frame })
    }
    expect([view.nodes.readyCount, view.pods.readyCount, view.pods.count]).toEqual([150, 1200, 1200])
    expect(view.links.size).toBe(5 - 1 + 150 * 6)
    expect(reasons).toContain('making pods: N of N')
    expect(told.filter((text) => !text.includes('Namespace'))).toEqual([])
  })

  it('tells all its nodes in one frame, then some pods at a time, at most ten times a second', () => {
    const clock = tickingClock(3)
    const frames: { readonly atMs: number; readonly nodes: number; readonly pods: number; readonly reason: string }[] = []
    const host = createEngineHost((message) => {
      if (message.type !== 'frame') return
      const { nodes, pods, pace } = message.frame
      frames.push({ atMs: clock(), nodes: nodes.fresh.filter((fresh) => fresh === 1).length, pods: pods.slot.length, reason: pace.reason })
    }, clock)
    host.handle({ type: 'start', protocolVersion, options: { ...defaultClusterOptions, nodes: 150, steadyPods: 1200 }, pace: [{ pace: 'pause' }] })
    for (let i = 0; i < 5000 && !host.hasStarted(); i++) {
      host.tick()
      host.handle({ type: 'ack', frame: 0 })
    }
    const making = frames.filter(({ reason }) => reason.startsWith('making'))
    expect(frames.map(({ nodes }) => nodes).filter((nodes) => nodes > 0)).toEqual([150])
    expect(making.filter(({ pods }) => pods > 0).length).toBeGreaterThan(1)
    expect(Math.min(...making.slice(1).map(({ atMs }, i) => atMs - making[i]!.atMs))).toBeGreaterThanOrEqual(100)
  })

  it('is live when it is made; what manifests add comes up afterwards', () => {
    let view = createClusterView()
    const host = createEngineHost((message) => { if (message.type === 'frame') applyFrame(view, message.frame) }, tickingClock(3))
    const manifest = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'late', namespace: 'team-1' }, spec: { containers: [{ name: 'app', image: 'nginx:1.29' }] } })
    host.handle({ type: 'start', protocolVersion, options: { ...defaultClusterOptions, nodes: 20, steadyPods: 60, manifests: [manifest] }, pace: [{ pace: 'pause' }] })
    for (let i = 0; i < 5000 && !host.hasStarted(); i++) host.tick()
    view = createClusterView()
    host.handle({ type: 'snapshot' })
    host.tick()
    expect([view.pods.count, view.pods.readyCount]).toEqual([61, 60])
  })

  it('is told in several frames when a page asks for all of it, though the clock stands still', () => {
    let view = createClusterView()
    let rows: number[] = []
    const host = createEngineHost((message) => {
      if (message.type !== 'frame') return
      applyFrame(view, message.frame)
      rows.push(message.frame.pods.slot.length)
    }, tickingClock(3))
    host.handle({ type: 'start', protocolVersion, options: { ...defaultClusterOptions, nodes: 90, steadyPods: 9000 }, pace: [{ pace: 'pause' }] })
    for (let i = 0; i < 5000 && !host.hasStarted(); i++) host.tick()
    view = createClusterView()
    rows = []
    host.handle({ type: 'snapshot' })
    for (let i = 0; i < 6; i++) {
      host.tick()
      host.handle({ type: 'ack', frame: view.frame })
    }
    expect(rows).toEqual([4000, 4000, 1000])
    expect([view.pods.count, view.pods.readyCount, view.nodes.readyCount]).toEqual([9000, 9000, 90])
  })
})
