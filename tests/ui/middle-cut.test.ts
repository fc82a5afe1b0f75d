import { describe, expect, it } from 'vitest'
import { middleCut, tellingPart } from '../../src/ui/middle-cut.ts'

const cut = (name: string, chars: number) => {
  const { start, end } = middleCut(name, chars)
  return end === undefined ? start : `${start}…${end}`
}

describe('a name that is cut', () => {
  it.each([
    ['web-7d4b9c6f58-x7k2p', 11, 'web-…-x7k2p'], ['web-7d4b9c6f58-x7k2p', 20, 'web-7d4b9c6f58-x7k2p'], ['api', 11, 'api'],
    ['checkout-5c689d88bb-z8wcm', 11, 'chec…-z8wcm'], ['abcdefghijklmnop', 9, 'abcd…mnop'],
  ])('%s in %i characters is %s', (name, chars, text) => expect(cut(name, chars)).toBe(text))
  it('keeps the suffix whole at any length', () => {
    for (let chars = 4; chars < 30; chars += 1) {
      const { start, end } = middleCut('traffic-generator-5c689d88bb-z8wcm', chars)
      expect((end ?? start).endsWith('-z8wcm')).toBe(true)
    }
  })
  it('keeps twins apart', () => {
    expect(cut('traffic-generator-5c689d88bb-aaaaa', 11)).not.toBe(cut('traffic-generator-5c689d88bb-bbbbb', 11))
  })
})

describe('the part of a name that tells it from its neighbours', () => {
  it.each([
    ['node-100', 8, 'node-100'], ['node-100', 7, '…100'], ['node-100', 4, '…100'], ['node-100', 3, '100'], ['node-100', 2, '00'], ['node-100', 0, '0'],
    ['ip-10-0-1-23.eu-west-1.internal', 9, '…23'], ['gke-pool-4f2a', 9, '…4f2a'], ['worker', 4, 'rker'],
  ])('%s in %i characters is %s', (name, chars, text) => expect(tellingPart(name, chars)).toBe(text))
})
