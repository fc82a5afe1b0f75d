// @vitest-environment jsdom
import { render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { noAttention } from '../../../src/canvas/nodes/attention.ts'
import { DeploymentsCard } from '../../../src/canvas/nodes/DeploymentsCard.tsx'
import { deploymentsView } from '../../../src/canvas/nodes/objects-view.ts'
import { fixtureStore } from '../../../src/gallery/fixture-provider.tsx'
import { firstView } from '../../../src/gallery/sample-clusters.ts'

const [first] = deploymentsView(fixtureStore(firstView).getState().view)

/** The count below the name. */
function countOf(ready: number, replicas: number): string | null {
  const { unmount } = render(
    <DeploymentsCard
      deployments={[{ ...first!, name: 'app-1', ready, replicas }]} height={163} selectedDeployment={-1} selectedReplicaSet={-1} attention={noAttention}
      onScale={() => Promise.resolve({ ok: true })} onSelectDeployment={() => undefined} onSelectReplicaSet={() => undefined}
    />,
  )
  const { textContent } = screen.getByTitle(`${ready} of ${replicas} ready`)
  unmount()
  return textContent
}

describe('the count below a Deployment’s name', () => {
  it('has its word where it is short', () => {
    expect(countOf(3, 3)).toBe('3/3 ready')
    expect(countOf(99, 100)).toBe('99/100')
    expect(countOf(9999, 10_000)).toBe('9999/10000')
  })
})
