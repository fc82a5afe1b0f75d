import { describe, expect, it } from 'vitest'
import { applyFrame } from '../../src/state/apply-frame.ts'
import { createClusterView } from '../../src/state/create-view.ts'
import { subjectSelection } from '../../src/state/subject-selection.ts'
import { componentRecord, frame, podColumns, serviceRecord } from '../support/frames.ts'

const view = createClusterView()
applyFrame(view, frame(0, {
  pods: podColumns([{ slot: 4, name: 'web-7d4b-x7k2p', node: -1, containers: ['app'] }]),
  records: [componentRecord({ process: 'etcd' }), componentRecord({ process: 'kubelet', node: 'node-1' }), serviceRecord({ slot: 2, name: 'web' }), serviceRecord({ slot: 3, name: 'web-canary' })],
}))

describe('what a sentence of the story leads to', () => {
  it.each([
    ['the control plane’s process', { kind: 'Component', namespace: '', name: 'etcd' }, { kind: 'component', key: 'etcd' }],
    ['the process of a machine', { kind: 'Component', namespace: 'node-1', name: 'kubelet' }, { kind: 'component', key: 'kubelet/node-1' }],
    ['the clients', { kind: 'Component', namespace: '', name: 'clients' }, { kind: 'component', key: 'clients' }],
    ['a pod', { kind: 'Pod', namespace: 'default', name: 'web-7d4b-x7k2p' }, { kind: 'pod', slot: 4 }],
    ['the Service of a slice', { kind: 'EndpointSlice', namespace: 'default', name: 'web-x2f4k' }, { kind: 'service', slot: 2 }],
    ['the Service of a slice whose name begins with another one’s', { kind: 'EndpointSlice', namespace: 'default', name: 'web-canary-x2f4k' }, { kind: 'service', slot: 3 }],
    ['nothing when it is gone', { kind: 'Component', namespace: 'node-9', name: 'kubelet' }, undefined],
  ] as const)('%s', (_claim, subject, selection) => {
    expect(subjectSelection(view, subject)).toEqual(selection)
  })
})
