/** Nodes by zone and rack: each rack is a block of cells, the blocks of a zone stand below each other and then side by side. */
import { rowsWithGaps, smallnessOf } from './arrangement.ts'
import type { Arrangement, NodeGroup } from './arrangement.ts'
import { byNumber } from './by-number.ts'
import { gridSize, placeOfCell } from './grid.ts'
import type { PlacedNode } from './grid.ts'
import { baseWidth, busRoom, nodePitchX, nodePitchY, nodeWidth } from './layout.ts'
import type { Box, ClusterLayout } from './layout.ts'

/** A block of cells of the grid. */
export interface NodeRack {
  readonly name: string
  readonly zone: string
  readonly column: number
  readonly row: number
  readonly columns: number
  readonly rows: number
  /** In the order of their places. */
  readonly slots: readonly number[]
  /** There is room for its name above it at any zoom: a line of the picture or a row without nodes. */
  readonly named: boolean
  /** Characters of the longest name of all racks: all names have letters of one size. */
  readonly longest: number
  /** By turns 0 and 1, so that neighbours differ. */
  readonly turn: number
}

/** Where a node stands, by the labels of its Node. */
export interface Standing {
  readonly zone: string
  readonly rack: string
}

const noRack = 'no rack'

type Racks = readonly (readonly [string, readonly number[]])[]

/** Slots by rack by zone, both in the order of their names; nodes without a rack's label are a block of their own, the last. */
function racksByZone(nodes: readonly PlacedNode[], standingOf: (slot: number) => Standing): readonly (readonly [string, Racks])[] {
  const zones = new Map<string, Map<string, number[]>>()
  for (const { slot } of nodes) {
    const { zone, rack } = standingOf(slot)
    const racks = zones.get(zone) ?? new Map<string, number[]>()
    zones.set(zone, racks)
    const slots = racks.get(rack)
    if (slots === undefined) racks.set(rack, [slot])
    else slots.push(slot)
  }
  const order = (a: string, b: string): number => Number(a === '') - Number(b === '') || byNumber(a, b)
  return [...zones].toSorted(([a], [b]) => order(a, b)).map(([zone, racks]) => [zone, [...racks].toSorted(([a], [b]) => order(a, b))])
}

/** How blocks stand: cells of one, and how many are below each other. */
interface Shape {
  readonly columns: number
  readonly rows: number
  readonly stacked: number
  /** Rows without nodes between two that are below each other. */
  readonly between: number
}

const rowsOf = ({ rows, stacked, between }: Shape): number => rows * stacked + between * (stacked - 1)

/** More racks than this have no room for their names: these come when one goes near. */
const mostNamed = 40
/** Letters of a rack's name in head units; in world units what has room between two rows of nodes. */
const nameSize = { head: 12.5, between: 58 } as const
/** Room in a name's line, in letters' sizes: for a character, and for the edges. */
const room = { character: 0.6, edges: 1 } as const

/** The largest letters with which a name of so many characters is no wider than its rack. */
const widestLetters = (width: number, characters: number): number => width / (characters * room.character + room.edges)

/** Columns that zones with so many racks take, the free one between two zones included. */
function columnsFor(racks: readonly number[], shape: Shape): { readonly each: readonly number[]; readonly gap: number; readonly total: number } {
  const each = racks.map((count) => Math.ceil(count / shape.stacked) * shape.columns)
  const gap = rowsOf(shape) >= rowsWithGaps ? 1 : 0
  return { each, gap, total: each.reduce((sum, wide) => sum + wide, 0) + gap * (racks.length - 1) }
}

/** Whether the longest name has room above a rack while the whole picture is in view. */
function hasNames(racks: readonly number[], shape: Shape, longest: number): boolean {
  const scale = (columnsFor(racks, shape).total * nodePitchX) / baseWidth
  return widestLetters((shape.columns - 1) * nodePitchX + nodeWidth, longest) >= nameSize.head * scale
}

