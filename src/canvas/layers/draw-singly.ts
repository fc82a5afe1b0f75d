/** Packets one by one on a canvas of the page: what is drawn as long as they are no crowd, and always where motion is not wanted. */
import type { CrowdCamera, PacketSource } from './crowd-scene.ts'
import { drawStep, drawTravelling, fadedAlpha, sizeOfType } from './draw-packet.ts'
import type { Pen } from './draw-packet.ts'
import { countLabel, drawCounts } from './packet-counts.ts'
import type { CountLabel } from './packet-counts.ts'
import { isTrunk } from './packet-lanes.ts'
import { fitCanvas } from './sprite-cache.ts'

/** A pen for an empty canvas as large as its element. */
function penOf(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D, camera: CrowdCamera, colours: Pen['colours']): Pen {
  const { x, y, zoom, ratio } = camera
  fitCanvas(canvas, camera.width * ratio, camera.height * ratio)
  const width = canvas.width / ratio
  const height = canvas.height / ratio
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, width, height)
  return { context, sheet: undefined, colours, x, y, zoom, width, height }
}

/** Draws the packets that are seen; `still`: each as a numbered step at its receiver. */
export function drawSingly(canvas: HTMLCanvasElement, source: PacketSource, still: boolean): void {
  const context = canvas.getContext('2d')
  if (context === null) return
  const { camera, colours, lanes } = source
  const pen = penOf(canvas, context, camera, colours)
  const counts: CountLabel[] = []
  let drawnAlpha = 1
  for (const lane of lanes) {
    const way = source.way(lane)
    if (way === undefined) continue
    for (const packet of lane.packets) {
      if (!source.isSeen(packet)) continue
      const alpha = source.isFaded(packet) ? fadedAlpha : 1
      if (alpha !== drawnAlpha) context.globalAlpha = drawnAlpha = alpha
      if (still) {
        drawStep(pen, packet, way)
        continue
      }
      const size = sizeOfType(packet.type, camera.usual)
      const at = drawTravelling(pen, packet, way, size)
      if (at !== undefined && packet.count > 1) counts.push(countLabel(pen, packet, way, at.quarter, size, alpha, isTrunk(lane.key)))
    }
  }
  context.globalAlpha = 1
  drawCounts(pen, counts)
}
