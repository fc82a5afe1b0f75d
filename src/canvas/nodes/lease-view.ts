/** A node's Lease as the two clocks that run on it. */

/** kubelet `nodeLeaseDurationSeconds`, default 40 (pkg/kubelet/apis/config/v1beta1/defaults.go). */
export const leaseDurationSeconds = 40
/** kube-controller-manager `--node-monitor-grace-period`, default 50s since v1.32: silence after which Ready becomes Unknown. */
export const nodeMonitorGraceSeconds = 50
/** The kubelet renews every quarter of the duration (10 s); a few seconds late is no silence yet. */
const renewalLateSeconds = 14

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
  if (silent <= renewalLateSeconds) {
    return {
      text: `lease ${leaseDurationSeconds - silent} s left`,
      left: (leaseDurationSeconds - silent) / leaseDurationSeconds,
      tone: 'running',
    }
  }
  const left = Math.max(0, 1 - silent / nodeMonitorGraceSeconds)
  return { text: `silent ${silent} s of ${nodeMonitorGraceSeconds}`, left, tone: left > 0 ? 'pending' : 'unknown' }
}
