import { expect, it } from 'vitest'
import { alarmsOf, alarmWords } from '../../../src/canvas/kernels/alarms.ts'
import { podFlags, statusCodes } from '../../../src/protocol/vocabulary.ts'
import { fixtureStore } from '../../../src/gallery/fixture-provider.tsx'
import { firstView, nodeKilled, trouble } from '../../../src/gallery/sample-clusters.ts'

const wordsOf = (cluster: Parameters<typeof fixtureStore>[0], slots = [0, 1, 2]): string => alarmWords(alarmsOf(fixtureStore(cluster).getState().view, slots))

it('counts what deserves a look in a group, worst first', () => {
  expect(wordsOf(nodeKilled)).toBe('1 node NotReady, 1 pod waiting, 3 pods terminating')
  expect(wordsOf(trouble)).toBe('2 pods failing, 7 pods of an older revision')
})
it('counts only the group’s own nodes', () => expect(wordsOf(nodeKilled, [0])).toBe('no alarms'))
it('is calm where all is well', () => expect(wordsOf(firstView)).toBe('no alarms'))
it('tells what a rollout still has to replace from what is on its way out', () => {
  const { view } = fixtureStore(firstView).getState()
  const [deployment] = view.deployments.values()
  const pods = Array.from({ length: view.pods.end }, (_, slot) => slot)
    .filter((slot) => view.replicaSets.get(view.pods.replicaSet[slot] ?? -1)?.deployment === deployment!.slot && view.pods.status[slot] === statusCodes.running)
  view.deployments.set(deployment!.slot, { ...deployment!, revision: deployment!.revision + 1 })
  view.pods.flags[pods[0]!] = podFlags.terminating
  expect(pods.length).toBeGreaterThan(2)
  expect(alarmWords(alarmsOf(view, [0, 1, 2]))).toBe(`1 pod terminating, ${pods.length - 1} pods of an older revision`)
})
