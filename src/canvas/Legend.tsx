/** What the marks mean: states on the left, kinds of messages on the right; each kind can be taken off the picture. */
import { useCluster, useClusterState } from '../state/context.tsx'
import { toggleTraffic } from '../state/page-actions.ts'
import { glyphStatuses } from '../ui/glyph-shapes.ts'
import type { GlyphStatus } from '../ui/glyph-shapes.ts'
import { StatusGlyph } from '../ui/StatusGlyph.tsx'
import { glyphPackets, PacketGlyph } from '../ui/PacketGlyph.tsx'
import type { GlyphPacket } from '../ui/PacketGlyph.tsx'

const statusWords: Record<GlyphStatus, string> = {
  running: 'Running',
  pending: 'Pending',
  creating: 'Creating',
  terminating: 'Terminating',
  failed: 'Failed',
  unknown: 'Unknown',
  succeeded: 'Succeeded',
}
const packetWords: Record<GlyphPacket, string> = {
  request: 'request',
  response: 'response',
  watch: 'watch event',
  etcd: 'etcd',
  kubelet: 'to kubelet',
  cri: 'CRI',
  vxlan: 'VXLAN',
  service: 'client traffic',
}

export function Legend() {
  const { store } = useCluster()
  const hidden = useClusterState((state) => state.hiddenTraffic)
  return (
    <div className="legend" role="group" aria-label="Legend">
      <span className="legend-title" id="legend-status">
        Status
      </span>
      <ul aria-labelledby="legend-status">
        {glyphStatuses.map((status) => (
          <li key={status}>
            <StatusGlyph status={status} size={13} />
            {statusWords[status]}
          </li>
        ))}
      </ul>
      <span className="legend-gap" />
      <span className="legend-title" id="legend-messages">
        Messages
      </span>
      <ul aria-labelledby="legend-messages">
        {glyphPackets.map((kind) => (
          <li key={kind}>
            <button
              type="button"
              className="legend-kind"
              aria-label={`${packetWords[kind]} messages`}
              aria-pressed={!hidden.includes(kind)}
              title={`${hidden.includes(kind) ? 'Draw' : 'Don’t draw'} these messages`}
              onClick={() => {
                toggleTraffic(store, kind)
              }}
            >
              <PacketGlyph kind={kind} size={13} />
              {packetWords[kind]}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
