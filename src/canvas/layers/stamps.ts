/**
 * Thousands of sprites on a canvas without a GPU: their pixels are written into one image, which is put on the canvas once. The canvas's
 * own `drawImage` takes 3-5 µs for each, twenty times as much. Sprites stand on whole pixels.
 */
import { paintedSprite, pixelContext } from './sprite-cache.ts'
import type { AnyCanvas, Context2D } from './sprite-cache.ts'

/** The pixels of a sprite that are not empty: first those that cover what is below them, then those that are half seen through. */
interface Stamp {
  readonly width: number
  readonly height: number
  readonly xs: Uint16Array
  readonly ys: Uint16Array
  /** Red, green, blue and alpha from the lowest byte up, not premultiplied. */
  readonly colours: Uint32Array
  /** How many of them cover what is below. */
  readonly solid: number
  /** Where they are from the upper left corner on, in pixels of the sheet. */
  readonly offsets: Int32Array
}

/** The picture that sprites are written to, in device pixels. */
export class StampSheet {
  readonly image: ImageData
  readonly pixels: Uint32Array
  readonly width: number
  readonly height: number
  /** Device pixels of a CSS px. */
  readonly ratio: number
  /** Sprites that were written to it, by their keys: all of one theme. */
  private readonly stamps = new Map<string | number, Stamp>()

  constructor(width: number, height: number, ratio: number) {
    this.image = new ImageData(width, height)
    this.pixels = new Uint32Array(this.image.data.buffer)
    this.width = width
    this.height = height
    this.ratio = ratio
  }

  /** Whether it would do for a canvas of that size, in device pixels. */
  fits(width: number, height: number, ratio: number): boolean {
    return this.width === width && this.height === height && this.ratio === ratio
  }

  clear(): void {
    this.pixels.fill(0)
  }

  /**
   * Puts the sprite of that key with its upper left corner at (left, top), in CSS px; `paint` draws it the first time, as for `spriteOf`.
   * `alpha`: how much is seen of it.
   */
  put(key: string | number, left: number, top: number, width: number, height: number, paint: (context: Context2D) => void, alpha = 1): void {
    const ofAlpha = alpha < 1 ? `${key} ${alpha}` : key
    let stamp = this.stamps.get(ofAlpha)
    if (stamp === undefined) {
      const sprite = paintedSprite(this.ratio, width, height, paint)
      stamp = sprite === undefined ? undefined : stampOfSprite(sprite, this.width, alpha)
      if (stamp === undefined) return
      this.stamps.set(ofAlpha, stamp)
    }
    putStamp(this, stamp, Math.round(left * this.ratio), Math.round(top * this.ratio))
  }
}

function stampOfSprite(sprite: AnyCanvas, sheetWidth: number, alpha: number): Stamp | undefined {
  const pixels = pixelContext(sprite)?.getImageData(0, 0, sprite.width, sprite.height)
  return pixels === undefined ? undefined : stampOf(pixels, sheetWidth, alpha)
}

/** A colour of which only `part` is seen. */
const dimmed = (colour: number, part: number): number => ((colour & 0x00_ff_ff_ff) | (Math.round((colour >>> 24) * part) << 24)) >>> 0

/** The pixels of an image that are not empty, for a sheet that is so wide; `alpha`: how much is seen of it. */
export function stampOf({ data, width, height }: Pick<ImageData, 'data' | 'width' | 'height'>, sheetWidth: number, alpha = 1): Stamp {
  const given = new Uint32Array(data.buffer, data.byteOffset, width * height)
  const all = alpha < 1 ? given.map((colour) => dimmed(colour, alpha)) : given
  const solid: number[] = []
  const soft: number[] = []
  all.forEach((colour, i) => {
    if (colour >>> 24 === 255) solid.push(i)
    else if (colour >>> 24 > 0) soft.push(i)
  })
  const filled = [...solid, ...soft]
  return {
    width, height, solid: solid.length, offsets: Int32Array.from(filled, (i) => Math.floor(i / width) * sheetWidth + (i % width)),
    xs: Uint16Array.from(filled, (i) => i % width), ys: Uint16Array.from(filled, (i) => Math.floor(i / width)), colours: Uint32Array.from(filled, (i) => all[i]!),
  }
}

const redAndBlue = 0x00_ff_00_ff
const green = 0x00_00_ff_00

/** A colour over one that is there already; where that one is half seen through, the denser of both alphas stays. */
export function blended(top: number, below: number): number {
  const alpha = top >>> 24
  const under = below >>> 24
  if (alpha === 255 || under === 0) return top
  // Of 256, so that two channels are divided in one shift.
  const part = alpha + 1
  const rest = 256 - part
  const mixed = ((Math.imul(top & redAndBlue, part) + Math.imul(below & redAndBlue, rest)) >>> 8) & redAndBlue
    | ((Math.imul(top & green, part) + Math.imul(below & green, rest)) >>> 8) & green
  return (mixed | ((alpha > under ? alpha : under) << 24)) >>> 0
}

type Pixels = Pick<StampSheet, 'pixels' | 'width' | 'height'>

/** Writes a sprite with its upper left corner at a pixel; what lies outside the sheet is left out. */
export function putStamp(sheet: Pixels, stamp: Stamp, left: number, top: number): void {
  const { width, height, pixels } = sheet
  if (left < 0 || top < 0 || left + stamp.width > width || top + stamp.height > height) {
    putPart(sheet, stamp, left, top)
    return
  }
  const { offsets, colours, solid } = stamp
  const corner = top * width + left
  for (let i = 0; i < solid; i += 1) pixels[corner + offsets[i]!] = colours[i]!
  for (let i = solid; i < offsets.length; i += 1) {
    const at = corner + offsets[i]!
    pixels[at] = blended(colours[i]!, pixels[at]!)
  }
}

function putPart({ width, height, pixels }: Pixels, { xs, ys, colours }: Stamp, left: number, top: number): void {
  for (let i = 0; i < colours.length; i += 1) {
    const x = left + xs[i]!
    const y = top + ys[i]!
    if (x < 0 || y < 0 || x >= width || y >= height) continue
    const at = y * width + x
    pixels[at] = blended(colours[i]!, pixels[at]!)
  }
}
