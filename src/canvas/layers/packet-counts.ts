/**
 * How many messages packets stand for: drawn above all packets, each count on its packet's own lane. Where two would cover one another,
 * one label has the sum of both: packets are a heap there.
 */
import { packetKind } from '../../protocol/vocabulary.ts'
import type { Point } from '../kernels/layout.ts'
import { pointOn } from '../kernels/way.ts'
import type { Way } from '../kernels/way.ts'
import { isInside, stampAt } from './draw-packet.ts'
import type { Pen, Travelling } from './draw-packet.ts'
import { spriteSize } from './sprite-cache.ts'

const countTextSize = 12

/**
 * Where on its lane a packet's count stands, in px from the start: behind the packet; ahead of it where it has only just set out. It never
 * leaves the lane, whose ends are cards. `half` is half of its extent along the lane.
 */
export function countPlace(progressPx: number, lengthPx: number, size: number, half: number): number {
  const distance = size / 2 + half
  const wanted = progressPx - distance >= half ? progressPx - distance : progressPx + distance
  return Math.max(half, Math.min(lengthPx - half, wanted))
}

/** A count and the room that it takes around its middle, in px of the screen. */
export interface CountLabel {
  readonly middle: Point
  readonly count: number
  /** Message type that gives the colour, and how many of the count are of it. */
  readonly type: number
  readonly ofType: number
  readonly upright: boolean
  /** Its lane is narrow: more than one digit runs along it. */
  readonly narrow: boolean
  readonly textSize: number
  readonly alpha: number
}

/** Width of a text of that size in px. */
type Measure = (text: string, textSize: number) => number

const widestText = '999+'
const textOf = ({ count }: CountLabel): string => (count > 999 ? widestText : String(count))
const isTurned = (label: CountLabel): boolean => label.upright && textOf(label).length > (label.narrow ? 1 : 2)

/** What a label takes besides its letters, in px. */
const roomAround = { along: 6, across: 3 } as const

/** Width and height of a label on the screen. */
function extentOf(label: CountLabel, measure: Measure): readonly [number, number] {
  const width = measure(textOf(label), label.textSize) + roomAround.along
  const height = label.textSize + roomAround.across
  return isTurned(label) ? [height, width] : [width, height]
}

function sumOf(a: CountLabel, b: CountLabel): CountLabel {
  const like = a.type === b.type
  const louder = like || a.ofType >= b.ofType ? a : b
  return { ...a, count: a.count + b.count, type: louder.type, ofType: like ? a.ofType + b.ofType : louder.ofType, alpha: Math.max(a.alpha, b.alpha) }
}

/** A label with its room; undefined: it has gone into a sum. */
interface Placed {
  readonly label: CountLabel
  readonly wide: number
  readonly high: number
}

const cover = (a: Placed, b: Placed): boolean =>
  Math.abs(a.label.middle.x - b.label.middle.x) * 2 < a.wide + b.wide && Math.abs(a.label.middle.y - b.label.middle.y) * 2 < a.high + b.high

/** Labels by where they are, in cells that are wider than any label: those that one covers are in the cells around its own. */
interface Grid {
  readonly cellPx: number
  /** In the order in which they were put there. */
  readonly placed: (Placed | undefined)[]
  readonly cells: Map<number, number[]>
}

/** More cells than stand side by side on any screen. */
const columns = 10_000
const columnOf = ({ cellPx }: Grid, px: number): number => Math.floor(px / cellPx)

/** The first one that a label covers; -1: none. */
function firstCovered(grid: Grid, one: Placed): number {
  const column = columnOf(grid, one.label.middle.x)
  const row = columnOf(grid, one.label.middle.y)
  let first = -1
  for (let y = row - 1; y <= row + 1; y += 1) {
    for (let x = column - 1; x <= column + 1; x += 1) {
      for (const at of grid.cells.get(y * columns + x) ?? none) {
        if (first >= 0 && at > first) continue
        const other = grid.placed[at]
        if (other !== undefined && cover(other, one)) first = at
      }
    }
  }
  return first
}
const none: readonly number[] = []

function put(grid: Grid, one: Placed): void {
  const key = columnOf(grid, one.label.middle.y) * columns + columnOf(grid, one.label.middle.x)
  const cell = grid.cells.get(key)
  if (cell === undefined) grid.cells.set(key, [grid.placed.length])
  else cell.push(grid.placed.length)
  grid.placed.push(one)
}

