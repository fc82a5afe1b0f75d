import { PacketGlyph } from '../ui/PacketGlyph.tsx'
import type { GlyphPacket } from '../ui/PacketGlyph.tsx'
import { StatusGlyph } from '../ui/StatusGlyph.tsx'
import type { GlyphStatus } from '../ui/StatusGlyph.tsx'
import './legend.css'

const statuses: readonly (readonly [GlyphStatus, string])[] = [
  ['running', 'Running'], ['pending', 'Pending'], ['creating', 'Creating'], ['terminating', 'Terminating'], ['failed', 'Failed'],
  ['unknown', 'Unknown'], ['succeeded', 'Succeeded'],
]
const messages: readonly (readonly [GlyphPacket, string])[] = [
  ['request', 'request'], ['response', 'response'], ['watch', 'watch event'], ['etcd', 'etcd'], ['kubelet', 'to kubelet'], ['cri', 'CRI'],
  ['vxlan', 'VXLAN'], ['service', 'client traffic'],
]

/** What shapes and colours mean: states on the left, kinds of messages on the right. */
export function Legend() {
  return (
    <div className="legend" role="group" aria-label="Legend">
      <ul aria-label="Status">{statuses.map(([status, word]) => <li key={status}><StatusGlyph status={status} size={13} />{word}</li>)}</ul>
      <ul aria-label="Messages">{messages.map(([kind, word]) => <li key={kind}><PacketGlyph kind={kind} size={12} />{word}</li>)}</ul>
    </div>
  )
}
