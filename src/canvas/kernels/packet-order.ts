/** In which order messages on the picture are gone through with the keyboard. */
import { hopFlags, packetKind } from '../../protocol/vocabulary.ts'
import type { PacketKind } from '../../protocol/vocabulary.ts'
import type { Packet } from './packet-schedule.ts'

/** What a person asks after first. */
const kinds: readonly PacketKind[] = ['request', 'response', 'watch', 'kubelet', 'cri', 'etcd', 'service', 'vxlan']
const routineRank = kinds.length

type Ordered = Pick<Packet, 'id' | 'type' | 'flags' | 'sentUs'>

/** Leases and leader election come last: they are always there. */
const rank = ({ type, flags }: Ordered): number => ((flags & hopFlags.routine) !== 0 ? routineRank : kinds.indexOf(packetKind(type)))

/**
 * Hop of the packet after (`step` 1) or before (-1) hop `after`, going round; the first one when that is not among them. Undefined: there
 * are no packets.
 */
export function nextOf(packets: readonly Ordered[], after: number | undefined, step: 1 | -1): number | undefined {
  const sorted = packets.toSorted((a, b) => rank(a) - rank(b) || a.sentUs - b.sentUs || a.id - b.id)
  const at = sorted.findIndex(({ id }) => id === after)
  return sorted[at < 0 ? 0 : (at + step + sorted.length) % sorted.length]?.id
}
