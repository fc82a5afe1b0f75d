// @vitest-environment jsdom
import { render } from '@testing-library/react'
import { expect, it } from 'vitest'
import { PodCard } from '../../../src/canvas/nodes/PodCard.tsx'
import { workerNodeView } from '../../../src/canvas/nodes/worker-node-view.ts'
import { fixtureStore } from '../../../src/gallery/fixture-provider.tsx'
import { firstView } from '../../../src/gallery/sample-clusters.ts'

const pod = workerNodeView(fixtureStore(firstView).getState().view, 0)!.places.find((one) => one !== undefined)!

it.each([[0, false], [2, true]])('a pod with %i restarts has the whole line for its words: %s', (restarts, whole) => {
  const { container } = render(
    <PodCard pod={{ ...pod, restarts }} position={0} selected={false} related={false} lit={false} attention={0} onSelect={() => undefined} />,
  )
  expect(container.querySelector('.pod-word')!.classList.contains('is-wide')).toBe(whole)
})
