/** A packet on its way, or as a numbered step where motion is not wanted. */
import { hopFlags, messageTypes, packetKind } from '../../protocol/vocabulary.ts'
import type { PacketKind } from '../../protocol/vocabulary.ts'
import type { Point } from '../kernels/layout.ts'
import type { Packet } from '../kernels/packet-schedule.ts'
import { pointAlong, routeLength } from '../kernels/routing.ts'
import type { ThemeColours } from './colours.ts'
import { spriteOf, spriteSize } from './sprite-cache.ts'
import { drawCross, drawPacket, drawTurned } from './sprites.ts'

const tailLength = 24
const stillSize = 14
const countTextSize = 12

/** Size of a packet in screen pixels: 14, larger when the picture is enlarged, smaller in the fleet. */
export function packetSize(zoom: number): number {
  return Math.min(20, Math.max(10, 14 * Math.sqrt(Math.min(2, Math.max(0.5, zoom)))))
}

/** Inside a machine lanes are narrow: between two columns of pods, along a card's edge. */
const insideSize = 0.8
const insideKinds: readonly PacketKind[] = ['cri']
const isInside = (type: number): boolean => insideKinds.includes(packetKind(type)) || type === messageTypes.podRequest || type === messageTypes.podResponse

/** Size of a packet of a type where packets are `usual` px large. */
export function sizeOfType(type: number, usual: number): number {
  return isInside(type) ? usual * insideSize : usual
}

/**
 * Where on its lane a packet's count stands, in px from the start: behind the packet; ahead of it where it has only just set out. It never
 * leaves the lane, whose ends are cards. `half` is half of its extent along the lane.
 */
export function countPlace(progressPx: number, lengthPx: number, size: number, half: number): number {
  const distance = size / 2 + half
  const wanted = progressPx - distance >= half ? progressPx - distance : progressPx + distance
  return Math.max(half, Math.min(lengthPx - half, wanted))
}

/** Draws a packet and its tail towards the origin, so that a paused picture shows the direction; a lost one with its cross. */
export function drawTravelling(
  context: CanvasRenderingContext2D,
  packet: Packet,
  route: readonly Point[],
  colours: ThemeColours,
  size: number,
): void {
  const kind = packetKind(packet.type)
  const colour = (packet.flags & hopFlags.failed) === 0 ? colours.packets[kind] : colours.failed
  const at = pointAlong(route, packet.progress)
  if (isOutside(context, at)) return
  const length = routeLength(route)
  const from = pointAlong(route, Math.max(0, packet.progress - tailLength / Math.max(1, length)))
  drawTail(context, from, at, colour, size, colours)
  drawPacket(context, kind, at.x, at.y, at.angle, size, colours)
  if (packet.restMs !== undefined && (packet.flags & hopFlags.lost) !== 0) drawCross(context, at.x, at.y, size * 0.8, colours)
  if (packet.count > 1) drawCount(context, packet, route, length, size, colours)
}

/** Further than this beyond the canvas nothing of a packet is seen, its tail and its count included, in CSS px. */
const reach = 60

function isOutside({ canvas }: CanvasRenderingContext2D, { x, y }: Point): boolean {
  const ratio = window.devicePixelRatio
  return x < -reach || y < -reach || x > canvas.width / ratio + reach || y > canvas.height / ratio + reach
}

function drawTail(context: CanvasRenderingContext2D, from: Point, to: Point, colour: string, size: number, colours: ThemeColours): void {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  if (length === 0) return
  const height = spriteSize(size * 0.3)
  const sprite = spriteOf(colours, `tail ${colour} ${height}`, tailLength, height, (own) => {
    const fade = own.createLinearGradient(0, 0, tailLength, 0)
    fade.addColorStop(0, `${colour}00`)
    fade.addColorStop(1, colour)
    own.fillStyle = fade
    own.fillRect(0, 0, tailLength, height)
  })
  if (sprite !== undefined) drawTurned(context, sprite, to.x, to.y, Math.atan2(to.y - from.y, to.x - from.x), -length, length, height)
}

/** Widths of counts at 100 px by their letters: asking a canvas costs as much as drawing them. */
const countWidths = new Map<string, number>()

function countWidth(context: CanvasRenderingContext2D, text: string, textSize: number, font: string): number {
  const key = `${font} ${text}`
  let width = countWidths.get(key)
  if (width === undefined) {
    context.font = `650 100px ${font}`
    width = context.measureText(text).width
    countWidths.set(key, width)
  }
  return (width * textSize) / 100
}

/** How many messages a packet stands for, on its own lane, so that it covers no card; a long number on an upright lane runs along it. */
function drawCount(
  context: CanvasRenderingContext2D,
  packet: Packet,
  route: readonly Point[],
  length: number,
  size: number,
  colours: ThemeColours,
): void {
  const text = packet.count > 999 ? '999+' : String(packet.count)
  const textSize = Math.max(countTextSize, size * 0.85)
  const width = countWidth(context, text, textSize, colours.font) + 6
  const height = textSize + 3
  const upright = Math.abs(Math.cos(pointAlong(route, packet.progress).angle)) < 0.5
  const narrow = isInside(packet.type) || packet.lane.startsWith('trunk')
  const turned = upright && text.length > (narrow ? 1 : 2)
  const half = (upright && !turned ? height : width) / 2
  const at = pointAlong(route, countPlace(packet.progress * length, length, size, half) / Math.max(1, length))
  context.save()
  context.translate(at.x, at.y)
  if (turned) context.rotate(-Math.PI / 2)
  context.beginPath()
  context.roundRect(-width / 2, -height / 2, width, height, 5)
  context.fillStyle = colours.ground
  context.fill()
  context.font = `650 ${textSize}px ${colours.font}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillStyle = colours.packets[packetKind(packet.type)]
  context.fillText(text, 0, 0.5)
  context.restore()
}

/** The message as a numbered step at its receiver with its line lit. */
export function drawStep(context: CanvasRenderingContext2D, packet: Packet, route: readonly Point[], colours: ThemeColours): void {
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
