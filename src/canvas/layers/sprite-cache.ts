/** Small things that are drawn often on a canvas: painted once for each size and theme, then only copied. */
import type { ThemeColours } from './colours.ts'

/** A theme's sprites; when sizes change with every turn of the wheel the oldest are made anew later. */
const mostSprites = 600

interface Sprites {
  readonly ratio: number
  readonly byKey: Map<string | number, HTMLCanvasElement>
}
const byTheme = new WeakMap<ThemeColours, Sprites>()

/** Gives a canvas its size in device pixels: only when it differs, since that empties it and takes new memory. */
export function fitCanvas(canvas: HTMLCanvasElement, width: number, height: number): void {
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
  const sprites = { ratio, byKey: new Map<string | number, HTMLCanvasElement>() }
  byTheme.set(colours, sprites)
  return sprites
}

/**
 * The sprite of that key in a theme, `width` x `height` CSS px; `paint` draws it the first time, with the origin in its upper left corner.
 * Undefined where the browser gives no canvas.
 */
export function spriteOf(
  colours: ThemeColours, key: string | number, width: number, height: number, paint: (context: CanvasRenderingContext2D) => void,
): HTMLCanvasElement | undefined {
  const { ratio, byKey } = spritesOf(colours)
  const known = byKey.get(key)
  if (known !== undefined) return known
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil(width * ratio)
  canvas.height = Math.ceil(height * ratio)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return undefined
  context.scale(canvas.width / width, canvas.height / height)
  paint(context)
  if (byKey.size >= mostSprites) byKey.clear()
  byKey.set(key, canvas)
  return canvas
}
