// @vitest-environment jsdom
import { renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it } from 'vitest'
import type { PlacedNode } from '../../src/canvas/kernels/grid.ts'
import { clusterLayout } from '../../src/canvas/kernels/layout.ts'
import type { Focus } from '../../src/canvas/kernels/related.ts'
import { usePictureElements } from '../../src/canvas/use-picture-elements.ts'
import { fixtureStore, silentConnection } from '../../src/gallery/fixture-provider.tsx'
import { firstView } from '../../src/gallery/sample-clusters.ts'
import { ClusterProvider } from '../../src/state/context.tsx'

const layout = clusterLayout(12)
const placed: readonly PlacedNode[] = Array.from({ length: 12 }, (_, slot) => ({ slot, place: slot }))
const machines: readonly never[] = []
const none: Focus = { head: new Set(), nodes: new Set(), pods: new Set(), deployments: new Set(), services: new Set(), atNodes: new Set(), everywhere: new Set(), hasLink: () => false }

/** The picture with so many nodes in view, as trunks. */
function picture(count: number) {
  const store = fixtureStore(firstView)
  const wrapper = ({ children }: { readonly children: ReactNode }): ReactNode => (
    <ClusterProvider store={store} connection={silentConnection()}>{children}</ClusterProvider>
  )
  return renderHook(
    ({ inView, focus }: { inView: readonly PlacedNode[]; focus: Focus | undefined }) =>
      usePictureElements({ layout, placed, inView, level: 'shell', mode: 'trunk', focus, machines }),
    { wrapper, initialProps: { inView: placed.slice(0, count), focus: undefined as Focus | undefined } },
  )
}

it('a node that comes into view adds one card and leaves all others, and the trunks, as they are', () => {
  const { result, rerender } = picture(3)
  const before = result.current
  rerender({ inView: placed.slice(0, 4), focus: undefined })
  const after = result.current
  expect(after.cards).not.toBe(before.cards)
  expect(after.cards.filter((card) => !before.cards.includes(card)).map(({ id }) => id)).toEqual(['node:3'])
  expect(after.lines).toBe(before.lines)
  expect(before.lines.some(({ spec }) => spec.trunk)).toBe(true)
})

it('with another focus all cards that take no part fade', () => {
  const { result, rerender } = picture(3)
  expect(result.current.cards.some(({ faded }) => faded)).toBe(false)
  rerender({ inView: placed.slice(0, 3), focus: none })
  expect(result.current.cards.filter(({ kind }) => kind === 'worker').map(({ faded }) => faded)).toEqual([true, true, true])
})
