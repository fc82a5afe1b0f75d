/** The layout of the nodes that exist. */
import { useMemo, useRef } from 'react'
import { useStore } from 'reactflow'
import type { ClusterView } from '../state/cluster-view.ts'
import { useCluster, useClusterState, useMembershipVersion } from '../state/context.tsx'
import { arrangementOf, podGrouping } from '../state/picture-actions.ts'
import type { PictureFrame } from './kernels/compact-layout.ts'
import { arrangeInGroups, gridOf, placesBehind } from './kernels/arrangement.ts'
import type { Arrangement, NodeGroup } from './kernels/arrangement.ts'
import { freePlaces } from './kernels/grid.ts'
import type { PlacedNode } from './kernels/grid.ts'
import { clusterLayout, headScaleFor } from './kernels/layout.ts'
import type { ClusterLayout } from './kernels/layout.ts'
import { arrangeInRacks } from './kernels/racks.ts'
import type { NodeRack, Standing } from './kernels/racks.ts'
import { useSmallLayout } from './use-small-layout.ts'

/** Nodes in groups as is wanted; undefined: at their own places. */
function useArrangement(
  own: readonly PlacedNode[], frame: PictureFrame,
): (Arrangement & { readonly racks?: readonly NodeRack[] }) | undefined {
  const { view } = useCluster()
  const wanted = useClusterState(arrangementOf)
  const by = (frame === 'whole' || frame === 'console') && (wanted === 'zones' || wanted === 'racks') ? wanted : undefined
  return useMemo(() => {
    if (by === undefined) return undefined
    const standingOf = (slot: number): Standing => view.nodes.names[slot] ?? nowhere
    return by === 'racks' ? arrangeInRacks(own, standingOf) : arrangeInGroups(own, (slot) => standingOf(slot).zone)
  }, [view, own, by])
}
const nowhere: Standing = { zone: '', rack: '' }

/** Nodes at their places or in groups by zone and rack, and the layout around them. */
export function useClusterLayout(frame: PictureFrame): {
  readonly layout: ClusterLayout
  readonly placed: readonly PlacedNode[]
  readonly groups: readonly NodeGroup[]
  readonly racks: readonly NodeRack[]
  /** Machines without a Node object, where they are drawn. */
  readonly machines: readonly { readonly name: string; readonly place: number }[]
} {
  const { view } = useCluster()
  const membership = useMembershipVersion()
  const own = useMemo(() => placedNodes(view), [view, membership])
  const arrangement = useArrangement(own, frame)
  const placed = arrangement?.placed ?? own
  const unregistered = useClusterState((state) => state.view.unregistered)
  const names = frame === 'whole' || frame === 'console' ? (unregistered?.machines ?? noNames) : noNames
  // No Node says where they stand: among groups of nodes they are behind the last.
  const { arranged, free } = useMemo(() => {
    if (arrangement === undefined) return { arranged: undefined, free: freePlaces(own, names.length) }
    const places = new Map(arrangement.placed.map(({ slot, place }) => [slot, place]))
    const behind = placesBehind(gridOf(places, arrangement.racks), names.length)
    return { arranged: { places, grid: behind.grid, namesRacks: arrangement.racks?.[0]?.named === true }, free: behind.places }
  }, [arrangement, own, names])
  const machines = useMemo(() => names.map((name, i) => ({ name, place: free[i] ?? 0 })), [names, free])
  const kept = useKeptPlaces(placed, machines, arrangement === undefined ? 'own' : arrangement.racks === undefined ? 'zones' : 'racks')
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const small = useSmallLayout(frame)
  const byPods = useClusterState(podGrouping) !== undefined && frame === 'console'
  const layout = useMemo(
    () => small?.(frame, kept, width, height, arranged, byPods) ?? clusterLayout(kept, headScaleFor(kept, width, height, arranged), arranged),
    [small, frame, kept, width, height, arranged, byPods],
  )
  return { layout, placed, machines, groups: arrangement?.groups ?? noGroups, racks: arrangement?.racks ?? noRacks }
}

const noNames: readonly string[] = []
const noGroups: readonly NodeGroup[] = []
const noRacks: readonly NodeRack[] = []

/** Places that the layout has: they only grow within one history and one order, so that a place that was used is kept. */
function useKeptPlaces(placed: readonly PlacedNode[], machines: readonly { readonly place: number }[], order: string): number {
  const epoch = useClusterState((state) => state.epoch)
  const most = useRef({ epoch, order, places: 0 })
  const places = useMemo(() => [...placed, ...machines].reduce((highest, { place }) => Math.max(highest, place + 1), 0), [placed, machines])
  if (most.current.epoch !== epoch || most.current.order !== order) most.current = { epoch, order, places: 0 }
  if (places > most.current.places) most.current.places = places
  return most.current.places
}

function placedNodes(view: ClusterView): readonly PlacedNode[] {
  const placed: PlacedNode[] = []
  for (let slot = 0; slot < view.nodes.end; slot += 1)
    if (view.nodes.alive[slot] === 1) placed.push({ slot, place: view.nodes.place[slot] ?? 0 })
  return placed.toSorted((a, b) => a.place - b.place)
}
