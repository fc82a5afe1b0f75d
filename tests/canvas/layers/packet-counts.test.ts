import { describe, expect, it } from 'vitest'
import { apart, countPlace } from '../../../src/canvas/layers/packet-counts.ts'
import type { CountLabel } from '../../../src/canvas/layers/packet-counts.ts'
import { messageTypes } from '../../../src/protocol/vocabulary.ts'

describe('a packet’s count', () => {
  it('follows its packet', () => expect(countPlace(100, 300, 14, 8)).toBe(85))
  it('goes ahead of a packet that has only just set out', () => expect(countPlace(5, 300, 14, 8)).toBe(20))
  it.each([0, 0.2, 0.5, 0.8, 1])('stays on a short lane at %s of the way, so that it covers no card', (progress) => {
    const place = countPlace(progress * 35, 35, 14, 7.5)
    expect(place).toBeGreaterThanOrEqual(7.5)
    expect(place).toBeLessThanOrEqual(27.5)
  })
})

const measure = (text: string, textSize: number): number => text.length * textSize * 0.6
const label = (x: number, y: number, count: number, more: Partial<CountLabel> = {}): CountLabel => ({
  middle: { x, y }, count, type: messageTypes.serviceRequest, ofType: count, upright: false, narrow: false, textSize: 12, alpha: 1, ...more,
})
const counts = (labels: readonly CountLabel[]): readonly number[] => labels.map(({ count }) => count)

describe('counts on the picture', () => {
  it('stand where they are while they have room', () => {
    const labels = [label(0, 0, 3), label(14, 0, 4), label(0, 16, 5)]
    expect(apart(labels, measure)).toEqual(labels)
  })
  it('that would cover one another are one sum', () => expect(counts(apart([label(0, 0, 3), label(9, 0, 4)], measure))).toEqual([7]))
  it('take in a further one when their sum is wider', () => {
    expect(counts(apart([label(13.5, 0, 4), label(0, 0, 3), label(0, 0, 2)], measure))).toEqual([4, 5])
    expect(counts(apart([label(13.5, 0, 4), label(0, 0, 9), label(0, 0, 2)], measure))).toEqual([15])
  })
  it('have the colour of most of their messages', () => {
    const [sum] = apart([label(0, 0, 3), label(2, 0, 4, { type: messageTypes.watchEvent })], measure)
    expect(sum).toMatchObject({ count: 7, type: messageTypes.watchEvent, ofType: 4 })
  })
  it('turned along an upright lane take its room upright', () => {
    const upright = { upright: true, narrow: true }
    expect(counts(apart([label(0, 0, 111, upright), label(0, 16, 2, upright)], measure))).toEqual([113])
    expect(counts(apart([label(0, 0, 111, upright), label(17, 0, 2, upright)], measure))).toEqual([111, 2])
  })
  it('are the same, in the same order, as when each is compared with each', () => {
    const labels = Array.from({ length: 400 }, (_, i) =>
      label(((i * 7919) % 313) - 40, ((i * 104_729) % 217) - 30, ((i * 37) % 300) + 2, { upright: i % 3 === 0, narrow: i % 2 === 0, textSize: i % 5 === 0 ? 17 : 12 }))
    const room = ({ upright, narrow, count, textSize }: CountLabel): readonly [number, number] => {
      const text = count > 999 ? '999+' : String(count)
      const size = [measure(text, textSize) + 6, textSize + 3] as const
      return upright && text.length > (narrow ? 1 : 2) ? [size[1], size[0]] : size
    }
    const cover = (a: CountLabel, b: CountLabel): boolean =>
      [a.middle.x - b.middle.x, a.middle.y - b.middle.y].every((apartPx, i) => Math.abs(apartPx) * 2 < room(a)[i]! + room(b)[i]!)
    const one: CountLabel[] = []
    for (let next of labels) {
      for (let at = one.findIndex((other) => cover(other, next)); at >= 0; at = one.findIndex((other) => cover(other, next))) {
        const [first] = one.splice(at, 1)
        next = apart([first!, { ...next, middle: first!.middle }], measure)[0]!
      }
      one.push(next)
    }
    expect(apart(labels, measure)).toEqual(one)
  })
  it('never lose a message', () => {
    const labels = Array.from({ length: 60 }, (_, i) => label((i * 37) % 90, (i * 23) % 70, (i % 7) + 2))
    const sum = (all: readonly CountLabel[]): number => all.reduce((total, { count }) => total + count, 0)
    const placed = apart(labels, measure)
    expect(placed.length).toBeLessThan(labels.length)
    expect(sum(placed)).toBe(sum(labels))
    expect(apart(placed, measure)).toHaveLength(placed.length)
  })
})
