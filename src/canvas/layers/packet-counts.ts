/**
 * How many messages packets stand for: drawn above all packets, each count on its packet's own lane. Where two would cover one another,
 * one label has the sum of both: packets are a heap there.
 */
import { packetKind } from '../../protocol/vocabulary.ts'
import type { Point } from '../kernels/layout.ts'
import type { Packet } from '../kernels/packet-schedule.ts'
import { pointOn } from '../kernels/routing.ts'
import type { Way } from '../kernels/routing.ts'
import { isInside, stampAt } from './draw-packet.ts'
import type { Pen } from './draw-packet.ts'
import { spriteOf, spriteSize } from './sprite-cache.ts'

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

const textOf = ({ count }: CountLabel): string => (count > 999 ? '999+' : String(count))
const isTurned = (label: CountLabel): boolean => label.upright && textOf(label).length > (label.narrow ? 1 : 2)

/** Width and height of a label on the screen. */
function extentOf(label: CountLabel, measure: Measure): readonly [number, number] {
  const width = measure(textOf(label), label.textSize) + 6
  const height = label.textSize + 3
  return isTurned(label) ? [height, width] : [width, height]
}

function cover(a: CountLabel, b: CountLabel, measure: Measure): boolean {
  const [wide, high] = extentOf(a, measure)
  const [width, height] = extentOf(b, measure)
  return Math.abs(a.middle.x - b.middle.x) * 2 < wide + width && Math.abs(a.middle.y - b.middle.y) * 2 < high + height
}

function sumOf(a: CountLabel, b: CountLabel): CountLabel {
  const like = a.type === b.type
  const louder = like || a.ofType >= b.ofType ? a : b
  return { ...a, count: a.count + b.count, type: louder.type, ofType: like ? a.ofType + b.ofType : louder.ofType, alpha: Math.max(a.alpha, b.alpha) }
}

/** Labels of which none covers another; their counts sum up to those of the given ones. A sum stands where the first of its labels stood. */
export function apart(labels: readonly CountLabel[], measure: Measure): readonly CountLabel[] {
  const placed: CountLabel[] = []
  for (const label of labels) {
    let next = label
    // A sum may be wider than its parts, and then cover a further one.
    for (let at = placed.findIndex((other) => cover(other, next, measure)); at >= 0; at = placed.findIndex((other) => cover(other, next, measure))) {
      next = sumOf(placed[at]!, next)
      placed.splice(at, 1)
    }
    placed.push(next)
  }
  return placed
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
export function countLabel(pen: Pen, packet: Packet, way: Way, quarter: number, size: number, alpha: number): CountLabel {
  const { zoom } = pen
  const narrow = isInside(packet.type) || packet.lane.startsWith('trunk')
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
  const ground = spriteOf(colours, `ground ${text.length} ${textSize} ${turned}`, across, down, (own) => {
    own.beginPath()
    own.roundRect(0, 0, across, down, 5)
    own.fillStyle = colours.ground
    own.fill()
  })
  if (ground !== undefined) stampAt(pen, ground, left, top, across, down)
  // Letter by letter: there are few letters and many numbers.
  const height = textSize + 3
  let past = 3
  for (const letter of text) {
    const wide = measure(letter, textSize)
    const [x, y] = turned ? [left, top + down - past - wide] : [left + past, top]
    const sprite = spriteOf(colours, `${letter} ${textSize} ${type} ${turned}`, turned ? height : wide, turned ? wide : height, (own) => {
      own.translate((turned ? height : wide) / 2, (turned ? wide : height) / 2)
      if (turned) own.rotate(-Math.PI / 2)
      own.font = `650 ${textSize}px ${colours.font}`
      own.textAlign = 'center'
      own.textBaseline = 'middle'
      own.fillStyle = colours.packets[packetKind(type)]
      own.fillText(letter, 0, 0.5)
    })
    if (sprite !== undefined) stampAt(pen, sprite, x, y, turned ? height : wide, turned ? wide : height)
    past += wide
  }
}
