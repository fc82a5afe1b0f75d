// @vitest-environment jsdom
import { fireEvent, render, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { Owners } from '../../src/panels/inspector/Owners.tsx'
import { ClusterProvider } from '../../src/state/context.tsx'
import { fakeHost } from '../support/fake-host.ts'
import type { FakeHost } from '../support/fake-host.ts'
import { deploymentRecord, frame, podColumns, serviceRecord } from '../support/frames.ts'

function opened(slot: number): FakeHost {
  const host = fakeHost()
  host.show(frame(0, {
    pods: podColumns([{ slot: 0, name: 'web-1-a', replicaSet: 7 }, { slot: 1, name: 'lone' }]),
    records: [
      deploymentRecord(), { kind: 'ReplicaSet', slot: 7, namespace: 'default', name: 'web-1', deployment: 0, revision: 4, hash: '1', desired: 2, current: 2, ready: 1 },
      serviceRecord({ endpoints: [{ address: '10.244.1.2', port: 80, pod: 'web-1-a', ready: false, serving: false, terminating: false }] }), serviceRecord({ slot: 1, name: 'other' }),
    ],
  }))
  render(<ClusterProvider store={host.store} connection={host.connection}><Owners slot={slot} /></ClusterProvider>)
  return host
}

describe('the owners of a pod', () => {
  it('are a tree down to it, each leads to its thing', () => {
    const host = opened(0)
    const outer = screen.getByRole('button', { name: 'Deployment web' }).closest('li')
    expect(outer).not.toBeNull()
    const inner = within(outer!).getByRole('button', { name: 'ReplicaSet web-1' })
    expect(within(inner.closest('li')!).getByText('web-1-a')).toBeInTheDocument()
    expect(screen.getByText('revision 4, 1/2 ready')).toBeInTheDocument()
    fireEvent.click(inner)
    expect(host.store.getState().selection).toEqual({ kind: 'replicaset', slot: 7 })
  })

  it('stand beside the Services that lead to it', () => {
    opened(0)
    expect(screen.getByRole('button', { name: 'Service web' })).toBeInTheDocument()
    expect(screen.getByText('10.96.14.7, does not send to it')).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: 'Service other' })).toBeNull()
  })

  it('are none for a pod that nobody owns', () => {
    opened(1)
    expect(screen.queryByRole('list')).toBeNull()
  })
})
