import { describe, expect, it } from 'vitest'
import { countPlace, packetSize, sizeOfType } from '../../../src/canvas/layers/draw-packet.ts'
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

describe('a packet', () => {
  it('is smaller inside a machine, where lanes are narrow', () => {
    expect(sizeOfType(messageTypes.podRequest, 14)).toBeLessThan(12)
    expect(sizeOfType(messageTypes.serviceRequest, 14)).toBe(14)
  })
  it('is 14 px, 18 and more on a stage, and never below 10', () => {
    expect(packetSize(1)).toBe(14)
    expect(packetSize(1.68)).toBeGreaterThanOrEqual(18)
    expect(packetSize(0.05)).toBe(10)
  })
})
