/** Token bucket of a client: `qps` tokens a second, at most `burst` at once. Source: client-go/util/flowcontrol/throttle.go. */
export interface RateLimiter {
  /** 0: no limit. */
  qps: number
  burst: number
  tokens: number
  lastUs: number
  /** Numbers of calls that wait for a token, oldest first. */
  waiting: number[]
  armed: boolean
}

export function createRateLimiter(qps: number, burst: number): RateLimiter {
  return { qps, burst, tokens: burst, lastUs: 0, waiting: [], armed: false }
}

function refill(limiter: RateLimiter, nowUs: number): void {
  const gained = ((nowUs - limiter.lastUs) * limiter.qps) / 1_000_000
  limiter.tokens = Math.min(limiter.burst, limiter.tokens + gained)
  limiter.lastUs = nowUs
}

/** Takes a token when there is one. */
export function tryTake(limiter: RateLimiter, nowUs: number): boolean {
  if (limiter.qps === 0) return true
  refill(limiter, nowUs)
  if (limiter.tokens < 1) return false
  limiter.tokens -= 1
  return true
}

/** Microseconds until the next token. */
export function waitUs(limiter: RateLimiter): number {
  return limiter.tokens >= 1 ? 0 : Math.ceil(((1 - limiter.tokens) * 1_000_000) / limiter.qps)
}
