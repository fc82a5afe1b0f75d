import { expect, it } from 'vitest'
import { paintPod } from '../../../src/canvas/layers/PodGroupTexels.tsx'

/** Texels of a surface of 4 x 3 after one pod was written at column 1, row 1. */
function written(perPod: number, isOdd: boolean, column = 1): string[] {
  const pixels = new Uint32Array(12)
  paintPod({ width: 4, pixels, perPod }, column, 1, 7, isOdd)
  return [0, 1, 2].map((row) => [...pixels.subarray(row * 4, row * 4 + 4)].map((texel) => (texel === 7 ? 'x' : '.')).join(''))
}

it('a pod has two by two texels and a gap, or one texel without a gap where it is small', () => {
  expect(written(3, false)).toEqual(['....', '.xx.', '.xx.'])
  expect(written(1, false)).toEqual(['....', '.x..', '....'])
})

it('of small pods one that is not as usual is a texel larger, within its surface', () => {
  expect(written(1, true)).toEqual(['....', '.xx.', '.xx.'])
  expect(written(1, true, 3)).toEqual(['....', '...x', '...x'])
})
