/** Racks: grounds by turns lighter and darker, and where letters can be read their names with what deserves a look in them. */
import { useMemo } from 'react'
import { useStore, ViewportPortal } from 'reactflow'
import { counted } from '../../state/format.ts'
import { alarmWords, noAlarms } from '../kernels/alarms.ts'
import { overlaps } from '../kernels/hit-test.ts'
import type { Box, ClusterLayout } from '../kernels/layout.ts'
import { isLegible } from '../kernels/level-of-detail.ts'
import { rackBox, rackNameSize } from '../kernels/racks.ts'
import type { NodeRack } from '../kernels/racks.ts'
import { AlarmCounts } from './AlarmCounts.tsx'
import { GroupPower } from './GroupPower.tsx'
import { useAlarms } from './use-alarms.ts'
import { useGoTo } from './use-go-to.ts'

/** Room in a rack's head, in letters' sizes: for a character of its name, for a count of alarms, and for the edges and the button. */
const room = { character: 0.6, alarm: 2.4, rest: 2.8 } as const
/** Part of the screen that a rack fills when one goes there. */
const filled = 0.8

interface PlacedRack {
  readonly rack: NodeRack
  readonly box: Box
}

const path = (boxes: readonly PlacedRack[]): string => boxes.map(({ box }) => `M${box.x} ${box.y}h${box.width}v${box.height}h${-box.width}z`).join('')

export function RackLayer({ racks, layout, view }: { racks: readonly NodeRack[]; layout: ClusterLayout; view: Box }) {
  const placed = useMemo(() => racks.map((rack): PlacedRack => ({ rack, box: rackBox(rack, layout) })), [racks, layout])
  const size = racks[0] === undefined ? 0 : rackNameSize(racks[0], layout)
  const legible = useStore(({ transform }) => isLegible(size, transform[2]))
  const grounds = useMemo(() => [0, 1].map((turn) => path(placed.filter(({ rack }) => rack.turn === turn))), [placed])
  const { x, y, width, height } = layout.workers
  return (
    <ViewportPortal>
      <svg className="rack-grounds" style={{ left: x, top: y, width, height }} viewBox={`${x} ${y} ${width} ${height}`} aria-hidden="true">
        {grounds.map((d) => <path key={d} d={d} />)}
      </svg>
      {legible ? <RackNames placed={placed} size={size} view={view} /> : null}
    </ViewportPortal>
  )
}

function RackNames({ placed, size, view }: { placed: readonly PlacedRack[]; size: number; view: Box }) {
  const inView = useMemo(() => placed.filter(({ box }) => overlaps(box, view)), [placed, view.x, view.y, view.width, view.height])
  const slots = useMemo(() => inView.map(({ rack }) => rack.slots), [inView])
  const alarms = useAlarms(slots)
  const goTo = useGoTo(filled)
  return inView.map(({ rack, box }, i) => {
    const now = alarms[i] ?? noAlarms
    const marks = Object.values(now).filter((count) => count > 0).length
    const narrow = box.width < size * (rack.name.length * room.character + marks * room.alarm + room.rest)
    const words = `${rack.name} in ${rack.zone || 'no zone'}, ${counted(rack.slots.length, 'node')}, ${alarmWords(now)}`
    return (
      <div
        key={`${rack.zone} ${rack.name}`} className={`rack-head${narrow ? ' is-narrow' : ''}`}
        style={{ left: box.x, top: box.y, width: box.width, fontSize: size }}
      >
        <button
          type="button" className="rack-name nopan"
          aria-label={words} title={`${words}: go there`}
          onClick={() => { goTo(box) }}
        >
          <b>{rack.name}</b>
          <AlarmCounts alarms={now} size={size} />
        </button>
        <GroupPower name={`${rack.name} in ${rack.zone || 'no zone'}`} slots={rack.slots} size={size} />
      </div>
    )
  })
}
