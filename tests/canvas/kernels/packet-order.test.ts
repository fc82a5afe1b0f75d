import { describe, expect, it } from 'vitest'
import { nextOf } from '../../../src/canvas/kernels/packet-order.ts'
import { hopFlags, messageTypes } from '../../../src/protocol/vocabulary.ts'

const packet = (id: number, type: number, flags = 0) => ({ id, type, flags, sentUs: id * 10 })
const packets = [
  packet(1, messageTypes.vxlanRequest),
  packet(2, messageTypes.etcdRequest),
  packet(3, messageTypes.apiRequest, hopFlags.routine),
  packet(4, messageTypes.apiRequest),
  packet(5, messageTypes.apiRequest),
]

describe('going through messages with the keyboard', () => {
  it('begins with the oldest request', () => expect(nextOf(packets, undefined, 1)).toBe(4))
  it('goes on to what a person asks after first, and to routine last', () => {
    const seen = [4]
    for (let i = 1; i < packets.length; i += 1) seen.push(nextOf(packets, seen[i - 1], 1)!)
    expect(seen).toEqual([4, 5, 2, 1, 3])
  })
  it('goes round in both directions', () => {
    expect(nextOf(packets, 3, 1)).toBe(4)
    expect(nextOf(packets, 4, -1)).toBe(3)
  })
  it('begins anew where the last message has arrived meanwhile', () => expect(nextOf(packets, 77, 1)).toBe(4))
  it('has nowhere to go without messages', () => expect(nextOf([], undefined, 1)).toBeUndefined())
})
