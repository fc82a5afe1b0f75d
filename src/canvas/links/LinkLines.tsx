/**
 * The lines of the picture, all in one drawing: each along its reserved lane, arrowhead at the side that is dialled, and its port chip beside it.
 * The chips lie above the cards.
 */
import { memo } from 'react'
import { PacketGlyph } from '../../ui/PacketGlyph.tsx'
import { arrowHead, cross } from '../kernels/line-marks.ts'
import { linkPacketKind } from '../kernels/link-packets.ts'
import { insideMachine } from '../kernels/routing.ts'
import { pathOf, pointAlong } from '../kernels/way.ts'
import { onActivate } from '../nodes/card-events.ts'
import type { PictureLine } from '../picture-elements.ts'
import type { EdgeSpec } from './edge-specs.ts'

interface LineProps {
  readonly line: PictureLine
  readonly onSelect: (spec: EdgeSpec) => void
}

/** Width of a cross's stroke. */
const crossStroke = 2.6

/** Links that both sides dial, or that stay inside one machine. */
const headless: readonly EdgeSpec['kind'][] = ['cri', 'pod-network', 'vxlan']

const stateOf = ({ spec, selected }: PictureLine): string =>
  `${spec.dead ? ' is-dead' : ''}${selected ? ' is-selected' : ''}${spec.trunk ? ' is-trunk' : ''}`

const Line = memo(function Line({ line, onSelect }: LineProps) {
  const { spec, faded } = line
  const kind = linkPacketKind(spec.kind)
  const path = pathOf(spec.points)
  const end = pointAlong(spec.points, 1)
  const middle = pointAlong(spec.points, spec.points.length > 3 ? 0.1 : 0.5)
  const state = stateOf(line)
  const width = spec.scale === 1 ? undefined : { strokeWidth: `calc(var(--stroke-link) * ${spec.scale})` }
  return (
    // Lines come before the cards in the document; Tab goes from card to card, the arrow keys walk along the lines.
    <g
      className={`react-flow__edge${faded ? ' is-faded' : ''}`} role="button" tabIndex={-1} aria-label={spec.name} data-id={spec.id}
      {...onActivate(() => { onSelect(spec) })}
    >
      <path className="link-hit" d={path} style={{ strokeWidth: (insideMachine.includes(spec.kind) ? 7 : 14) * spec.scale }} />
      <path className={`link-line link-${spec.kind} packet-${kind}${state}`} d={path} style={width} />
      {spec.dead || headless.includes(spec.kind) ? null : (
        <path className={`link-head packet-${kind}${state}`} d={arrowHead(end, spec.scale)} style={width} />
      )}
      {spec.dead ? <path className="link-cross" d={cross(middle, spec.scale)} style={{ strokeWidth: crossStroke * spec.scale }} /> : null}
    </g>
  )
})

const Chip = memo(function Chip({ line, onSelect }: LineProps) {
  const { spec, faded } = line
  const { chip } = spec
  if (chip === undefined) return null
  const kind = linkPacketKind(spec.kind)
  const scale = chip.scale ?? spec.scale
  return (
    <div
      className={`port-chip packet-${kind}${stateOf(line)}${faded ? ' is-faded' : ''}`}
      aria-hidden="true"
      title={spec.name}
      onClick={() => { onSelect(spec) }}
      style={{ left: chip.x, top: chip.y, transform: scale === 1 ? undefined : `scale(${scale})` }}
    >
      {chip.tight === true ? null : <PacketGlyph kind={kind} size={11} />}
      <span>{chip.text}</span>
    </div>
  )
})

export const LinkLines = memo(function LinkLines({ lines, onSelect }: { lines: readonly PictureLine[]; onSelect: (spec: EdgeSpec) => void }) {
  return (
    <>
      <div className="react-flow__edges">
        <svg className="link-lines">{lines.map((line) => <Line key={line.id} line={line} onSelect={onSelect} />)}</svg>
      </div>
      <div className="react-flow__edgelabel-renderer">
        {lines.map((line) => (line.spec.chip === undefined ? null : <Chip key={line.id} line={line} onSelect={onSelect} />))}
      </div>
    </>
  )
})
