/**
 * Back-off of restarts and image pulls: 10 s, doubled each time, at most 300 s; forgotten when twice the maximum passes without a failure.
 * The first failure has none. Source: client-go/util/flowcontrol/backoff.go, pkg/kubelet/kubelet.go (MaxContainerBackOff).
 */
import type { Backoff } from './worker-state.ts'

const firstBackoffUs = 10_000_000
const maxBackoffUs = 300_000_000

function isForgotten(backoff: Backoff, failedUs: number): boolean {
  return failedUs - backoff.setUs > 2 * maxBackoffUs
}

/** Until when a container that ended at `finishedUs` may not be restarted; 0: it may at once. */
export function restartHeldUntilUs(backoff: Backoff | undefined, finishedUs: number): number {
  return backoff === undefined || isForgotten(backoff, finishedUs) ? 0 : finishedUs + backoff.delayUs
}

/** Until when an image is not pulled again; 0: it may be at once. */
export function pullHeldUntilUs(backoff: Backoff | undefined): number {
  return backoff === undefined ? 0 : backoff.setUs + backoff.delayUs
}

/** Back-off after one more failure at `failedUs`. */
export function nextBackoff(backoff: Backoff | undefined, failedUs: number, nowUs: number): Backoff {
  if (backoff === undefined || isForgotten(backoff, failedUs)) return { delayUs: firstBackoffUs, setUs: nowUs }
  return { delayUs: Math.min(backoff.delayUs * 2, maxBackoffUs), setUs: nowUs }
}
