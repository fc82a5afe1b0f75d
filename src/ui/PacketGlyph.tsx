/** The silhouettes of messages: one shape and one colour for each kind of traffic. */
import type { ReactNode } from 'react'

const shapes = {
  request: <circle cx="8" cy="8" r="5.2" />,
  response: <circle cx="8" cy="8" r="4.4" className="packet-outline" />,
  watch: <path d="M3.4 2.2 14 8 3.4 13.8Z" />,
  etcd: <rect x="3" y="3" width="10" height="10" rx="1" />,
  kubelet: <path d="m8 1.8 5.4 3.1v6.2L8 14.2l-5.4-3.1V4.9Z" />,
  cri: (
    <>
      <rect x="3" y="2.5" width="4" height="11" rx="1" />
      <rect x="9" y="2.5" width="4" height="11" rx="1" />
    </>
  ),
  vxlan: (
    <>
      <rect x="1.9" y="1.9" width="12.2" height="12.2" rx="2" className="packet-outline" />
      <rect x="5.4" y="5.4" width="5.2" height="5.2" />
    </>
  ),
  service: <rect x="1" y="4.5" width="14" height="7" rx="3.5" />,
} satisfies Record<string, ReactNode>

export type GlyphPacket = keyof typeof shapes
export const glyphPackets = Object.keys(shapes) as readonly GlyphPacket[]

/** The mark of a kind of message; `size` in px. */
export function PacketGlyph({ kind, size = 12 }: { kind: GlyphPacket; size?: number }) {
  return (
    <svg className={`packet-glyph packet-${kind}`} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {shapes[kind]}
    </svg>
  )
}
