import { expect, it } from 'vitest'
import { alarmsOf, alarmWords } from '../../../src/canvas/kernels/alarms.ts'
import { fixtureStore } from '../../../src/gallery/fixture-provider.tsx'
import { firstView, nodeKilled, trouble } from '../../../src/gallery/sample-clusters.ts'

const wordsOf = (cluster: Parameters<typeof fixtureStore>[0], slots = [0, 1, 2]): string => alarmWords(alarmsOf(fixtureStore(cluster).getState().view, slots))

it('counts what deserves a look in a group, worst first', () => {
  expect(wordsOf(nodeKilled)).toBe('1 node NotReady, 1 pod waiting, 3 pods terminating')
  expect(wordsOf(trouble)).toBe('2 pods failing')
})
it('counts only the group’s own nodes', () => expect(wordsOf(nodeKilled, [0])).toBe('no alarms'))
it('is calm where all is well', () => expect(wordsOf(firstView)).toBe('no alarms'))
