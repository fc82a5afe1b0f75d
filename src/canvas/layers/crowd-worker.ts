/** The entry of a worker that paints crowds of packets: a canvas and a port come once, then a scene for each picture; its memory goes back when it is painted. */
import { CrowdPainter } from './crowd-painter.ts'
import type { CrowdScene } from './crowd-scene.ts'

/** How the page begins. */
export interface CrowdStart {
  readonly canvas: OffscreenCanvas
  readonly port: MessagePort
}

self.addEventListener('message', ({ data: { canvas, port } }: MessageEvent<CrowdStart>) => {
  const painter = new CrowdPainter(canvas)
  port.onmessage = ({ data: scene }: MessageEvent<CrowdScene>) => {
    painter.paint(scene)
    port.postMessage(scene.packets, [scene.packets.buffer])
  }
})
