/** What deserves a look in a group of nodes: a mark and a count for each kind. */
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import type { GlyphStatus } from '../../ui/StatusGlyph.tsx'
import type { Alarms } from '../kernels/alarms.ts'

const marks: readonly (readonly [keyof Alarms, GlyphStatus])[] = [
  ['failedPods', 'failed'],
  ['notReady', 'unknown'],
  ['waitingPods', 'pending'],
  ['outgoing', 'terminating'],
]

/** `size`: of the marks, in the unit of the picture. */
export function AlarmCounts({ alarms, size }: { alarms: Alarms; size: number }) {
  return marks.map(([count, status]) =>
    alarms[count] === 0 ? null : (
      <span key={count} className={`node-group-alarm status-${status}`}>
        <StatusGlyph status={status} size={size} />
        {alarms[count]}
      </span>
    ),
  )
}
