/** A packet on its way, or as a numbered step where motion is not wanted. */
import { hopFlags, messageTypes, packetKind } from '../../protocol/vocabulary.ts'
import type { PacketKind } from '../../protocol/vocabulary.ts'
import type { Point } from '../kernels/layout.ts'
import type { Packet } from '../kernels/packet-schedule.ts'
import { pointAlong, pointOn } from '../kernels/way.ts'
import type { Way, WayPoint } from '../kernels/way.ts'
import type { ThemeColours } from './colours.ts'
import { spriteOf, spriteSize } from './sprite-cache.ts'
import type { Context2D } from './sprite-cache.ts'
import type { StampSheet } from './stamps.ts'
import { drawCross, drawPacket, drawTurned, packetSide, paintPacket } from './sprites.ts'

const tailLength = 24
const stillSize = 14
/** Room for the thickness of a cross's arms, in px. */
const crossRoom = 8

/** Size of a packet in screen pixels: 14, larger when the picture is enlarged, smaller in the fleet but on a stage, whose text is larger too. */
export function packetSize(zoom: number, textFactor: number): number {
  const factor = textFactor > 1 ? Math.max(zoom, textFactor) : zoom
  return Math.min(20, Math.max(10, 14 * Math.sqrt(Math.min(2, Math.max(0.5, factor)))))
}

/** How much smaller packets are between two columns of pods and along a card's edge. */
const insideSize = 0.8
const insideKinds: readonly PacketKind[] = ['cri']
/** Whether messages of a type stay inside a machine, where lanes are narrow. */
export const isInside = (type: number): boolean => insideKinds.includes(packetKind(type)) || type === messageTypes.podRequest || type === messageTypes.podResponse

/** Size of a packet of a type where packets are `usual` px large. */
export function sizeOfType(type: number, usual: number): number {
  return isInside(type) ? usual * insideSize : usual
}

/** What packets are drawn with and where: the canvas, and the camera over the world. */
export interface Pen {
  readonly context: Context2D
  /** Sprites are written here in place of the canvas: with so many packets the canvas is too slow, and nobody sees a tail bend. */
  readonly sheet: StampSheet | undefined
  readonly colours: ThemeColours
  readonly x: number
  readonly y: number
  readonly zoom: number
  /** Of the canvas, in CSS px. */
  readonly width: number
  readonly height: number
}

/** What is drawn of a packet on its way. */
export type Travelling = Pick<Packet, 'type' | 'flags' | 'progress' | 'count' | 'restMs'>

/** How much is seen of what takes no part in a focus. */
export const fadedAlpha = 0.2

/** Further than this beyond the canvas nothing of a packet is seen, its tail and its count included, in CSS px. */
export const reach = 60

/**
 * Draws a packet and its tail towards the origin, so that a paused picture shows the direction; a lost one with its cross. The answer is its
 * place on its way; undefined: it is outside the canvas.
 */
export function drawTravelling(pen: Pen, packet: Travelling, way: Way, size: number, alpha = 1): WayPoint | undefined {
  const { colours, zoom } = pen
  const distance = packet.progress * way.length
  const at = pointOn(way, distance)
  const x = pen.x + at.x * zoom
  const y = pen.y + at.y * zoom
  if (x < -reach || y < -reach || x > pen.width + reach || y > pen.height + reach) return undefined
  const failed = (packet.flags & hopFlags.failed) !== 0
  const hasTail = at.pastCorner * zoom >= tailLength
  if (at.quarter >= 0 && hasTail) drawStraight(pen, packet.type, failed, true, x, y, at.quarter, size, alpha)
  else if (pen.sheet !== undefined) drawStraight(pen, packet.type, failed, false, x, y, Math.round(at.angle / (Math.PI / 2)) & 3, size, alpha)
  else {
    const from = pointOn(way, distance - tailLength / zoom)
    const kind = packetKind(packet.type)
    drawTail(pen.context, { x: pen.x + from.x * zoom, y: pen.y + from.y * zoom }, { x, y }, failed ? colours.failed : colours.packets[kind], size, colours)
    drawPacket(pen.context, kind, x, y, at.angle, size, colours)
  }
  if (packet.restMs !== undefined && (packet.flags & hopFlags.lost) !== 0) drawLost(pen, x, y, spriteSize(size * 0.8), alpha)
  return at
}

