/** Pods side by side by what they belong to: another arrangement, in which owners have the room that machines had. */
import type { ClusterView } from '../../state/cluster-view.ts'
import type { PodGrouping } from '../../state/picture-state.ts'
import { byNumber } from './by-number.ts'
import type { Box } from './layout.ts'

export interface PodGroup {
  readonly name: string
  /** Slots in the order in which they appeared. */
  readonly pods: readonly number[]
}

/** Name of the group of pods that belong to none. */
const noOwner: Readonly<Record<PodGrouping, string>> = {
  namespace: 'no namespace',
  deployment: 'no Deployment',
  service: 'no Service',
}

/**
 * The Service of a pod. The page knows the first endpoints of a Service; pods beyond them are those of the same ReplicaSets, since their
 * labels, by which a Service selects, are those of one template.
 */
function serviceFinder(view: ClusterView): (pod: number) => string | undefined {
  const listed = new Map<string, string>()
  const cut = new Set<string>()
  for (const { namespace, name, endpoints, endpointCount } of view.services.values()) {
    for (const { pod } of endpoints) listed.set(`${namespace}/${pod}`, name)
    if (endpointCount > endpoints.length) cut.add(`${namespace}/${name}`)
  }
  const listedFor = ({ namespace, name }: { readonly namespace: string; readonly name: string }): string | undefined => listed.get(`${namespace}/${name}`)
  const bySet = new Map<number, string>()
  for (let pod = 0; cut.size > 0 && pod < view.pods.end; pod += 1) {
    const names = view.pods.alive[pod] === 1 ? view.pods.names[pod] : undefined
    const service = names === undefined ? undefined : listedFor(names)
    if (service !== undefined && cut.has(`${names?.namespace ?? ''}/${service}`)) bySet.set(view.pods.replicaSet[pod] ?? -1, service)
  }
  bySet.delete(-1)
  return (pod) => {
    const names = view.pods.names[pod]
    return (names === undefined ? undefined : listedFor(names)) ?? bySet.get(view.pods.replicaSet[pod] ?? -1)
  }
}

/** What a pod belongs to. */
function keyFinder(view: ClusterView, by: PodGrouping): (pod: number) => string | undefined {
  if (by === 'namespace') return (pod) => view.pods.names[pod]?.namespace
  if (by === 'deployment') return (pod) => view.deployments.get(view.replicaSets.get(view.pods.replicaSet[pod] ?? -1)?.deployment ?? -1)?.name
  return serviceFinder(view)
}


/** All pods in groups, by the groups' names (app-2 before app-10); those that belong to none come last. */
export function groupPods(view: ClusterView, by: PodGrouping): readonly PodGroup[] {
  const keyOf = keyFinder(view, by)
  const groups = new Map<string, number[]>()
  const none: number[] = []
  for (let slot = 0; slot < view.pods.end; slot += 1) {
    if (view.pods.alive[slot] !== 1) continue
    const key = keyOf(slot)
    const group = key === undefined ? none : groups.get(key)
    if (group !== undefined) group.push(slot)
    else if (key !== undefined) groups.set(key, [slot])
  }
  const named = [...groups].toSorted(([a], [b]) => byNumber(a, b)).map(([name, pods]) => ({ name, pods }))
  return none.length === 0 ? named : [...named, { name: noOwner[by], pods: none }]
}

/** Where a group stands, and its grid of cells. */
export interface GroupPlace {
  readonly box: Box
  readonly columns: number
}
export interface PackedGroups {
  /** Width and height of a pod with the gap to the next. */
  readonly cell: number
  readonly places: readonly GroupPlace[]
}

/** More pods than this are drawn as texels. */
export const mostButtons = 400

/** Pods in the groups where they stand. */
export interface StandingGroups {
  readonly by: PodGrouping
  readonly groups: readonly PodGroup[]
  readonly packed: PackedGroups
  readonly title: number
}

/** Shapes that groups may have, all the same: so many times as wide as high. The first with which pods are largest is taken. */
const groupAspects = [1.6, 1.3, 2, 1, 2.5, 3.2, 0.8] as const
/** Few pods under a long name stand in rows so many times as long as they are high, at most. */
const mostAspect = 4

