/** Small things that are drawn often on a canvas: painted once for each size and theme, then only copied. */
import type { ThemeColours } from './colours.ts'

/** A theme's sprites; when sizes change with every turn of the wheel the oldest are made anew later. */
const mostSprites = 160
const byTheme = new WeakMap<ThemeColours, Map<string, HTMLCanvasElement>>()

/** A size in steps of half a pixel, so that neighbouring zooms share sprites. */
export function spriteSize(size: number): number {
  return Math.round(size * 2) / 2
}

/**
 * The sprite of that key in a theme, `width` x `height` CSS px; `paint` draws it the first time, with the origin in its upper left corner.
 * Undefined where the browser gives no canvas.
 */
export function spriteOf(
  colours: ThemeColours, key: string, width: number, height: number, paint: (context: CanvasRenderingContext2D) => void,
): HTMLCanvasElement | undefined {
  const sprites = byTheme.get(colours) ?? new Map<string, HTMLCanvasElement>()
  byTheme.set(colours, sprites)
  const ratio = window.devicePixelRatio
  const known = sprites.get(`${key} ${ratio}`)
  if (known !== undefined) return known
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil(width * ratio)
  canvas.height = Math.ceil(height * ratio)
  const context = canvas.getContext('2d')
  if (context === null) return undefined
  context.scale(canvas.width / width, canvas.height / height)
  paint(context)
  if (sprites.size >= mostSprites) sprites.clear()
  sprites.set(`${key} ${ratio}`, canvas)
  return canvas
}
