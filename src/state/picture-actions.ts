/** What can be asked of the picture. */
import type { ClusterStore } from './cluster-store.ts'
import type { Cluster } from './context.tsx'
import type { PictureState } from './picture-state.ts'

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
