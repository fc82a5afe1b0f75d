import { describe, expect, it } from 'vitest'
import { arrowHead, cross } from '../../../src/canvas/kernels/line-marks.ts'

describe('arrowheads', () => {
  it('end where the line ends and point the way it arrives', () => {
    expect(arrowHead({ x: 100, y: 50, angle: 0 }, 1)).toBe('M94 46L100 50L94 54')
    expect(arrowHead({ x: 100, y: 50, angle: Math.PI / 2 }, 1)).toBe('M104 44L100 50L96 44')
    expect(arrowHead({ x: 100, y: 50, angle: Math.PI }, 1)).toBe('M106 54L100 50L106 46')
  })
  it('grow around their tips', () => {
    expect(arrowHead({ x: 100, y: 50, angle: 0 }, 3)).toBe('M82 38L100 50L82 62')
  })
})

describe('crosses', () => {
  it('stand around their point at any scale', () => {
    expect(cross({ x: 10, y: 20 }, 1)).toBe('M6 16L14 24M14 16L6 24')
    expect(cross({ x: 10, y: 20 }, 2.5)).toBe('M0 10L20 30M20 10L0 30')
  })
})
