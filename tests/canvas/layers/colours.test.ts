import { describe, expect, it } from 'vitest'
import { parseHex, pixel } from '../../../src/canvas/layers/colours.ts'

describe('a colour of the theme', () => {
  it('is read in its long form and in the short one that a build makes of it', () => {
    expect(parseHex('#1f7a63')).toEqual([0x1f, 0x7a, 0x63])
    expect(parseHex('#fff')).toEqual([255, 255, 255])
    expect(parseHex('#0a5')).toEqual([0, 0xaa, 0x55])
  })
  it('is mixed over a ground', () => expect(pixel('#ffffff', '#000000', 0.5)).toBe(0xff808080))
})
