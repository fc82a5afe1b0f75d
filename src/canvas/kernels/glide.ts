/** From one arrangement to another: where each pod and each node's tile stands before and after, and pixels in between. */
import type { ClusterView } from '../../state/cluster-view.ts'
import { gridCell } from './grid.ts'
import { nodePitchX, nodePitchY } from './layout.ts'
import { cellOf } from './pack-groups.ts'
import type { PackedGroups } from './pack-groups.ts'
import type { PodGroup } from './pod-groups.ts'
import { tilePitch, tileSizeFor } from './world-bitmap.ts'
import type { CameraView } from './where.ts'

/** Rectangles of one size, by slot: where each has its upper left corner; NaN where a slot has none. */
export interface Marks {
  readonly x: Float32Array
  readonly y: Float32Array
  readonly width: number
  readonly height: number
}
/** What stands where: pods by slot, and the grounds of nodes where pods stand on their nodes. */
export interface Scene {
  readonly pods: Marks
  readonly tiles: Marks | undefined
}

const noMarks = (slots: number, width: number, height: number): Marks => ({
  x: new Float32Array(slots).fill(Number.NaN), y: new Float32Array(slots).fill(Number.NaN), width, height,
})

/** Pods on their nodes' tiles of the far map. `places`: of nodes by slot; `pitchX`: from one column to the next. */
export function nodeScene(view: ClusterView, places: ReadonlyMap<number, number>, pitchX: number = nodePitchX): Scene {
  let most = 0
  for (const slot of places.keys()) most = Math.max(most, view.nodes.pods[slot]?.length ?? 0)
  const tile = tileSizeFor(most)
  const pitch = tilePitch(tile)
  const texel = { x: pitchX / pitch.columns, y: nodePitchY / pitch.rows }
  const pods = noMarks(view.pods.end, texel.x, texel.y)
  const tiles = noMarks(view.nodes.end, tile.columns * texel.x, tile.rows * texel.y)
  for (const [slot, place] of places) {
    const { column, row } = gridCell(place)
    const x = column * pitchX
    const y = row * nodePitchY
    tiles.x[slot] = x
    tiles.y[slot] = y
    const on = view.nodes.pods[slot] ?? []
    for (let at = 0; at < Math.min(on.length, tile.columns * tile.rows); at += 1) {
      const pod = on[at] ?? -1
      if (pod < 0) continue
      pods.x[pod] = x + (at % tile.columns) * texel.x
      pods.y[pod] = y + Math.floor(at / tile.columns) * texel.y
    }
  }
  return { pods, tiles }
}

/** Part of a pod's cell that it fills. */
const cellFilled = 2 / 3

/** Pods in their groups. `title`: size of the letters of the groups' names. */
export function groupScene(slots: number, groups: readonly PodGroup[], packed: PackedGroups, title: number): Scene {
  const pods = noMarks(slots, packed.cell * cellFilled, packed.cell * cellFilled)
  for (const [i, group] of groups.entries()) {
    const place = packed.places[i]
    if (place === undefined) continue
    for (const [index, pod] of group.pods.entries()) {
      const { x, y } = cellOf(place, index, packed.cell, title)
      pods.x[pod] = x
      pods.y[pod] = y
    }
  }
  return { pods, tiles: undefined }
}

/** The same marks on screen. */
export function onScreen({ x, y, width, height }: Marks, camera: CameraView): Marks {
  return {
    x: x.map((value) => value * camera.zoom + camera.x), y: y.map((value) => value * camera.zoom + camera.y),
    width: width * camera.zoom, height: height * camera.zoom,
  }
}

/** Pixels of a window. */
interface Surface {
  readonly width: number
  readonly height: number
  readonly pixels: Uint32Array
}

/**
 * Draws marks `part` (0 to 1) of the way between where they were on screen and where they go in the world as the camera sees it now. Marks
 * that are on one side only are left out: they come or go with the picture. `colourOf`: by slot; 0: none.
 */
export function paintBetween(surface: Surface, from: Marks, to: Marks, camera: CameraView, part: number, colours: Uint32Array): void {
  const width = Math.max(1, Math.round(from.width + (to.width * camera.zoom - from.width) * part))
  const height = Math.max(1, Math.round(from.height + (to.height * camera.zoom - from.height) * part))
  for (let slot = 0; slot < Math.min(from.x.length, to.x.length); slot += 1) {
    const colour = colours[slot]!
    const x = from.x[slot]! + (to.x[slot]! * camera.zoom + camera.x - from.x[slot]!) * part
    const y = from.y[slot]! + (to.y[slot]! * camera.zoom + camera.y - from.y[slot]!) * part
    if (colour === 0 || Number.isNaN(x)) continue
    const left = Math.max(0, Math.round(x))
    const right = Math.min(surface.width, Math.round(x) + width)
    const bottom = Math.min(surface.height, Math.round(y) + height)
    if (left >= right) continue
    for (let row = Math.max(0, Math.round(y)); row < bottom; row += 1) surface.pixels.fill(colour, row * surface.width + left, row * surface.width + right)
  }
}

/** Slow, fast, slow: 0 to 1. */
export const eased = (part: number): number => (part <= 0 ? 0 : part >= 1 ? 1 : part * part * (3 - 2 * part))
