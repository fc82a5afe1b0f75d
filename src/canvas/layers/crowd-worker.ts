/** The entry of a worker that paints crowds of packets: a canvas comes once, then a scene for each picture; its memory goes back when it is painted. */
import { CrowdPainter } from './crowd-painter.ts'
import type { CrowdScene } from './crowd-scene.ts'

/** What the page says: a canvas first, then scenes for it. */
export type CrowdMessage = { readonly canvas: OffscreenCanvas } | { readonly scene: CrowdScene }

let painter: CrowdPainter | undefined

self.addEventListener('message', ({ data }: MessageEvent<CrowdMessage>) => {
  if ('canvas' in data) {
    painter = new CrowdPainter(data.canvas)
    return
  }
  painter?.paint(data.scene)
  self.postMessage(data.scene.packets, { transfer: [data.scene.packets.buffer] })
})