/** The shape with which all racks are seen largest. */
function shapeFor(racks: readonly number[], largest: number, nodes: number, between: number): Shape {
  const mostRows = 2 * gridSize(nodes).rows
  let best: Shape = { columns: largest, rows: 1, stacked: 1, between }
  let least = Infinity
  for (let rows = 1; rows <= Math.min(largest, mostRows); rows += 1) {
    const columns = Math.ceil(largest / rows)
    for (let stacked = 1; stacked * rows <= mostRows; stacked += 1) {
      const shape = { columns, rows, stacked, between }
      const smallness = smallnessOf(columnsFor(racks, shape).total, rowsOf(shape))
      if (smallness >= least) continue
      least = smallness
      best = shape
    }
  }
  return best
}

/** Nodes arranged by zone and rack, as `arrangeInGroups` does by zone. Undefined: there is but one rack, or but one row of nodes. */
export function arrangeInRacks(
  nodes: readonly PlacedNode[], standingOf: (slot: number) => Standing,
): (Arrangement & { readonly racks: readonly NodeRack[] }) | undefined {
  const zones = racksByZone(nodes, standingOf)
  const counts = zones.map(([, racks]) => racks.length)
  const all = counts.reduce((sum, count) => sum + count, 0)
  if (all < 2 || gridSize(nodes.length).rows < 2) return undefined
  const largest = Math.max(...zones.flatMap(([, racks]) => racks.map(([, slots]) => slots.length)))
  const longest = Math.max(...zones.flatMap(([, racks]) => racks.map(([name]) => (name || noRack).length)))
  const withNames = shapeFor(counts, largest, nodes.length, 1)
  const named = all <= mostNamed && hasNames(counts, withNames, longest)
  const shape = named ? withNames : shapeFor(counts, largest, nodes.length, 0)
  const { each, gap } = columnsFor(counts, shape)
  const placed: PlacedNode[] = []
  const racks: NodeRack[] = []
  let column = 0
  const groups = zones.map(([zone, inZone], i): NodeGroup => {
    for (const [n, [name, slots]] of inZone.entries()) {
      const at = { column: column + Math.floor(n / shape.stacked) * shape.columns, row: (n % shape.stacked) * (shape.rows + shape.between) }
      for (const [k, slot] of slots.entries())
        placed.push({ slot, place: placeOfCell(at.column + Math.floor(k / shape.rows), at.row + (k % shape.rows)) })
      const turn = (Math.floor(n / shape.stacked) + (n % shape.stacked)) % 2
      racks.push({ name: name || noRack, zone, ...at, columns: shape.columns, rows: shape.rows, slots, named, longest, turn })
    }
    const group = { name: zone, column, columns: each[i] ?? 0, slots: inZone.flatMap(([, slots]) => slots) }
    column += group.columns + gap
    return group
  })
  return { placed: placed.toSorted((a, b) => a.place - b.place), groups, racks }
}

/** How far a rack's ground reaches beyond its nodes, in world units: less than half of what is between two nodes. */
const rim = 3
/** Height of a line for a letter's size. */
const lineHeight = 1.45

const widthOf = ({ columns }: NodeRack, { node }: Pick<ClusterLayout, 'node'>): number => (columns - 1) * node.pitchX + node.width + 2 * rim

/** Size of the letters of a rack's name in world units: the longest name is wholly within its rack. */
export function rackNameSize(rack: NodeRack, layout: Pick<ClusterLayout, 'headScale' | 'node'>): number {
  const wanted = nameSize.head * layout.headScale
  return Math.min(rack.named ? wanted : Math.min(wanted, nameSize.between), widestLetters(widthOf(rack, layout), rack.longest))
}

/** The ground of a rack, with the line of its name above its nodes; where that has a room of its own, above their lines too. */
export function rackBox(rack: NodeRack, layout: ClusterLayout): Box {
  const { column, row, rows, named } = rack
  const above = rackNameSize(rack, layout) * lineHeight + (named ? busRoom : 0)
  return {
    x: column * layout.node.pitchX - rim, y: row * nodePitchY - above,
    width: widthOf(rack, layout), height: (rows - 1) * nodePitchY + layout.node.height + above + rim,
  }
}