/** Puts the sprite of that key with its upper left corner at (left, top), in CSS px; `paint` draws it the first time, as for `spriteOf`. */
export function stampAt({ context, sheet, colours }: Pen, key: string | number, left: number, top: number, width: number, height: number, paint: (context: Context2D) => void, alpha = 1): void {
  if (sheet !== undefined) {
    sheet.put(key, left, top, width, height, paint, alpha)
    return
  }
  const sprite = spriteOf(colours, key, width, height, paint)
  if (sprite !== undefined) context.drawImage(sprite, left, top, width, height)
}

/** The tail of `length` px to the left of the origin, ending there. */
function paintTail(context: Context2D, colour: string, height: number): void {
  const fade = context.createLinearGradient(-tailLength, 0, 0, 0)
  fade.addColorStop(0, `${colour}00`)
  fade.addColorStop(1, colour)
  context.fillStyle = fade
  context.fillRect(-tailLength, -height / 2, tailLength, height)
}

/** The cross at which a lost packet ends, `size` px large. */
function drawLost(pen: Pen, x: number, y: number, size: number, alpha: number): void {
  const side = size + crossRoom
  stampAt(pen, `cross ${size}`, x - side / 2, y - side / 2, side, side, (own) => { drawCross(own, side / 2, side / 2, size, pen.colours) }, alpha)
}

/** A packet and its tail as one sprite, for ways that run along the screen's edges: nearly all do. `quarter`: turns from the right. */
function drawStraight(pen: Pen, type: number, failed: boolean, hasTail: boolean, x: number, y: number, quarter: number, size: number, alpha: number): void {
  const { colours } = pen
  const step = spriteSize(size)
  const side = packetSide(step)
  const back = hasTail ? tailLength : side / 2
  const upright = quarter % 2 === 1
  const width = upright ? side : back + side / 2
  const height = upright ? back + side / 2 : side
  const left = quarter === 0 ? back : side / 2
  const top = quarter === 1 ? back : side / 2
  // A number: a text would have to be put together for each packet.
  const key = (((type * 2 + (failed ? 1 : 0)) * 2 + (hasTail ? 1 : 0)) * 4 + quarter) * 1000 + step * 2
  stampAt(pen, key, x - left, y - top, width, height, (own) => {
    const kind = packetKind(type)
    own.translate(left, top)
    own.rotate((quarter * Math.PI) / 2)
    if (hasTail) paintTail(own, failed ? colours.failed : colours.packets[kind], spriteSize(size * 0.3))
    paintPacket(own, kind, step, colours, (-quarter * Math.PI) / 2)
  }, alpha)
}

function drawTail(context: Context2D, from: Point, to: Point, colour: string, size: number, colours: ThemeColours): void {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  if (length === 0) return
  const height = spriteSize(size * 0.3)
  const sprite = spriteOf(colours, `tail ${colour} ${height}`, tailLength, height, (own) => {
    own.translate(tailLength, height / 2)
    paintTail(own, colour, height)
  })
  if (sprite !== undefined) drawTurned(context, sprite, to.x, to.y, Math.atan2(to.y - from.y, to.x - from.x), -length, length, height)
}

/** The message as a numbered step at its receiver with its line lit. */
export function drawStep(pen: Pen, packet: Packet, { points }: Way): void {
  const { context, colours } = pen
  const route = points.map((point) => ({ x: pen.x + point.x * pen.zoom, y: pen.y + point.y * pen.zoom }))
  const colour = colours.packets[packetKind(packet.type)]
  const lost = (packet.flags & hopFlags.lost) !== 0
  const end = pointAlong(route, lost ? 0.5 : 1)
  context.strokeStyle = colour
  context.lineWidth = 4
  context.beginPath()
  route.forEach((point, i) => {
    context[i === 0 ? 'moveTo' : 'lineTo'](point.x, point.y)
  })
  context.stroke()
  if (lost) {
    drawCross(context, end.x, end.y, 12, colours)
    return
  }
  if (packet.step === 0) {
    drawPacket(context, packetKind(packet.type), end.x, end.y, end.angle, stillSize, colours)
    return
  }
  context.beginPath()
  context.arc(end.x, end.y, 10, 0, 2 * Math.PI)
  context.fillStyle = colours.ground
  context.fill()
  context.lineWidth = 2
  context.stroke()
  context.font = `650 12px ${colours.font}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillStyle = colours.text
  context.fillText(String(packet.step), end.x, end.y)
}
