/** Where the user has been in the picture: back and forward, as a browser has it. */
import type { Selection } from './selection.ts'
import { sameSelection } from './selection.ts'

/** What the camera shows: pan in CSS px and zoom. */
export interface CameraPlace {
  readonly x: number
  readonly y: number
  readonly zoom: number
}
/** Where the camera is. `aim`: what it was brought to and is still at; that may stand elsewhere when one comes back. */
export interface Stand {
  readonly camera: CameraPlace
  readonly aim: string | undefined
}
interface Place extends Stand {
  readonly selection: Selection | undefined
}
export interface Places {
  /** Oldest first. */
  readonly visited: readonly Place[]
  /** Index of the place where the user is now; -1 before the first. */
  readonly at: number
}

/** Places that are remembered. */
export const maxPlaces = 50
export const noPlaces: Places = { visited: [], at: -1 }

/** The user chose something: what lay ahead is forgotten. Choosing the same again is no new place. */
export function visit(places: Places, place: Place): Places {
  const here = places.visited[places.at]
  if (here !== undefined && sameSelection(here.selection, place.selection)) return moved(places, place)
  const visited = [...places.visited.slice(0, places.at + 1), place].slice(-maxPlaces)
  return { visited, at: visited.length - 1 }
}

/** The camera moved while the same thing is chosen: one comes back to where one left. */
export function moved(places: Places, { camera, aim }: Stand): Places {
  const here = places.visited[places.at]
  if (here === undefined) return places
  return { ...places, visited: places.visited.with(places.at, { ...here, camera, aim }) }
}

/** One place back (-1) or forward (1); undefined: there is none. */
export function step(places: Places, by: -1 | 1): Places | undefined {
  const at = places.at + by
  return at < 0 || at >= places.visited.length ? undefined : { ...places, at }
}

/**
 * The places without what is gone: a slot is reused, so a place must not outlive what was chosen there. Where the user is remains, with nothing
 * chosen, unless who took its place is chosen (`handedOn`): the way back leads from there.
 */
export function without(places: Places, isGone: (selection: Selection) => boolean, handedOn = false): Places {
  const stays = ({ selection }: Place): boolean => selection === undefined || !isGone(selection)
  if (places.visited.every(stays)) return places
  const known = places.visited.map((place, i) => (i === places.at && !handedOn && !stays(place) ? { ...place, selection: undefined } : place))
  const before = known.slice(0, places.at + 1).filter(stays).length
  return { visited: known.filter(stays), at: Math.max(0, before - 1) }
}
