import { describe, expect, it } from 'vitest'
import { directionOf, nextTowards } from '../../../src/canvas/kernels/walk.ts'

const box = (x: number, y: number, width = 40, height = 20) => ({ x: x - width / 2, y: y - height / 2, width, height })
const here = box(100, 100)
const all = [box(400, 100), box(160, 104), box(110, 180)]
/** A link that hangs on the upper edge of `here`, right of its middle. */
const link = box(105, 60, 1, 60)

describe('arrow keys', () => {
  it('lead to the nearest thing in their direction', () => {
    expect(nextTowards(all, here, 'ArrowRight')).toBe(1)
    expect(nextTowards(all, here, 'ArrowDown')).toBe(2)
  })
  it('prefer what lies straight ahead', () => expect(nextTowards([box(130, 140), box(190, 100)], here, 'ArrowRight')).toBe(1))
  it('lead to a wide bar from all that faces it', () => expect(nextTowards([box(150, 20), box(600, 40, 1100)], here, 'ArrowUp')).toBe(1))
  it('prefer the middle one of those that lie straight ahead as far off', () => {
    expect(nextTowards([box(80, 180, 200), box(101, 180, 200)], here, 'ArrowDown')).toBe(1)
    expect(nextTowards([box(200, 80, 40, 200), box(200, 101, 40, 200)], here, 'ArrowRight')).toBe(1)
  })
  it('never lead to what lies around or across where one is', () => {
    expect(nextTowards([box(100, 100, 400, 400), box(110, 100)], here, 'ArrowRight')).toBeUndefined()
  })
  it('lead up along a link, not aside to it', () => {
    expect(nextTowards([link, ...all], here, 'ArrowUp')).toBe(0)
    expect(nextTowards([link, ...all], here, 'ArrowRight')).toBe(2)
  })
  it('lead nowhere where nothing is', () => expect(nextTowards(all, here, 'ArrowUp')).toBeUndefined())
  it('are four', () => {
    expect(directionOf('ArrowLeft')).toBe('ArrowLeft')
    expect(directionOf('a')).toBeUndefined()
    expect(directionOf('toString')).toBeUndefined()
  })
})
