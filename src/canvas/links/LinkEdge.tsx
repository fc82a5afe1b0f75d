/** One line of the picture: drawn along its reserved lane, arrowhead at the side that is dialled, a port chip beside it. */
import { memo } from 'react'
import { EdgeLabelRenderer } from 'reactflow'
import type { Edge, EdgeProps } from 'reactflow'
import { PacketGlyph } from '../../ui/PacketGlyph.tsx'
import { linkPacketKind } from '../kernels/link-packets.ts'
import { insideMachine, pathOf, pointAlong } from '../kernels/routing.ts'
import type { EdgeSpec } from './edge-specs.ts'

type LinkEdgeType = Edge<{ readonly spec: EdgeSpec; readonly onSelect: (spec: EdgeSpec) => void; readonly faded: boolean }, 'link'>

/** Links that both sides dial, or that stay inside one machine. */
const headless: readonly EdgeSpec['kind'][] = ['cri', 'pod-network', 'vxlan']

export const LinkEdge = memo(function LinkEdge({ data, selected }: EdgeProps<LinkEdgeType>) {
  if (data === undefined) return null
  const { spec, onSelect, faded } = data
  const kind = linkPacketKind(spec.kind)
  const path = pathOf(spec.points)
  const end = pointAlong(spec.points, 1)
  const middle = pointAlong(spec.points, spec.points.length > 3 ? 0.1 : 0.5)
  const state = `${spec.dead ? ' is-dead' : ''}${selected === true ? ' is-selected' : ''}${spec.trunk ? ' is-trunk' : ''}`
  const width = spec.scale === 1 ? undefined : { strokeWidth: `calc(var(--stroke-link) * ${spec.scale})` }
  return (
    <>
      <path className="link-hit" d={path} style={{ strokeWidth: (insideMachine.includes(spec.kind) ? 7 : 14) * spec.scale }} />
      <path className={`link-line link-${spec.kind} packet-${kind}${state}`} d={path} style={width} />
      {spec.dead || headless.includes(spec.kind) ? null : (
        <path
          className={`link-head packet-${kind}${state}`}
          d="M-6-4 0 0-6 4"
          style={width === undefined ? undefined : { strokeWidth: 'var(--stroke-link)' }}
          transform={`translate(${end.x} ${end.y}) rotate(${(end.angle * 180) / Math.PI}) scale(${spec.scale})`}
        />
      )}
      {spec.dead ? (
        <path className="link-cross" d="M-4-4 4 4M4-4-4 4" transform={`translate(${middle.x} ${middle.y}) scale(${spec.scale})`} />
      ) : null}
      {spec.chip === undefined ? null : (
        <EdgeLabelRenderer>
          <div
            className={`port-chip nodrag nopan packet-${kind}${state}${faded ? ' is-faded' : ''}`}
            aria-hidden="true"
            title={spec.name}
            onClick={() => {
              onSelect(spec)
            }}
            style={{ transform: `translate(${spec.chip.x}px, ${spec.chip.y}px) scale(${spec.chip.scale ?? spec.scale})` }}
          >
            {spec.chip.tight === true ? null : <PacketGlyph kind={kind} size={11} />}
            <span>{spec.chip.text}</span>
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  )
})
