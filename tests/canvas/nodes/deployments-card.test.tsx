// @vitest-environment jsdom
import { render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { noAttention } from '../../../src/canvas/nodes/attention.ts'
import { DeploymentsCard } from '../../../src/canvas/nodes/DeploymentsCard.tsx'
import { deploymentsView } from '../../../src/canvas/nodes/objects-view.ts'
import { fixtureStore } from '../../../src/gallery/fixture-provider.tsx'
import { firstView } from '../../../src/gallery/sample-clusters.ts'

const [first] = deploymentsView(fixtureStore(firstView).getState().view)

/** The count below the name, and under which themes its second half gives way. */
function countOf(ready: number, replicas: number): readonly [string | null, string | undefined] {
  const { unmount } = render(
    <DeploymentsCard
      deployments={[{ ...first!, name: 'app-1', ready, replicas }]} height={163} selectedDeployment={-1} selectedReplicaSet={-1} attention={noAttention}
      onScale={() => Promise.resolve({ ok: true })} onSelectDeployment={() => undefined} onSelectReplicaSet={() => undefined}
    />,
  )
  const count = screen.getByTitle(`${ready} of ${replicas} ready`)
  const found = [count.textContent, count.dataset.short] as const
  unmount()
  return found
}

describe('the count below a Deployment’s name', () => {
  it('is whole where it has room beside the stepper, with its word where that has too', () => {
    expect(countOf(3, 3)).toEqual(['3/3 ready', undefined])
    expect(countOf(99, 100)).toEqual(['99/100', undefined])
  })
  it('leaves what the stepper says to the stepper where it has none, first under the theme with the heaviest letters', () => {
    expect(countOf(500, 500)).toEqual(['500/500', 'projector'])
    expect(countOf(1, 1000)).toEqual(['1/1000', 'projector'])
    expect(countOf(999, 1000)).toEqual(['999/1000', 'all'])
    expect(countOf(9999, 10_000)).toEqual(['9999/10000', 'all'])
  })
})
