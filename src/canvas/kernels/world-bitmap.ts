/**
 * The far map: one texel for each pod slot, a tile of texels for each node. Pan and zoom redraw nothing, the browser scales the bitmap;
 * a change writes the texels of one tile.
 */
import { statusCodes, statusNames } from '../../protocol/vocabulary.ts'
import { gridCell, gridSize } from './grid.ts'
import type { GridSize } from './grid.ts'
import { nodeHeight, nodePitchX, nodePitchY } from './layout.ts'

/** Slots of a tile, by how many pods the fullest node has: in small steps, or one pod more would leave half of all tiles empty. */
const tileSizes = [
  { columns: 6, rows: 5 },
  { columns: 6, rows: 6 },
  { columns: 7, rows: 6 },
  { columns: 8, rows: 7 },
  { columns: 9, rows: 8 },
  { columns: 10, rows: 9 },
] as const
/** Larger nodes show their first slots and the worst status. */
const largestTile = { columns: 11, rows: 10 } as const

/** Colours as 32-bit values in the byte order of ImageData (little endian: 0xAABBGGRR). */
export interface Palette {
  /** By status code, and of `outdatedPod`; running has `quiet` shades instead. */
  readonly status: readonly number[]
  /** Running pods by the node's requested CPU: idle, low, high, full. */
  readonly quiet: readonly [number, number, number, number]
  readonly tile: number
  /** Ground of a node that is not Ready. */
  readonly tileUnknown: number
  /** What lies behind the map: faded colours go towards it. */
  readonly ground: number
}

export interface WorldBitmap {
  readonly width: number
  readonly height: number
  readonly tile: GridSize
  /** One texel in world units. */
  readonly texelWidth: number
  readonly texelHeight: number
  readonly pixels: Uint32Array<ArrayBuffer>
}

/** In the place of a status code: a pod that runs, of an older revision than its Deployment asks for. */
export const outdatedPod = statusNames.length

/** What a tile shows. */
export interface TileState {
  /** `statusCodes` of the node. */
  readonly nodeStatus: number
  /** Requested CPU over allocatable, 0..1. */
  readonly load: number
  /** `statusCodes` or `outdatedPod` by pod place; -1: free. */
  readonly pods: ArrayLike<number>
  /** In focus, the pods that stand out by place; undefined: all are drawn alike. */
  readonly lit?: readonly boolean[] | undefined
}

/** Slots of every tile when the fullest node has `mostPods` pods. */
export function tileSizeFor(mostPods: number): GridSize {
  return tileSizes.find((size) => size.columns * size.rows >= mostPods) ?? largestTile
}

/** Texels from one tile to the next. A tile is as high as a card, so that one turns into the other: below it is room for at least a texel. */
export function tilePitch({ columns, rows }: GridSize): GridSize {
  return { columns: columns + 1, rows: rows + Math.max(1, Math.round((rows * (nodePitchY - nodeHeight)) / nodeHeight)) }
}

/** A bitmap for `places` node places whose fullest node has `mostPods` pods. `pitchX`: from one column to the next, in world units. */
export function createBitmap(places: number, mostPods: number, pitchX: number = nodePitchX): WorldBitmap {
  const tile = tileSizeFor(mostPods)
  const { columns, rows } = gridSize(places)
  const pitch = tilePitch(tile)
  const width = columns * pitch.columns
  const height = rows * pitch.rows
  return {
    width,
    height,
    tile,
    texelWidth: pitchX / pitch.columns,
    texelHeight: nodePitchY / pitch.rows,
    pixels: new Uint32Array(width * height),
  }
}

/** Upper left texel of a place's tile. */
export function tileOrigin(bitmap: WorldBitmap, place: number): { readonly x: number; readonly y: number } {
  const { column, row } = gridCell(place)
  const pitch = tilePitch(bitmap.tile)
  return { x: column * pitch.columns, y: row * pitch.rows }
}

/** Part of its own colour that a faded texel keeps, in 256ths. */
const fadedPart = 70

/** Two colours mixed: `part` 256ths of `b`, opaque. */
function mixed(a: number, b: number, part: number): number {
  const channel = (shift: number): number => ((((a >>> shift) & 255) * (256 - part) + ((b >>> shift) & 255) * part) >> 8) << shift
  return (channel(0) | channel(8) | channel(16) | 0xff00_0000) >>> 0
}

/** Running pods of a busy node are brighter. `load`: 0 to 1. */
export function quietShade(palette: Palette, load: number): number {
  return palette.quiet[Math.min(3, Math.floor(load * 4))] ?? palette.quiet[0]
}

/** Writes the tile of a node; `undefined` clears it (no node at that place). Returns whether it looks other than before. */
export function paintTile(bitmap: WorldBitmap, place: number, state: TileState | undefined, palette: Palette): boolean {
  const { pixels, width, tile } = bitmap
  const origin = tileOrigin(bitmap, place)
  const ground = state === undefined ? 0 : state.nodeStatus === statusCodes.running ? palette.tile : palette.tileUnknown
  // In focus the pods that stand out are not quiet.
  const running = state?.lit === undefined ? quietShade(palette, state?.load ?? 0) : (palette.status[statusCodes.running] ?? 0)
  let changed = false
  for (let row = 0; row < tile.rows; row += 1) {
    const first = row * tile.columns
    const at = (origin.y + row) * width + origin.x
    for (let column = 0; column < tile.columns; column += 1) {
      const status = state?.pods[first + column] ?? -1
      const colour = status < 0 ? ground : status === statusCodes.running ? running : (palette.status[status] ?? ground)
      const seen = colour !== 0 && state?.lit !== undefined && state.lit[first + column] !== true ? mixed(palette.ground, colour, fadedPart) : colour
      if (pixels[at + column] === seen) continue
      pixels[at + column] = seen
      changed = true
    }
  }
  return changed
}
