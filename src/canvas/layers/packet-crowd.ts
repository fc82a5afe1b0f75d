/**
 * Crowds of packets on a canvas of their own. A worker paints it: thousands of sprites cost the page's thread as much as all else of a
 * frame. Where a browser lends no canvas to a worker, or has not got its script, the page paints.
 */
import { CrowdPainter } from './crowd-painter.ts'
import { SceneWriter } from './crowd-scene.ts'
import type { CrowdScene, PacketSource } from './crowd-scene.ts'
import type { CrowdMessage } from './crowd-worker.ts'

/** Who paints: takes a scene, and calls `done` with its memory when it is painted. */
interface Easel {
  paint(scene: CrowdScene): void
  stop(): void
}

/** With its second answer the worker's first picture is on the screen for certain; before, the canvas may show an older one. */
const answersUntilSeen = 2

/** Undefined: the browser refuses to start one. */
function newWorker(): Worker | undefined {
  try {
    return new Worker(new URL('./crowd-worker.ts', import.meta.url), { type: 'module' })
  } catch {
    return undefined
  }
}

export class PacketCrowd {
  private readonly single: HTMLCanvasElement
  private readonly wake: () => void
  private canvas: HTMLCanvasElement
  private easel: Easel
  private writer = new SceneWriter()
  private memory: Float32Array<ArrayBuffer> | undefined
  private busy = false
  private late = false
  private wanted = false
  private answers = 0

  /** `single`: the canvas whose place it takes while it is shown. `wake` is called when a picture was left out and there is time for it now. */
  constructor(single: HTMLCanvasElement, wake: () => void) {
    this.single = single
    this.wake = wake
    this.canvas = this.newCanvas()
    this.easel = this.inWorker() ?? this.onPage()
  }

  /** Whether it stands on the page in place of the single packets. */
  get isShown(): boolean {
    return this.answers >= answersUntilSeen
  }

  /** Paints the packets as they are now. While an earlier picture is still being painted, this one is left out: pictures never queue. */
  paint(source: PacketSource): void {
    this.wanted = true
    this.late = this.busy
    if (this.busy) return
    this.busy = true
    const scene = this.writer.write(source, this.memory)
    this.memory = undefined
    this.easel.paint(scene)
  }

  /** Gives the place back to the single packets. */
  hide(): void {
    if (!this.wanted) return
    this.wanted = false
    this.late = false
    this.answers = 0
    this.arrange()
  }

  stop(): void {
    this.easel.stop()
    this.canvas.remove()
  }

  private readonly painted = (memory: Float32Array<ArrayBuffer>): void => {
    this.busy = false
    this.memory = memory
    if (!this.wanted) return
    this.answers += 1
    if (this.answers === answersUntilSeen) this.arrange()
    if (this.late) this.wake()
  }

  private arrange(): void {
    this.canvas.style.visibility = this.isShown ? '' : 'hidden'
    this.single.style.visibility = this.isShown ? 'hidden' : ''
  }

  private newCanvas(): HTMLCanvasElement {
    const canvas = document.createElement('canvas')
    canvas.className = this.single.className
    canvas.setAttribute('aria-hidden', 'true')
    canvas.style.visibility = 'hidden'
    this.single.after(canvas)
    return canvas
  }

  /** Undefined: the browser has no workers for this page, or lends them no canvas. */
  private inWorker(): Easel | undefined {
    if (!('transferControlToOffscreen' in this.canvas)) return undefined
    const worker = newWorker()
    if (worker === undefined) return undefined
    const canvas = this.canvas.transferControlToOffscreen()
    worker.postMessage({ canvas } satisfies CrowdMessage, [canvas])
    worker.addEventListener('message', ({ data }: MessageEvent<Float32Array<ArrayBuffer>>) => { this.painted(data) })
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      worker.terminate()
      this.paintOnPage()
    })
    return {
      paint: (scene) => { worker.postMessage({ scene } satisfies CrowdMessage, [scene.packets.buffer]) },
      stop: () => { worker.terminate() },
    }
  }

  /** A canvas that was lent does not come back. */
  private paintOnPage(): void {
    this.canvas.remove()
    this.canvas = this.newCanvas()
    this.writer = new SceneWriter()
    this.busy = false
    this.hide()
    this.easel = this.onPage()
    this.wake()
  }

  private onPage(): Easel {
    const painter = new CrowdPainter(this.canvas)
    return {
      paint: (scene) => {
        painter.paint(scene)
        this.painted(scene.packets)
      },
      stop: () => undefined,
    }
  }
}
