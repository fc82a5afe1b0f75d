import { describe, expect, it } from 'vitest'
import { linesOf } from '../../../src/panels/events/ChangeList.tsx'

describe('a row of the changes', () => {
  it.each([
    ['kubelet on node-2', 1],
    ['Deployment api has all 3 pods that it asked for', 2],
    ['kubelet on node-2 waits before it tries to pull nginx:nope for web-…-g4tjq again: ImagePullBackOff', 4],
  ])('has room for every line of "%s"', (text, lines) => expect(linesOf(text)).toBe(lines))
  it('is one line higher for a word that has no room beside the others', () => {
    expect(linesOf('a'.repeat(22))).toBe(1)
    expect(linesOf(`${'a'.repeat(21)} ${'b'.repeat(32)}`)).toBe(2)
    expect(linesOf(`${'a'.repeat(21)} ${'b'.repeat(32)} c`)).toBe(3)
  })
})
