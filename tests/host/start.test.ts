import { describe, expect, it } from 'vitest'
import { createEngineHost } from '../../src/host/engine-host.ts'
import { lastAppliedAnnotation } from '../../src/kubectl/apply/create-request.ts'
import type { HostMessage } from '../../src/protocol/host.ts'
import { defaultClusterOptions } from '../../src/protocol/options.ts'
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
    expect(noticesOf(messages)).toEqual([])
    expect(messages.at(-1)).toMatchObject({
      type: 'answer', answer: { data: { a: '1' }, metadata: { annotations: { [lastAppliedAnnotation]: `${JSON.stringify(JSON.parse(configMap('settings')))}\n` } } },
    })
  })
  it('that the API server refuses, or that are none, are told once the start is over', () => {
    const messages = startWith([configMap('twice'), configMap('twice'), '{"apiVersion":"v9","kind":"Lamp"}', 'kind: Pod'])
    expect(noticesOf(messages)).toEqual([
      'No matches for kind "Lamp" in version "v9". An object of the start could not be read: kind: Pod configmaps "twice" already exists',
    ])
  })
})
