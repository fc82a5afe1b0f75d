/** Groups of nodes: a ground with the group's name and how many of its nodes and pods deserve a look. A press on the name goes there. */
import { useMemo } from 'react'
import { useReactFlow, useStoreApi, ViewportPortal } from 'reactflow'
import { alarmWords, noAlarms } from '../kernels/alarms.ts'
import type { NodeGroup } from '../kernels/arrangement.ts'
import { groupBox } from '../kernels/group-box.ts'
import type { ClusterLayout } from '../kernels/layout.ts'
import { centred } from '../kernels/where.ts'
import { flightMs } from '../use-camera.ts'
import { AlarmCounts } from './AlarmCounts.tsx'
import { GroupPower } from './GroupPower.tsx'
import { useAlarms } from './use-alarms.ts'

/** Part of the screen that a group fills when one goes there. */
const filled = 0.94

function Group({ group, layout }: { group: NodeGroup; layout: ClusterLayout }) {
  const slots = useMemo(() => [group.slots], [group])
  const alarms = useAlarms(slots)[0] ?? noAlarms
  const { setViewport } = useReactFlow()
  const flow = useStoreApi()
  const box = groupBox(group, layout)
  const scale = layout.headScale
  return (
    <div className="node-group" style={{ left: box.x, top: box.y, width: box.width, height: box.height, borderRadius: 10 * scale }}>
      <div className="node-group-head" style={{ fontSize: 14 * scale }}>
        <button
          type="button"
          className="node-group-name nopan"
          aria-label={`${group.name}, ${group.slots.length} nodes, ${alarmWords(alarms)}`}
          title={`${group.name}, ${group.slots.length} nodes, ${alarmWords(alarms)}: go there`}
          onClick={() => {
            const { width, height } = flow.getState()
            const zoom = filled * Math.min(width / box.width, height / box.height)
            void setViewport(centred(box, zoom, width, height), { duration: flightMs() })
          }}
        >
          <b>{group.name}</b>
          <span className="node-group-count">{group.slots.length} nodes</span>
          <AlarmCounts alarms={alarms} size={13 * scale} />
        </button>
        <GroupPower name={group.name} slots={group.slots} size={14 * scale} />
      </div>
    </div>
  )
}

export function GroupLayer({ groups, layout }: { groups: readonly NodeGroup[]; layout: ClusterLayout }) {
  if (groups.length === 0) return null
  return (
    <ViewportPortal>
      {groups.map((group) => (
        <Group key={group.name} group={group} layout={layout} />
      ))}
    </ViewportPortal>
  )
}
