/** Lowest free places: a thing keeps its place for its life; the place is free again when it is gone. */
export interface Places {
  /** 1: taken. */
  taken: number[]
  /** No free place below. */
  lowest: number
}

export function createPlaces(): Places {
  return { taken: [], lowest: 0 }
}

export function takePlace(places: Places): number {
  let place = places.lowest
  while (places.taken[place] === 1) place++
  places.taken[place] = 1
  places.lowest = place + 1
  return place
}

export function freePlace(places: Places, place: number): void {
  places.taken[place] = 0
  if (place < places.lowest) places.lowest = place
}
