import { expect, it } from 'vitest'
import { outdatedPod } from '../../../src/canvas/kernels/world-bitmap.ts'
import { texelOf } from '../../../src/canvas/layers/BitmapLayer.tsx'
import { fixtureStore } from '../../../src/gallery/fixture-provider.tsx'
import { firstView } from '../../../src/gallery/sample-clusters.ts'
import { statusCodes } from '../../../src/protocol/vocabulary.ts'

it('a pod that runs and has to go is told from those that stay; one that fails stays failed', () => {
  const { view } = fixtureStore(firstView).getState()
  const [deployment] = view.deployments.values()
  const pod = Array.from({ length: view.pods.end }, (_, slot) => slot).find((slot) => view.replicaSets.get(view.pods.replicaSet[slot] ?? -1)?.deployment === deployment!.slot)!
  expect(texelOf(view, pod)).toBe(statusCodes.running)
  view.deployments.set(deployment!.slot, { ...deployment!, revision: deployment!.revision + 1 })
  expect(texelOf(view, pod)).toBe(outdatedPod)
  view.pods.status[pod] = statusCodes.failed
  expect(texelOf(view, pod)).toBe(statusCodes.failed)
  expect(texelOf(view, -1)).toBe(-1)
})
