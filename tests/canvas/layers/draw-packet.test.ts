import { describe, expect, it } from 'vitest'
import { packetSize, sizeOfType } from '../../../src/canvas/layers/draw-packet.ts'
import { messageTypes } from '../../../src/protocol/vocabulary.ts'

describe('a packet', () => {
  it('is smaller inside a machine, where lanes are narrow', () => {
    expect(sizeOfType(messageTypes.podRequest, 14)).toBeLessThan(12)
    expect(sizeOfType(messageTypes.serviceRequest, 14)).toBe(14)
  })
  it('is 14 px, 18 and more on a stage, and never below 10', () => {
    expect(packetSize(1, 1)).toBe(14)
    expect(packetSize(1.68, 1)).toBeGreaterThanOrEqual(18)
    expect(packetSize(0.05, 1)).toBe(10)
    expect(packetSize(0.4, 1.68)).toBe(packetSize(1.68, 1))
  })
})
