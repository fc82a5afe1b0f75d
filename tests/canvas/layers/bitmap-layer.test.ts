import { expect, it } from 'vitest'
import { outdatedSets } from '../../../src/canvas/kernels/outdated-sets.ts'
import { outdatedPod } from '../../../src/canvas/kernels/world-bitmap.ts'
import { texelOf } from '../../../src/canvas/layers/BitmapLayer.tsx'
import { fixtureStore } from '../../../src/gallery/fixture-provider.tsx'
import { firstView } from '../../../src/gallery/sample-clusters.ts'
import { statusCodes } from '../../../src/protocol/vocabulary.ts'
import { frame } from '../../support/frames.ts'

it('a pod that runs and has to go is told from those that stay; one that fails stays failed', () => {
  const store = fixtureStore(firstView)
  const { view } = store.getState()
  const [deployment] = view.deployments.values()
  const pod = Array.from({ length: view.pods.end }, (_, slot) => slot).find((slot) => view.replicaSets.get(view.pods.replicaSet[slot] ?? -1)?.deployment === deployment!.slot)!
  const texel = (slot: number): number => texelOf(view, slot, outdatedSets(view))
  expect(texel(pod)).toBe(statusCodes.running)
  store.applyFrame(frame(view.frame, { records: [{ ...deployment!, revision: deployment!.revision + 1 }] }))
  expect(texel(pod)).toBe(outdatedPod)
  view.pods.status[pod] = statusCodes.failed
  expect(texel(pod)).toBe(statusCodes.failed)
  expect(texel(-1)).toBe(-1)
})
