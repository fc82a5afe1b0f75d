/** Pods side by side by what they belong to, in the room where the machines stood. Few pods are buttons that go to their new place; many are texels. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { useStore, ViewportPortal } from 'reactflow'
import type { ClusterView } from '../../state/cluster-view.ts'
import { useCluster, useClusterState } from '../../state/context.tsx'
import { select } from '../../state/page-actions.ts'
import type { PodGrouping } from '../../state/picture-state.ts'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import { podFlags, statusCodes } from '../../protocol/vocabulary.ts'
import { nodeBox, podBox, podPlaces } from '../kernels/layout.ts'
import type { Box, ClusterLayout, Point } from '../kernels/layout.ts'
import { isLegible } from '../kernels/level-of-detail.ts'
import { cellOf, packTitled } from '../kernels/pack-groups.ts'
import { groupPods, mostButtons } from '../kernels/pod-groups.ts'
import type { GroupPlace } from '../kernels/pack-groups.ts'
import type { PodGroup, StandingGroups } from '../kernels/pod-groups.ts'
import { placeOf } from '../kernels/where.ts'
import { podLabel } from '../nodes/PodCard.tsx'
import { podSuffix } from '../nodes/ShellCard.tsx'
import { podView } from '../nodes/worker-node-view.ts'
import { useFocus } from '../use-focus.ts'
import { PodGroupTexels } from './PodGroupTexels.tsx'

/** Largest pod, and the letters of a group's name, in head units. */
const mostCell = 96
const titleSize = 14
/** A pod at least so large, in head units, has room for the end of its name. */
const suffixCell = 46
/** Pods are grouped anew at most so often, in ms: few at once, many as a whole. */
const regroupMs = { few: 150, many: 1000 } as const

