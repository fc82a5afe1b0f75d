/** A node's Lease as the two clocks that run on it. */
import { nodeLeaseDurationSeconds, nodeLeaseRenewSeconds, nodeMonitorGraceSeconds } from '../../kubernetes/node-heartbeats.ts'

/** A renewal that comes a few seconds late is no silence yet. */
const ordinarySilenceSeconds = nodeLeaseRenewSeconds + 4

export interface LeaseView {
  readonly text: string
  /** Part of the ring that is left, 0..1. */
  readonly left: number
  readonly tone: 'running' | 'pending' | 'unknown'
}

/** What the ring beside a kubelet says. `silentSeconds`: simulated, since the last renewal that was stored; undefined before the first. */
export function leaseView(silentSeconds: number | undefined): LeaseView {
  if (silentSeconds === undefined) return { text: 'no Lease yet', left: 0, tone: 'pending' }
  const silent = Math.floor(silentSeconds)
  if (silent <= ordinarySilenceSeconds) {
    return {
      text: `lease ${nodeLeaseDurationSeconds - silent} s left`,
      left: (nodeLeaseDurationSeconds - silent) / nodeLeaseDurationSeconds,
      tone: 'running',
    }
  }
  const left = Math.max(0, 1 - silent / nodeMonitorGraceSeconds)
  return { text: `silent ${silent} s of ${nodeMonitorGraceSeconds}`, left, tone: left > 0 ? 'pending' : 'unknown' }
}
