import { describe, expect, it } from 'vitest'
import { maxPlaces, moved, noPlaces, step, visit, without } from '../../src/state/places.ts'
import type { Places, Stand } from '../../src/state/places.ts'
import type { Selection } from '../../src/state/selection.ts'

const pod = (slot: number): Selection => ({ kind: 'pod', slot })
const at = (x: number, aim?: string): Stand => ({ camera: { x, y: 0, zoom: 1 }, aim })
const walk = (...slots: number[]): Places => slots.reduce((places, slot) => visit(places, { selection: pod(slot), ...at(slot) }), noPlaces)
const here = (places: Places | undefined) => places?.visited[places.at]

describe('places', () => {
  it('lead back and forward, and no further than they go', () => {
    const places = walk(1, 2, 3)
    expect(here(step(places, -1))).toEqual({ selection: pod(2), ...at(2) })
    expect(here(step(step(places, -1)!, 1))).toEqual({ selection: pod(3), ...at(3) })
    expect(step(places, 1)).toBeUndefined()
    expect(step(walk(1), -1)).toBeUndefined()
  })
  it('forget what lay ahead when something else is chosen', () => {
    const places = visit(step(walk(1, 2, 3), -1)!, { selection: pod(9), ...at(9) })
    expect(places.visited.map(({ selection }) => selection)).toEqual([pod(1), pod(2), pod(9)])
    expect(step(places, 1)).toBeUndefined()
  })
  it('are no new ones while the same thing stays chosen; the camera’s last view counts', () => {
    const places = moved(visit(walk(1, 2), { selection: pod(2), ...at(20, 'whole') }), at(21, 'node/a'))
    expect(places.visited).toHaveLength(2)
    expect(here(places)).toEqual({ selection: pod(2), ...at(21, 'node/a') })
  })
  it('are bounded: the oldest go', () => {
    const places = walk(...Array.from({ length: maxPlaces + 5 }, (_, i) => i))
    expect(places.visited).toHaveLength(maxPlaces)
    expect(here(places)?.selection).toEqual(pod(maxPlaces + 4))
    expect(places.visited[0]?.selection).toEqual(pod(5))
  })
  it('keep where the user is when what was chosen there is gone, with nothing chosen: the way back leads from there', () => {
    const gone = (thing: Selection): boolean => thing.kind === 'pod' && thing.slot === 2
    const places = without(walk(1, 2), gone)
    expect(here(places)).toEqual({ selection: undefined, ...at(2) })
    expect(here(step(places, -1))).toEqual({ selection: pod(1), ...at(1) })
    expect(without(walk(1, 2), gone, true)).toEqual(walk(1))
  })
  it('leave out what is gone and stay where the user is', () => {
    const places = without(step(walk(1, 2, 3), -1)!, (thing) => thing.kind === 'pod' && thing.slot === 1)
    expect(places.visited).toHaveLength(2)
    expect(here(places)?.selection).toEqual(pod(2))
  })
})
