/** The silhouettes of messages and of alarms on a canvas: the same shapes as the marks in the legend. */
import type { PacketKind } from '../../protocol/vocabulary.ts'
import type { ThemeColours } from './colours.ts'
import { spriteOf, spriteSize } from './sprite-cache.ts'
import type { AnyCanvas, Context2D } from './sprite-cache.ts'

interface Shape {
  /** In a box of 16 x 16, pointing to the right. */
  readonly path: string
  readonly outline: boolean
  /** Turned along its way. */
  readonly turns: boolean
  /** A filled path inside an outline. */
  readonly core?: string
}

const shapes: Record<PacketKind, Shape> = {
  request: { path: 'M13.2 8A5.2 5.2 0 1 1 2.8 8A5.2 5.2 0 1 1 13.2 8Z', outline: false, turns: false },
  response: { path: 'M12.4 8A4.4 4.4 0 1 1 3.6 8A4.4 4.4 0 1 1 12.4 8Z', outline: true, turns: false },
  watch: { path: 'M3.4 2.2 14 8 3.4 13.8Z', outline: false, turns: true },
  etcd: { path: 'M3 3H13V13H3Z', outline: false, turns: false },
  kubelet: { path: 'm8 1.8 5.4 3.1v6.2L8 14.2l-5.4-3.1V4.9Z', outline: false, turns: false },
  cri: { path: 'M3 2.5H7V13.5H3ZM9 2.5H13V13.5H9Z', outline: false, turns: false },
  vxlan: { path: 'M2 2H14V14H2Z', outline: true, turns: false, core: 'M5.4 5.4H10.6V10.6H5.4Z' },
  service: { path: 'M4.5 4.5H11.5A3.5 3.5 0 0 1 11.5 11.5H4.5A3.5 3.5 0 0 1 4.5 4.5Z', outline: false, turns: true },
}

/** Room for a shape's outline around its box. */
const outlineRoom = 1.4

/** Side of the square that a packet of `size` px fills. */
export function packetSide(size: number): number {
  return size * outlineRoom
}

/** Draws one packet with its middle at (x, y); `angle` is its direction of travel in radians. */
export function drawPacket(
  context: Context2D,
  kind: PacketKind,
  x: number,
  y: number,
  angle: number,
  size: number,
  colours: ThemeColours,
): void {
  const step = spriteSize(size)
  const side = packetSide(step)
  const sprite = spriteOf(colours, `${kind} ${step}`, side, side, (own) => {
    own.translate(side / 2, side / 2)
    paintPacket(own, kind, step, colours)
  })
  if (sprite === undefined) return
  if (shapes[kind].turns) drawTurned(context, sprite, x, y, angle, -side / 2, side, side)
  else context.drawImage(sprite, x - side / 2, y - side / 2, side, side)
}

/** Draws a sprite turned about (x, y); its left edge stands `left` px from there, its middle on the line. */
export function drawTurned(
  context: Context2D, sprite: AnyCanvas, x: number, y: number, angle: number, left: number, width: number, height: number,
): void {
  context.translate(x, y)
  context.rotate(angle)
  context.drawImage(sprite, left, -height / 2, width, height)
  context.rotate(-angle)
  context.translate(-x, -y)
}

/** Paints one packet around the origin. `upright`: how far shapes that do not turn along their way are turned back, in radians. */
export function paintPacket(context: Context2D, kind: PacketKind, size: number, colours: ThemeColours, upright = 0): void {
  const shape = shapes[kind]
  if (!shape.turns) context.rotate(upright)
  const path = new Path2D(shape.path)
  context.scale(size / 16, size / 16)
  context.translate(-8, -8)
  context.lineJoin = 'round'
  context.strokeStyle = colours.ground
  context.lineWidth = shape.outline ? 5 : 3
  context.stroke(path)
  context.fillStyle = shape.outline ? colours.ground : colours.packets[kind]
  context.fill(path)
  if (shape.outline) {
    context.strokeStyle = colours.packets[kind]
    context.lineWidth = 2
    context.stroke(path)
  }
  if (shape.core !== undefined) {
    context.fillStyle = colours.packets[kind]
    context.fill(new Path2D(shape.core))
  }
}

/** The cross at which a lost packet ends. */
export function drawCross(context: Context2D, x: number, y: number, size: number, colours: ThemeColours): void {
  const arm = size / 2
  context.lineCap = 'round'
  for (const [colour, width] of [
    [colours.ground, 6],
    [colours.failed, 3],
  ] as const) {
    context.strokeStyle = colour
    context.lineWidth = width
    context.beginPath()
    context.moveTo(x - arm, y - arm)
    context.lineTo(x + arm, y + arm)
    context.moveTo(x + arm, y - arm)
    context.lineTo(x - arm, y + arm)
    context.stroke()
  }
}

const alarms = {
  failed: 'M8 1.2 15.4 14.4H.6Z',
  unknown: 'M8 .7 15.3 8 8 15.3 .7 8Z',
  pending: 'M13.9 8A5.9 5.9 0 1 1 2.1 8A5.9 5.9 0 1 1 13.9 8Z',
} as const

/** The mark of a status `size` px large, outlined so that it stands off the map: the side of the square that it fills, and how it is painted there. */
export function statusMark(size: number, colours: ThemeColours) {
  const side = size * outlineRoom
  return {
    side,
    paint: (context: Context2D, status: keyof typeof alarms): void => {
      context.translate((side - size) / 2, (side - size) / 2)
      paintStatusMark(context, status, size, colours)
    },
  }
}

function paintStatusMark(context: Context2D, status: keyof typeof alarms, size: number, colours: ThemeColours): void {
  const path = new Path2D(alarms[status])
  context.scale(size / 16, size / 16)
  context.lineJoin = 'round'
  context.strokeStyle = colours.ground
  context.lineWidth = 5
  context.stroke(path)
  if (status === 'pending') {
    context.setLineDash([3, 3])
    context.strokeStyle = colours.status.pending
    context.lineWidth = 2.6
    context.stroke(path)
  } else {
    context.fillStyle = colours.status[status]
    context.fill(path)
  }
}
