/** What deserves a look in a group of nodes: a mark and a count for each kind. */
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import type { GlyphStatus } from '../../ui/glyph-shapes.ts'
import type { Alarms } from '../kernels/alarms.ts'

/** Pods of an older revision have no status of their own: their mark is the hatched place of the lens. */
const marks: readonly (readonly [keyof Alarms, GlyphStatus | undefined])[] = [
  ['failedPods', 'failed'],
  ['notReady', 'unknown'],
  ['waitingPods', 'pending'],
  ['outgoing', 'terminating'],
  ['outdated', undefined],
]

/** `size`: of the marks, in the unit of the picture. */
export function AlarmCounts({ alarms, size }: { alarms: Alarms; size: number }) {
  return marks.map(([count, status]) =>
    alarms[count] === 0 ? null : (
      <span key={count} className={`node-group-alarm status-${status ?? 'terminating'}`}>
        {status === undefined ? <OutdatedMark size={size} /> : <StatusGlyph status={status} size={size} />}
        {alarms[count]}
      </span>
    ),
  )
}

/** Lines of the hatching in the mark's width. */
const hatchLines = 7

function OutdatedMark({ size }: { size: number }) {
  return <i className="outdated-mark" style={{ width: size, height: size, ['--hatch' as string]: `${size / hatchLines}px` }} />
}