/** Labels of which none covers another; their counts sum up to those of the given ones. A sum stands where the first of its labels stood. */
export function apart(labels: readonly CountLabel[], measure: Measure): readonly CountLabel[] {
  if (labels.length < 2) return labels
  const largest = labels.reduce((most, { textSize }) => Math.max(most, textSize), 0)
  const grid: Grid = { cellPx: measure(widestText, largest) + roomAround.along, placed: [], cells: new Map() }
  const withRoom = (label: CountLabel): Placed => {
    const [wide, high] = extentOf(label, measure)
    return { label, wide, high }
  }
  for (const label of labels) {
    let next = withRoom(label)
    // A sum may be wider than its parts, and then cover a further one.
    for (let at = firstCovered(grid, next); at >= 0; at = firstCovered(grid, next)) {
      next = withRoom(sumOf(grid.placed[at]!.label, next.label))
      grid.placed[at] = undefined
    }
    put(grid, next)
  }
  return grid.placed.flatMap((one) => (one === undefined ? [] : [one.label]))
}

/** Widths of texts at 100 px by font: asking a canvas costs as much as drawing them. */
const widths = new Map<string, Map<string, number>>()

function measureWith({ context, colours: { font } }: Pen): Measure {
  let known = widths.get(font)
  if (known === undefined) widths.set(font, (known = new Map()))
  const ofFont = known
  return (text, textSize) => {
    let width = ofFont.get(text)
    if (width === undefined) {
      context.font = `650 100px ${font}`
      width = context.measureText(text).width
      ofFont.set(text, width)
    }
    return (width * textSize) / 100
  }
}

/** The label of a packet that stands for several messages, is `size` px large and goes that many quarter turns from the right. */
export function countLabel(pen: Pen, packet: Travelling, way: Way, quarter: number, size: number, alpha: number, onTrunk: boolean): CountLabel {
  const { zoom } = pen
  const narrow = isInside(packet.type) || onTrunk
  const textSize = spriteSize(Math.max(countTextSize, size * 0.85))
  const label = { middle: { x: 0, y: 0 }, count: packet.count, type: packet.type, ofType: packet.count, upright: quarter % 2 === 1, narrow, textSize, alpha }
  const [width, height] = extentOf(label, measureWith(pen))
  const half = (label.upright ? height : width) / 2
  const lengthPx = way.length * zoom
  const at = pointOn(way, countPlace(packet.progress * lengthPx, lengthPx, size, half) / zoom)
  return { ...label, middle: { x: pen.x + at.x * zoom, y: pen.y + at.y * zoom } }
}

/** Draws the counts of a frame, with room for each. */
export function drawCounts(pen: Pen, labels: readonly CountLabel[]): void {
  const measure = measureWith(pen)
  for (const label of apart(labels, measure)) drawLabel(pen, label, measure)
  pen.context.globalAlpha = 1
}

/** Numbers that keys of sprites are made of; those of packets are above zero. */
const sizes = 256
const letters = 128
const groundKeys = -1e9

function drawLabel(pen: Pen, label: CountLabel, measure: Measure): void {
  const { colours } = pen
  const { middle, textSize, type } = label
  const text = textOf(label)
  const turned = isTurned(label)
  const [across, down] = extentOf(label, measure)
  // On whole pixels, or its letters would blur.
  const left = Math.round(middle.x - across / 2)
  const top = Math.round(middle.y - down / 2)
  pen.context.globalAlpha = label.alpha
  const form = ((type * 2 + (turned ? 1 : 0)) * sizes + textSize * 2) * letters
  stampAt(pen, groundKeys - (form + text.length), left, top, across, down, (own) => {
    own.beginPath()
    own.roundRect(0, 0, across, down, 5)
    own.fillStyle = colours.ground
    own.fill()
  }, label.alpha)
  // Letter by letter: there are few letters and many numbers.
  const height = textSize + roomAround.across
  let past = roomAround.along / 2
  for (const letter of text) {
    const wide = measure(letter, textSize)
    const [x, y] = turned ? [left, top + down - past - wide] : [left + past, top]
    stampAt(pen, -(form + letter.charCodeAt(0)), x, y, turned ? height : wide, turned ? wide : height, (own) => {
      own.translate((turned ? height : wide) / 2, (turned ? wide : height) / 2)
      if (turned) own.rotate(-Math.PI / 2)
      own.font = `650 ${textSize}px ${colours.font}`
      own.textAlign = 'center'
      own.textBaseline = 'middle'
      own.fillStyle = colours.packets[packetKind(type)]
      own.fillText(letter, 0, 0.5)
    }, label.alpha)
    past += wide
  }
}
