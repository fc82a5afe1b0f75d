import { describe, expect, it } from 'vitest'
import { createRateLimiter, tryTake, waitUs } from '../../../src/engine/client/rate-limiter.ts'

describe('a token bucket of 20 requests per second and 30 at once', () => {
  it('lets 30 through at once and then one every 50 ms', () => {
    const limiter = createRateLimiter(20, 30)!
    let taken = 0
    while (tryTake(limiter, 0)) taken++
    expect(taken).toBe(30)
    expect(waitUs(limiter)).toBe(50_000)
    expect(tryTake(limiter, 49_000)).toBe(false)
    expect(tryTake(limiter, 50_000)).toBe(true)
    expect(tryTake(limiter, 50_000)).toBe(false)
  })
  it('never holds more than its burst', () => {
    const limiter = createRateLimiter(20, 30)!
    let taken = 0
    while (tryTake(limiter, 3_600_000_000)) taken++
    expect(taken).toBe(30)
  })
  it('is no limit at 0 requests per second', () => {
    expect(createRateLimiter(0, 1)).toBeUndefined()
  })
})
