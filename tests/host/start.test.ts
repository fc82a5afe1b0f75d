import { describe, expect, it } from 'vitest'
import { createEngineHost } from '../../src/host/engine-host.ts'
import { lastAppliedAnnotation } from '../../src/kubectl/apply/create-request.ts'
import type { HostMessage } from '../../src/protocol/host.ts'
import { defaultClusterOptions } from '../../src/protocol/options.ts'
import { applyFrame } from '../../src/state/apply-frame.ts'
import { createClusterView } from '../../src/state/create-view.ts'
import { protocolVersion } from '../../src/protocol/vocabulary.ts'

/** A clock that moves on by itself, so that slices end. */
function tickingClock(): () => number {
  let nowMs = 0
  return () => (nowMs += 0.5)
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
    }, tickingClock())
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
})