/** Groups of these sizes on shelves with cells of a size; undefined: the room is too small for them. */
function shelves(sizes: readonly number[], room: Box, cell: number, title: number, aspect: number): readonly GroupPlace[] | undefined {
  const places: GroupPlace[] = []
  let x = 0
  let y = 0
  let shelf = 0
  for (const size of sizes) {
    // A group whose name is wider than its pods takes as many columns as stand under the name.
    const underName = Math.min(Math.ceil(Math.sqrt(size * mostAspect)), Math.floor((title * titleWidth) / cell))
    const wanted = Math.max(Math.ceil(Math.sqrt(size * aspect)), Math.min(size, underName))
    const columns = Math.max(1, Math.min(Math.floor((room.width - title) / cell), wanted))
    const width = Math.max(columns * cell, title * titleWidth) + title * 0.5
    const height = title * 1.6 + Math.ceil(size / columns) * cell + title * 0.4
    if (x > 0 && x + width > room.width) {
      x = 0
      y += shelf
      shelf = 0
    }
    if (width > room.width || y + height > room.height) return undefined
    places.push({ box: { x: room.x + x, y: room.y + y, width, height }, columns })
    x += width + title * 0.5
    shelf = Math.max(shelf, height + title * 0.5)
  }
  return places
}

/** A group is at least so many times as wide as its title is high. */
const titleWidth = 7
const halvings = 24
/** Another shape is taken for pods that are so many times as large. */
const worthwhile = 1.05

/** With the largest cells that fit, groups of one shape; `least`: cells that are smaller are of no use. */
function packShaped(sizes: readonly number[], room: Box, least: number, mostCell: number, title: number, aspect: number): PackedGroups | undefined {
  const largest = shelves(sizes, room, mostCell, title, aspect)
  if (largest !== undefined) return { cell: mostCell, places: largest }
  if (least > 0 && shelves(sizes, room, least, title, aspect) === undefined) return undefined
  let best: PackedGroups | undefined
  let low = least
  let high = mostCell
  for (let i = 0; i < halvings; i += 1) {
    const cell = (low + high) / 2
    const places = shelves(sizes, room, cell, title, aspect)
    if (places === undefined) high = cell
    else {
      best = { cell, places }
      low = cell
    }
  }
  return best
}

/**
 * Groups of these sizes in a room with the largest cells that fit, at most `mostCell`; `title`: size of the letters of their names.
 * Undefined: not even their names have room.
 */
export function packGroups(sizes: readonly number[], room: Box, mostCell: number, title: number): PackedGroups | undefined {
  let best: PackedGroups | undefined
  for (const aspect of groupAspects) {
    if (best?.cell === mostCell) break
    const packed = packShaped(sizes, room, (best?.cell ?? 0) * worthwhile, mostCell, title, aspect)
    if (packed !== undefined && packed.cell > (best?.cell ?? 0)) best = packed
  }
  return best
}

/** Parts of their usual size that names of groups may have: where hundreds of groups have no room for names that can be read at once. */
const titleParts = [1, 0.75, 0.5, 0.35, 0.25, 0.15] as const

/**
 * As `packGroups`, with names of their usual size `title` where there is room for them; else so small that pods are at least half as large as
 * their letters, where that can be. Undefined: not even small names have room.
 */
export function packTitled(sizes: readonly number[], room: Box, mostCell: number, title: number): { readonly packed: PackedGroups; readonly title: number } | undefined {
  let last: { readonly packed: PackedGroups; readonly title: number } | undefined
  for (const part of titleParts) {
    const packed = packGroups(sizes, room, mostCell, title * part)
    if (packed === undefined) continue
    last = { packed, title: title * part }
    if (part === 1 || packed.cell >= last.title / 2) return last
  }
  return last
}

/** Upper left corner of a pod's cell in its group. */
export function cellOf({ box, columns }: GroupPlace, index: number, cell: number, title: number): { readonly x: number; readonly y: number } {
  return { x: box.x + title * 0.25 + (index % columns) * cell, y: box.y + title * 1.6 + Math.floor(index / columns) * cell }
}
