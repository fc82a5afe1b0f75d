import { describe, expect, it } from 'vitest'
import { ageText, humanDuration } from '../../src/kubernetes/duration.ts'

const day = 86_400
describe('durations as kubectl prints them', () => {
  it.each([
    [0, '0s'], [119, '119s'], [120, '2m'], [121, '2m1s'], [599, '9m59s'], [600, '10m'], [659, '10m'], [10_799, '179m'], [10_800, '3h'],
    [11_460, '3h11m'], [28_799, '7h59m'], [28_800, '8h'], [2 * day - 1, '47h'], [2 * day, '2d'], [2 * day + 3600, '2d1h'], [8 * day - 1, '7d23h'],
    [8 * day, '8d'], [2 * 365 * day - 1, '729d'], [2 * 365 * day, '2y'], [2 * 365 * day + day, '2y1d'], [8 * 365 * day - 1, '7y364d'],
    [8 * 365 * day + 5 * day, '8y'], [-1.5, '0s'], [-2, '<invalid>'], [1.9, '1s'],
  ])('%d s is %s', (seconds, text) => expect(humanDuration(seconds)).toBe(text))

  it('has no age without a beginning', () => expect(ageText(undefined, 5)).toBe('<unknown>'))
  it('counts from the beginning to now', () => expect(ageText(1000, 1065)).toBe('65s'))
})
