/** What the user asked of the picture, beyond what is selected. */
import { noPlaces } from './places.ts'
import type { Places } from './places.ts'

/** What pods may be put side by side by. */
export type PodGrouping = 'namespace' | 'deployment' | 'service'
/** Nodes at their own places, nodes by zone, by zone and rack, or pods by what they belong to. */
export type ArrangementName = 'nodes' | 'zones' | 'racks' | PodGrouping

export interface PictureState {
  /** Goes up when a message is to be caught: the next one, or the next after the one that is caught. */
  readonly catches: number
  /** Hop that was caught on the picture: while it is selected its card stands beside its packet. */
  readonly caught: number | undefined
  /** What is selected and everything it takes part in stands out, the rest fades. */
  readonly focused: boolean
  /** The camera stays on what is selected, and goes on to a pod's replacement. */
  readonly following: boolean
  /** How the picture is arranged; undefined: as suits the size of the cluster. */
  readonly arrangement: ArrangementName | undefined
  readonly places: Places
  /** Goes up when the camera is to go to the current place. */
  readonly travels: number
}

/** With nothing chosen there is nothing to focus on or to follow. */
export const unwatched = { focused: false, following: false } as const

export const firstPicture: PictureState = {
  catches: 0,
  caught: undefined,
  ...unwatched,
  arrangement: undefined,
  places: noPlaces,
  travels: 0,
}
