/** What can be asked of the picture. */
import type { ClusterState, ClusterStore } from './cluster-store.ts'
import type { Cluster } from './context.tsx'
import { unwatched } from './picture-state.ts'
import type { ArrangementName, PictureState, PodGrouping } from './picture-state.ts'
import { step, visit } from './places.ts'
import type { Stand } from './places.ts'

function change(store: ClusterStore, changes: (picture: PictureState) => Partial<PictureState>): void {
  store.setState(({ picture }) => ({ picture: { ...picture, ...changes(picture) } }))
}

/** Has the picture catch a message on its way; asked again, the next one. */
export function catchMessage(store: ClusterStore): void {
  change(store, ({ catches }) => ({ catches: catches + 1 }))
}

/** Stops the pace and opens a message on the picture. The inspector stays as it is: the card says what there is to say. */
export function catchHop({ store, connection }: Pick<Cluster, 'store' | 'connection'>, hop: number): void {
  if (store.getState().pace.playing) connection.pace({ pace: 'pause' })
  store.setState(({ picture }) => ({ selection: { kind: 'hop', id: hop }, selectionGone: undefined, picture: { ...picture, caught: hop } }))
}

/** Closes the card of the message that was caught; the message stays selected. */
export function letGo(store: ClusterStore): void {
  change(store, () => ({ caught: undefined }))
}

/** Fades what the selection takes no part in, or no more. Without a selection there is nothing to focus on. */
export function setFocused(store: ClusterStore, focused: boolean): void {
  change(store, () => ({ focused: focused && store.getState().selection !== undefined }))
}

/** Keeps the camera on the selection, or lets it be. */
export function setFollowing(store: ClusterStore, following: boolean): void {
  change(store, () => ({ following: following && store.getState().selection !== undefined }))
}

/** Clusters with more nodes stand in groups by zone unless the user wants otherwise: nobody looks for a node by its place there. */
const largestOwnOrder = 60

export const arrangements: readonly { readonly name: ArrangementName; readonly label: string }[] = [
  { name: 'nodes', label: 'Nodes' },
  { name: 'zones', label: 'Nodes by zone' },
  { name: 'racks', label: 'Nodes by rack' },
  { name: 'namespace', label: 'Pods by namespace' },
  { name: 'deployment', label: 'Pods by Deployment' },
  { name: 'service', label: 'Pods by Service' },
]

/** How the picture is arranged, as the user chose or as suits the cluster's size. */
export function arrangementOf({ picture, view }: ClusterState): ArrangementName {
  return picture.arrangement ?? (view.nodes.count > largestOwnOrder ? 'zones' : 'nodes')
}

/** What pods are grouped by; undefined: they stand on their nodes. */
export function podGrouping(state: ClusterState): PodGrouping | undefined {
  const name = arrangementOf(state)
  return name === 'nodes' || name === 'zones' || name === 'racks' ? undefined : name
}

/** Arranges the picture. */
export function arrange(store: ClusterStore, arrangement: ArrangementName): void {
  change(store, () => ({ arrangement }))
}

/** The next arrangement, going round. */
export function nextArrangement(store: ClusterStore): void {
  const at = arrangements.findIndex(({ name }) => name === arrangementOf(store.getState()))
  arrange(store, arrangements[(at + 1) % arrangements.length]?.name ?? 'nodes')
}

/** The user is at a place: with another thing chosen it is a new one. */
export function recordPlace(store: ClusterStore, stand: Stand): void {
  const { selection } = store.getState()
  change(store, ({ places }) => ({ places: visit(places, { selection, ...stand }) }))
}

/** Goes back (-1) or forward (1) through the places where the user has been. */
export function travel(store: ClusterStore, by: -1 | 1): void {
  const { picture } = store.getState()
  const places = step(picture.places, by)
  if (places === undefined) return
  const selection = places.visited[places.at]?.selection
  const watched = selection === undefined ? unwatched : {}
  store.setState({ selection, selectionGone: undefined, picture: { ...picture, ...watched, places, travels: picture.travels + 1 } })
}
