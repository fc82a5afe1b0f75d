/** Token bucket of a client: `qps` tokens a second, at most `burst` at once. Source: client-go/util/flowcontrol/throttle.go. */
export interface RateLimiter {
  qps: number
  burst: number
  tokens: number
  lastUs: number
  /** Numbers of calls that wait for a token, oldest first. */
  waiting: number[]
  armed: boolean
}

/** A full bucket; undefined when `qps` is 0: no limit, and nothing to be asked with every call. */
export function createRateLimiter(qps: number, burst: number): RateLimiter | undefined {
  return qps === 0 ? undefined : { qps, burst, tokens: burst, lastUs: 0, waiting: [], armed: false }
}

function refill(limiter: RateLimiter, nowUs: number): void {
  const gained = ((nowUs - limiter.lastUs) * limiter.qps) / 1_000_000
  limiter.tokens = Math.min(limiter.burst, limiter.tokens + gained)
  limiter.lastUs = nowUs
}

/** Takes a token when there is one. */
export function tryTake(limiter: RateLimiter, nowUs: number): boolean {
  refill(limiter, nowUs)
  if (limiter.tokens < 1) return false
  limiter.tokens -= 1
  return true
}

/** Microseconds until the next token. */
export function waitUs(limiter: RateLimiter): number {
  return limiter.tokens >= 1 ? 0 : Math.ceil(((1 - limiter.tokens) * 1_000_000) / limiter.qps)
}
