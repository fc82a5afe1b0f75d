// @vitest-environment jsdom
import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { compactLayout } from '../../../src/canvas/kernels/compact-layout.ts'
import { noAttention } from '../../../src/canvas/nodes/attention.ts'
import { CompactNodeCard } from '../../../src/canvas/nodes/CompactNodeCard.tsx'
import { workerNodeView } from '../../../src/canvas/nodes/worker-node-view.ts'
import { fixtureStore } from '../../../src/gallery/fixture-provider.tsx'
import { firstView } from '../../../src/gallery/sample-clusters.ts'

const ignore = (): void => undefined

/** The name that is seen on a card of the small picture, so wide for three nodes. */
function seenName(name: string, worldWidth: number): string {
  const layout = compactLayout(3, worldWidth, 350)
  const node = workerNodeView(fixtureStore(firstView).getState().view, 0)!
  render(
    <CompactNodeCard
      node={{ ...node, name }} geometry={layout.node} size={layout.compact!} selectedPart={undefined} selectedPod={-1} isRelated={() => false}
      isLit={() => false} attention={noAttention} onSelectPart={ignore} onSelectPod={ignore}
    />,
  )
  const button = screen.getByRole('button', { name: new RegExp(`^Node ${name}`) })
  return (button.querySelector('.cut-text [aria-hidden]') ?? button.querySelector('.cut-text'))?.textContent ?? ''
}

it.each([[800, 'node-10', 'node-10'], [620, 'node-1', 'node-1'], [620, 'node-10', 'no…-10'], [620, 'node-12', 'no…-12']])(
  'in a picture %i px wide %s is seen as %s: never as another node', (width, name, seen) => { expect(seenName(name, width)).toBe(seen) },
)
