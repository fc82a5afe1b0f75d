import { nodeLeaseRenewSeconds, nodeMonitorGraceSeconds } from '../../kubernetes/node-heartbeats.ts'
import { leaseSilenceSeconds } from '../../state/selectors.ts'
import { useCluster, useSimSecond } from '../../state/context.tsx'
import { Ring } from '../../ui/Ring.tsx'

/** Silence up to here is ordinary: a renewal may be late. */
const ordinarySilenceSeconds = 1.5 * nodeLeaseRenewSeconds

/** The node controller's count of silence as a ring that empties, with the seconds in words. */
export function LeaseRing({ slot }: { readonly slot: number }) {
  const { view } = useCluster()
  useSimSecond()
  const silence = leaseSilenceSeconds(view, slot)
  if (silence === undefined) return <p className="quiet">No Lease renewed yet.</p>
  const left = Math.max(0, 1 - silence / nodeMonitorGraceSeconds)
  return (
    <div className="lease-ring">
      <Ring fraction={left} size={22} width={4} tone={left === 0 ? 'unknown' : silence > ordinarySilenceSeconds ? 'terminating' : 'running'} />
      <span>{left === 0 ? `silent ${Math.floor(silence)} s: the grace of ${nodeMonitorGraceSeconds} s is over` : `silent ${Math.floor(silence)} s of ${nodeMonitorGraceSeconds}`}</span>
    </div>
  )
}
