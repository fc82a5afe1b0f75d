/** Groups of nodes: a ground with the group's name and how many of its nodes and pods deserve a look. A press on the name goes there. */
import { useMemo } from 'react'
import { ViewportPortal } from 'reactflow'
import { counted } from '../../state/format.ts'
import { alarmWords, noAlarms } from '../kernels/alarms.ts'
import type { NodeGroup } from '../kernels/arrangement.ts'
import { groupBox } from '../kernels/group-box.ts'
import type { ClusterLayout } from '../kernels/layout.ts'
import { AlarmCounts } from './AlarmCounts.tsx'
import { GroupPower } from './GroupPower.tsx'
import { useAlarms } from './use-alarms.ts'
import { useGoTo } from './use-go-to.ts'

/** Part of the screen that a group fills when one goes there. */
const filled = 0.94

function Group({ group, layout }: { group: NodeGroup; layout: ClusterLayout }) {
  const slots = useMemo(() => [group.slots], [group])
  const alarms = useAlarms(slots)[0] ?? noAlarms
  const goTo = useGoTo(filled)
  const box = groupBox(group, layout)
  const scale = layout.headScale
  const nodes = counted(group.slots.length, 'node')
  const words = `${group.name}, ${nodes}, ${alarmWords(alarms)}`
  return (
    <div className="node-group" style={{ left: box.x, top: box.y, width: box.width, height: box.height, borderRadius: 10 * scale }}>
      <div className="node-group-head" style={{ fontSize: 14 * scale }}>
        <button
          type="button"
          className="node-group-name nopan"
          aria-label={words}
          title={`${words}: go there`}
          onClick={() => { goTo(box) }}
        >
          <b>{group.name}</b>
          <span className="node-group-count">{nodes}</span>
          <AlarmCounts alarms={alarms} size={13 * scale} />
        </button>
        <GroupPower name={group.name} slots={group.slots} size={14 * scale} />
      </div>
    </div>
  )
}

export function GroupLayer({ groups, layout }: { groups: readonly NodeGroup[]; layout: ClusterLayout }) {
  return (
    <ViewportPortal>
      {groups.map((group) => (
        <Group key={group.name} group={group} layout={layout} />
      ))}
    </ViewportPortal>
  )
}
