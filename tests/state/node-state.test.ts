import { describe, expect, it } from 'vitest'
import { nodeFlags } from '../../src/protocol/vocabulary.ts'
import { createClusterStore } from '../../src/state/cluster-store.ts'
import { isPoweredOff, isReachable, nodeWord, nodeWords, unreachableKey } from '../../src/state/node-state.ts'
import { frame, nodeColumns } from '../support/frames.ts'

describe('STATUS of a node', () => {
  it.each([['running', 'Ready'], ['failed', 'NotReady'], ['unknown', 'NotReady'], ['pending', 'Unknown']] as const)('%s is "%s"', (status, word) => {
    expect(nodeWord(status)).toBe(word)
  })
  it('says that nothing is scheduled to a cordoned one', () => {
    expect(nodeWords('failed', nodeFlags.cordoned)).toBe('NotReady,SchedulingDisabled')
    expect(nodeWords('running', nodeFlags.poweredOff)).toBe('Ready')
  })
})

describe('a machine', () => {
  const store = createClusterStore('dark')
  const flags = [0, nodeFlags.poweredOff, nodeFlags.cableCut, nodeFlags.kubeletDown]
  store.applyFrame(frame(0, { nodes: nodeColumns(flags.map((flag, slot) => ({ slot, name: `node-${slot}`, flags: flag }))) }))
  const { view } = store.getState()

  it('has no power when its plug was pulled', () => expect(flags.map((_, slot) => isPoweredOff(view, slot))).toEqual([false, true, false, false]))
  it('is reached with power and a whole cable, whatever its processes do', () => expect(flags.map((_, slot) => isReachable(view, slot))).toEqual([true, false, false, true]))
  it('is named in the key of those that are not', () => expect(unreachableKey(view)).toBe('1 2 '))
})
