// @vitest-environment jsdom
import { act, render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ringOf } from '../../../src/canvas/nodes/attention.ts'
import { ServicesNode } from '../../../src/canvas/nodes/HeadNodes.tsx'
import { WorkerNode } from '../../../src/canvas/nodes/WorkerNodes.tsx'
import { clusterLayout } from '../../../src/canvas/kernels/layout.ts'
import { fixtureStore, silentConnection } from '../../../src/gallery/fixture-provider.tsx'
import { firstView } from '../../../src/gallery/sample-clusters.ts'
import type { Change } from '../../../src/protocol/frame.ts'
import { ClusterProvider } from '../../../src/state/context.tsx'

const layout = clusterLayout(3)

/** Shows the Services' card and the first node, then has the caption speak of a thing. */
function tell(change: (view: ReturnType<ReturnType<typeof fixtureStore>['getState']>['view']) => Change['subject']): void {
  const store = fixtureStore(firstView)
  const { view, lastChangeId } = store.getState()
  const subject = change(view)
  render(
    <ClusterProvider store={store} connection={silentConnection()}>
      <ServicesNode data={{ layout, box: layout.services }} />
      <WorkerNode data={{ layout, slot: 0, isBare: false }} />
    </ClusterProvider>,
  )
  act(() => {
    view.changes.push({ ...view.changes[0]!, id: lastChangeId + 1, subject })
    store.setState({ lastChangeId: lastChangeId + 1 })
  })
}
const ringed = (): (string | null)[] =>
  [...document.querySelectorAll('.attention-ring')].map((ring) => ring.parentElement!.getAttribute('aria-label'))

describe('a ring is drawn', () => {
  it('on a pod that the caption names', () => {
    tell(({ pods, nodes }) => ({ kind: 'Pod', namespace: 'default', name: pods.names[nodes.pods[0]![0]!]!.name }))
    expect(ringed()).toEqual([expect.stringMatching(/^Pod /)])
  })
  it('on no pod for one of its name in another namespace', () => {
    tell(({ pods, nodes }) => ({ kind: 'Pod', namespace: 'staging', name: pods.names[nodes.pods[0]![0]!]!.name }))
    expect(ringed()).toEqual([])
  })
  it('on a node for the node itself', () => {
    tell(({ nodes }) => ({ kind: 'Node', namespace: '', name: nodes.names[0]!.name }))
    expect(ringed()).toEqual([screen.getByRole('group', { name: /^Node / }).getAttribute('aria-label')])
  })
  it('on the Service of a slice, and not on one whose name only begins alike', () => {
    tell(({ services }) => {
      const [web, other] = services.values()
      services.set(other!.slot, { ...other!, name: `${web!.name}-canary` })
      return { kind: 'EndpointSlice', namespace: web!.namespace, name: `${web!.name}-canary-x2f4k` }
    })
    expect(ringed()).toEqual([expect.stringMatching(/^Service \S+-canary,/)])
  })
})

it('a thing is meant by its kind and its slot', () => {
  const attention = { change: 7, to: { kind: 'pod', slot: 3 } } as const
  expect([ringOf(attention, 'pod', 3), ringOf(attention, 'pod', 4), ringOf(attention, 'node', 3)]).toEqual([7, 0, 0])
})
