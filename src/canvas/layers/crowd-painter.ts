/** Paints crowds of packets, on the page or in a worker. */
import type { Way } from '../kernels/way.ts'
import type { ThemeColours } from './colours.ts'
import { crowdColumns, crowdMarks, crowdStride } from './crowd-scene.ts'
import type { CrowdCamera, CrowdScene } from './crowd-scene.ts'
import { drawTravelling, fadedAlpha, sizeOfType } from './draw-packet.ts'
import type { Pen, Travelling } from './draw-packet.ts'
import { countLabel, drawCounts } from './packet-counts.ts'
import type { CountLabel } from './packet-counts.ts'
import { fitCanvas, pixelContext } from './sprite-cache.ts'
import type { AnyCanvas, Context2D } from './sprite-cache.ts'
import { StampSheet } from './stamps.ts'

export class CrowdPainter {
  private readonly canvas: AnyCanvas
  private readonly context: Context2D
  private readonly ways: Way[] = []
  private colours: ThemeColours | undefined
  private sheet: StampSheet | undefined

  /** Throws where the browser gives no canvas. */
  constructor(canvas: AnyCanvas) {
    const context = pixelContext(canvas)
    if (context === null) throw new Error('no canvas to paint packets on')
    this.canvas = canvas
    this.context = context
  }

  paint({ camera, colours = this.colours, ways, from, packets, count }: CrowdScene): void {
    this.ways.splice(from, Infinity, ...ways)
    if (colours === undefined) return
    const sheet = this.clearedSheet(camera, colours)
    const { width, height, x, y, zoom } = camera
    const pen: Pen = { context: this.context, sheet, colours, x, y, zoom, width, height }
    const counts: CountLabel[] = []
    for (let at = 0; at < count * crowdStride; at += crowdStride) {
      const way = this.ways[packets[at + crowdColumns.way]!]
      if (way === undefined) continue
      const marks = packets[at + crowdColumns.marks]!
      const packet = packetAt(packets, at, marks)
      const alpha = (marks & crowdMarks.faded) === 0 ? 1 : fadedAlpha
      const size = sizeOfType(packet.type, camera.usual)
      const place = drawTravelling(pen, packet, way, size, alpha)
      if (place !== undefined && packet.count > 1) counts.push(countLabel(pen, packet, way, place.quarter, size, alpha, (marks & crowdMarks.onTrunk) !== 0))
    }
    drawCounts(pen, counts)
    this.context.putImageData(sheet.image, 0, 0)
  }

  /** An empty sheet as large as the canvas. Its sprites are kept as long as they would look the same. */
  private clearedSheet({ width, height, ratio }: CrowdCamera, colours: ThemeColours): StampSheet {
    fitCanvas(this.canvas, width * ratio, height * ratio)
    const { sheet, canvas } = this
    if (sheet?.fits(canvas.width, canvas.height, ratio) === true && this.colours === colours) {
      sheet.clear()
      return sheet
    }
    this.colours = colours
    return (this.sheet = new StampSheet(canvas.width, canvas.height, ratio))
  }
}

function packetAt(packets: Float32Array, at: number, marks: number): Travelling {
  return {
    type: packets[at + crowdColumns.type]!,
    flags: packets[at + crowdColumns.flags]!,
    progress: packets[at + crowdColumns.progress]!,
    count: packets[at + crowdColumns.messages]!,
    restMs: (marks & crowdMarks.resting) === 0 ? undefined : 0,
  }
}
