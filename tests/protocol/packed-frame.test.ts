import { describe, expect, it } from 'vitest'
import type { Frame } from '../../src/protocol/frame.ts'
import { messageOf } from '../../src/protocol/message-text.ts'
import { packMessage, unpackMessage, type PackedMessage } from '../../src/protocol/packed-frame.ts'
import { frame, nodeColumns, podColumns } from '../support/frames.ts'

const nodes = {
  ...nodeColumns([{ slot: 4, name: 'node-5' }, { slot: 0 }, { slot: 1, name: 'node-2' }]),
  names: [
    { name: 'node-5', ip: '192.168.1.15', podCIDR: '10.244.5.0/24', zone: 'zone-a', rack: 'rack-a2' }, undefined,
    { name: 'node-2', ip: '192.168.1.12', podCIDR: '', zone: 'zone-b', rack: '' },
  ],
}
/** Three pods with names, of two namespaces and two lists of containers, around one that is told without. */
const columns = podColumns([{ slot: 7, name: 'web-a' }, { slot: 2 }, { slot: 3, name: 'api-b' }, { slot: 9, name: 'web-c' }], [5])
const pods = {
  ...columns,
  names: [
    { namespace: 'default', name: 'web-a', containers: ['app', 'sidecar'] }, undefined, { namespace: 'shop', name: 'api-b', containers: ['api'] },
    { namespace: 'default', name: 'web-c', containers: ['app', 'sidecar'] },
  ],
}
const records: Frame['records'] = [
  { kind: 'Kubectl', lastCommand: 'get pods', waiting: 0 },
  { kind: 'Link', id: 7, link: 'vxlan', node: 3, peer: 4, up: true, gone: false },
  { kind: 'Link', id: 70_000, link: 'api-etcd', node: -1, peer: -1, up: false, gone: true },
]
const bundles: Frame['bundles'] = [
  { link: 70_000, type: 3, reverse: true, count: 5_000_000_000, sentUs: 1_500_000.25, arrivesUs: 1_700_000.5 },
  { link: 2, type: 9, reverse: false, count: 1, sentUs: 7, arrivesUs: 8 },
]
const across = (message: PackedMessage): ReturnType<typeof unpackMessage> => unpackMessage(structuredClone(message))

describe('a frame that was packed for its way to the page', () => {
  it.each([['pods with and without names', frame(0, { nodes, pods })], ['no pods', frame(1, { nodes })], ['links', frame(1, { records })], ['bundles', frame(1, { bundles })]])('is the same there: %s', (_what, sent) => {
    expect(across(packMessage({ type: 'frame', frame: sent }))).toEqual({ type: 'frame', frame: sent })
  })

  it('has the names of all pods in one text, and lists of containers once', () => {
    const message = packMessage({ type: 'frame', frame: frame(0, { nodes, pods }) })
    const { names } = message.type === 'frame' ? message.frame.pods : { names: undefined }
    expect(names).toMatchObject({ lines: 'web-a\napi-b\nweb-c', namespaces: ['default', 'shop'], containerLists: [['app', 'sidecar'], ['api']] })
    const received = across(message)
    const [first, , , last] = received.type === 'frame' ? received.frame.pods.names : []
    expect(first!.containers).toBe(last!.containers)
  })

  it('leaves other messages alone', () => {
    const notice = messageOf('{"type":"notice","text":"Hello."}') as { readonly type: 'notice'; readonly text: string }
    expect(across(packMessage(notice))).toEqual(notice)
  })
})