/** What pods are grouped by may lag behind what is wanted by a moment. */
function useGroups(wanted: PodGrouping): Pick<StandingGroups, 'by' | 'groups'> {
  const { view, store } = useCluster()
  const [grouped, setGrouped] = useState(() => ({ by: wanted, groups: groupPods(view, wanted) }))
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const group = (): void => {
      timer = undefined
      setGrouped({ by: wanted, groups: groupPods(view, wanted) })
    }
    group()
    const stop = store.onFrame((_, delta) => {
      if (delta.recordsChanged || delta.trayChanged || delta.touchedNodes.size > 0) {
        timer ??= setTimeout(group, view.pods.count > mostButtons ? regroupMs.many : regroupMs.few)
      }
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [view, store, wanted])
  return grouped
}

/** What is ready of a group, and what fails. */
function countsOf(view: ClusterView, pods: readonly number[]): { readonly ready: number; readonly failed: number } {
  let ready = 0
  let failed = 0
  for (const pod of pods) {
    if (((view.pods.flags[pod] ?? 0) & podFlags.ready) !== 0) ready += 1
    if (view.pods.status[pod] === statusCodes.failed) failed += 1
  }
  return { ready, failed }
}

/** The room of the machines, below the title of their region. */
function roomOf({ workers, headScale, gutter }: ClusterLayout): Box {
  const rim = 8 * headScale
  const top = 26 * headScale
  return {
    x: workers.x + gutter + rim, y: workers.y + top, width: workers.width - 2 * (gutter + rim), height: workers.height - top - rim,
  }
}

interface Props {
  readonly layout: ClusterLayout
  readonly by: PodGrouping
  /** Is told where they stand, for those who take them elsewhere. */
  readonly standing: RefObject<StandingGroups | undefined>
}

export function PodGroupsLayer({ layout, by: wanted, standing }: Props) {
  const { by, groups } = useGroups(wanted)
  const room = useMemo(() => roomOf(layout), [layout])
  const usual = titleSize * layout.headScale
  const fitted = useMemo(
    () => packTitled(groups.map(({ pods }) => pods.length), room, mostCell * layout.headScale, usual),
    [groups, room, layout, usual],
  )
  const packed = fitted?.packed
  const title = fitted?.title ?? usual
  const named = useStore(({ transform }) => isLegible(title, transform[2]))
  useLayoutEffect(() => {
    standing.current = packed === undefined ? undefined : { by, groups, packed, title }
  }, [standing, by, groups, packed, title])
  const pods = groups.reduce((sum, group) => sum + group.pods.length, 0)
  return (
    <ViewportPortal>
      <div className="pod-groups" style={{ left: room.x, top: room.y, width: room.width, height: room.height, fontSize: usual }}>
        {packed === undefined ? <p>{groups.length} groups have no room here.</p> : null}
      </div>
      {packed === undefined
        ? null
        : groups.map((group, i) => {
            const place = packed.places[i]
            return place === undefined ? null : <GroupGround key={group.name} group={group} place={place} title={title} named={named} />
          })}
      {packed === undefined ? null : pods > mostButtons ? (
        <PodGroupTexels groups={groups} packed={packed} room={room} title={title} />
      ) : (
        groups.flatMap((group, i) =>
          group.pods.map((slot, index) => {
            const place = packed.places[i]
            if (place === undefined) return null
            return <GroupedPod key={slot} slot={slot} at={cellOf(place, index, packed.cell, title)} cell={packed.cell} layout={layout} />
          }),
        )
      )}
    </ViewportPortal>
  )
}

/** `named`: its name can be read at this zoom. */
function GroupGround({ group, place, title, named }: { group: PodGroup; place: GroupPlace; title: number; named: boolean }) {
  const { view } = useCluster()
  const { ready, failed } = countsOf(view, group.pods)
  const { x, y, width, height } = place.box
  const words = `${group.name}, ${ready} of ${group.pods.length} ready${failed === 0 ? '' : `, ${failed} failing`}`
  return (
    <div
      className="pod-group" role="group" aria-label={words} title={named ? undefined : words}
      style={{ left: x, top: y, width, height, fontSize: title, borderRadius: title / 2 }}
    >
      {named ? <b>{group.name}</b> : null}
      {named ? <span>{ready === group.pods.length ? ready : `${ready}/${group.pods.length}`}</span> : null}
      {failed === 0 || !named ? null : (
        <span className="status-failed is-worded">
          <StatusGlyph status="failed" size={title * 0.85} />
          {failed}
        </span>
      )}
    </div>
  )
}

/** Where a pod stands on its machine, or in the tray: from there it sets out. */
function homeOf(view: ClusterView, layout: ClusterLayout, slot: number): Point {
  const place = placeOf(layout, view, view.pods.node[slot] ?? -1)
  if (place === undefined) return layout.tray
  const node = nodeBox(place, layout.node)
  const pod = podBox(Math.min(podPlaces - 1, view.pods.place[slot] ?? 0))
  return { x: node.x + pod.x, y: node.y + pod.y }
}

function GroupedPod({ slot, at, cell, layout }: { slot: number; at: Point; cell: number; layout: ClusterLayout }) {
  const { view, store } = useCluster()
  const selected = useClusterState(({ selection }) => selection?.kind === 'pod' && selection.slot === slot)
  const focus = useFocus()
  const home = useRef(homeOf(view, layout, slot))
  const [arrived, setArrived] = useState(false)
  useEffect(() => {
    const frame = requestAnimationFrame(() => { setArrived(true) })
    return () => { cancelAnimationFrame(frame) }
  }, [])
  const pod = podView(view, slot)
  if (pod === undefined) return null
  const { x, y } = arrived ? at : home.current
  const size = cell * 0.92
  return (
    <button
      type="button"
      className={`grouped-pod nopan status-${pod.status}${selected ? ' is-selected' : ''}${focus?.pods.has(slot) === true ? ' is-lit' : ''}`}
      style={{ width: size, height: size, transform: `translate(${x}px, ${y}px)`, borderRadius: size / 7, fontSize: 12.5 * layout.headScale }}
      aria-label={podLabel(pod)}
      aria-pressed={selected}
      title={`${pod.name}: ${pod.word}`}
      data-pod={pod.name}
      onClick={() => { select(store, { kind: 'pod', slot }) }}
    >
      <StatusGlyph status={pod.status} size={size * (cell >= suffixCell * layout.headScale ? 0.34 : 0.6)} />
      {cell >= suffixCell * layout.headScale ? <span className="mono">{podSuffix(pod.name)}</span> : null}
    </button>
  )
}
