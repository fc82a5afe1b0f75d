// @vitest-environment jsdom
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { blended, putStamp, stampOf, StampSheet } from '../../../src/canvas/layers/stamps.ts'
import { Pixels } from '../dom-stubs.ts'

beforeAll(() => { vi.stubGlobal('ImageData', Pixels) })

const red = 0xff_00_00_ff
const blue = 0xff_ff_00_00
/** Two pixels wide and high; the upper right one is empty. */
const corner = (colour: number) => stampOf({ data: new Uint8ClampedArray(new Uint32Array([colour, 0, colour, colour]).buffer), width: 2, height: 2 }, 3)

describe('a sprite written pixel by pixel', () => {
  it('leaves what is empty of it as it was', () => {
    const sheet = new StampSheet(3, 3, 1)
    putStamp(sheet, corner(red), 1, 0)
    expect([...sheet.pixels]).toEqual([0, red, 0, 0, red, red, 0, 0, 0])
  })
  it('is cut at the edges and wraps nowhere', () => {
    const sheet = new StampSheet(3, 3, 1)
    putStamp(sheet, corner(red), -1, 2)
    putStamp(sheet, corner(blue), 2, -1)
    expect([...sheet.pixels]).toEqual([0, 0, blue, 0, 0, 0, 0, 0, 0])
    putStamp(sheet, corner(red), -1, 1)
    expect([...sheet.pixels]).toEqual([0, 0, blue, 0, 0, 0, red, 0, 0])
  })
  it('mixes with what is below only where it is half seen through', () => {
    const sheet = new StampSheet(3, 3, 1)
    putStamp(sheet, corner(blue), 0, 1)
    putStamp(sheet, stampOf({ data: new Uint8ClampedArray(new Uint32Array([0x80_00_00_ff, red, 0, 0x80_00_00_ff]).buffer), width: 2, height: 2 }, 3), 0, 1)
    expect([...sheet.pixels]).toEqual([0, 0, 0, blended(0x80_00_00_ff, blue), red, 0, blue, blended(0x80_00_00_ff, blue), 0])
  })
  it('covers what is below it as far as it is opaque', () => {
    expect(blended(red, blue)).toBe(red)
    expect(blended(0x80_00_00_ff, 0)).toBe(0x80_00_00_ff)
    expect(blended(0x80_00_80_ff, 0xff_ff_40_00)).toBe(0xff_7e_60_80)
  })
})
