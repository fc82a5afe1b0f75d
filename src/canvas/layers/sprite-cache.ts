/** Small things that are drawn often on a canvas: painted once for each size and theme, then only copied. */
import type { ThemeColours } from './colours.ts'

/** A theme's sprites; when sizes change with every turn of the wheel the oldest are made anew later. */
const mostSprites = 600

/** On the page, or in a worker. */
export type AnyCanvas = HTMLCanvasElement | OffscreenCanvas
export type Context2D = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

interface Sprites {
  readonly ratio: number
  readonly byKey: Map<string | number, AnyCanvas>
}
const byTheme = new WeakMap<ThemeColours, Sprites>()

/** Gives a canvas its size in device pixels: only when it differs, since that empties it and takes new memory. */
export function fitCanvas(canvas: AnyCanvas, width: number, height: number): void {
  const wanted = { width: Math.round(width), height: Math.round(height) }
  if (canvas.width !== wanted.width || canvas.height !== wanted.height) Object.assign(canvas, wanted)
}

/** A size in steps of half a pixel, so that neighbouring zooms share sprites. */
export function spriteSize(size: number): number {
  return Math.round(size * 2) / 2
}

function spritesOf(colours: ThemeColours): Sprites {
  const ratio = window.devicePixelRatio
  const known = byTheme.get(colours)
  if (known?.ratio === ratio) return known
  const sprites = { ratio, byKey: new Map<string | number, AnyCanvas>() }
  byTheme.set(colours, sprites)
  return sprites
}

const isElement = (canvas: AnyCanvas): canvas is HTMLCanvasElement => 'toDataURL' in canvas

/** A canvas's context for what is read or written pixel by pixel; null where the browser gives none. */
export function pixelContext(canvas: AnyCanvas): Context2D | null {
  return isElement(canvas) ? canvas.getContext('2d', { willReadFrequently: true }) : canvas.getContext('2d', { willReadFrequently: true })
}

/** On the page an element; a worker has no document. */
function newCanvas(width: number, height: number): AnyCanvas {
  if (typeof document === 'undefined') return new OffscreenCanvas(width, height)
  return Object.assign(document.createElement('canvas'), { width, height })
}

/**
 * A sprite of `width` x `height` CSS px, painted by `paint` with the origin in its upper left corner; `ratio`: device pixels of a CSS px.
 * Undefined where the browser gives no canvas.
 */
export function paintedSprite(ratio: number, width: number, height: number, paint: (context: Context2D) => void): AnyCanvas | undefined {
  const canvas = newCanvas(Math.ceil(width * ratio), Math.ceil(height * ratio))
  const context = pixelContext(canvas)
  if (context === null) return undefined
  context.scale(canvas.width / width, canvas.height / height)
  paint(context)
  return canvas
}

/** The sprite of that key in a theme; painted the first time only, as by `paintedSprite`. */
export function spriteOf(
  colours: ThemeColours, key: string | number, width: number, height: number, paint: (context: Context2D) => void,
): AnyCanvas | undefined {
  const { ratio, byKey } = spritesOf(colours)
  const known = byKey.get(key)
  if (known !== undefined) return known
  const sprite = paintedSprite(ratio, width, height, paint)
  if (sprite === undefined) return undefined
  if (byKey.size >= mostSprites) byKey.clear()
  byKey.set(key, sprite)
  return sprite
}
