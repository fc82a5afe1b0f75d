import { describe, expect, it } from 'vitest'
import { linesOf } from '../../../src/panels/events/ChangeList.tsx'

describe('a row of the changes', () => {
  it.each([
    ['kubelet on node-2', false, 1],
    ['Deployment api has all 3 pods that it asked for', false, 2],
    ['kubelet on node-2 waits before it tries to pull nginx:nope for web-…-g4tjq again: ImagePullBackOff', true, 4],
    ['Node controller marked node-5 NotReady: its kubelet has been silent for too long', true, 4],
  ])('has room for every line of "%s"', (text, marked, lines) => expect(linesOf(text, marked)).toBe(lines))
  it('is one line higher for a word that has no room beside the others', () => {
    expect(linesOf('a'.repeat(22), false)).toBe(1)
    expect(linesOf(`${'a'.repeat(21)} ${'b'.repeat(31)}`, false)).toBe(2)
    expect(linesOf(`${'a'.repeat(21)} ${'b'.repeat(31)} c`, false)).toBe(3)
  })
  it('breaks a word that is longer than a line', () => expect(linesOf(`tainted ${'n'.repeat(41)} x`, false)).toBe(3))
})
