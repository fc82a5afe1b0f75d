/** A picture as shapes: what is read from the page and written as SVG. Lengths in CSS px of the page as it was seen. */

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

interface BoxShape extends Box {
  readonly shape: 'box'
  readonly fill: string
  readonly stroke: string
  readonly strokeWidth: number
  /** Lengths of dashes and gaps; empty: a whole line. */
  readonly dash: readonly number[]
  readonly radius: number
  readonly opacity: number
}
/** One line of text; `width` is what it took on the page, so that another font takes the same. */
interface TextShape {
  readonly shape: 'text'
  readonly x: number
  /** Of its baseline. */
  readonly y: number
  readonly width: number
  readonly text: string
  readonly size: number
  readonly family: string
  readonly weight: string
  readonly fill: string
  readonly opacity: number
  /** Where the page cuts it off; undefined: nowhere. */
  readonly clip: Box | undefined
}
/** A line drawing: tags with their attributes, placed by a matrix. */
export interface DrawingShape {
  readonly shape: 'drawing'
  readonly matrix: readonly number[]
  readonly marks: readonly Mark[]
}
export interface Mark {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly marks: readonly Mark[]
}
/** Pixels, as a `data:` address. */
interface ImageShape extends Box {
  readonly shape: 'image'
  readonly href: string
}
export type Shape = BoxShape | TextShape | DrawingShape | ImageShape

export interface Picture {
  readonly width: number
  readonly height: number
  readonly background: string
  /** What it shows, in one line; the SVG's title too. */
  readonly title: string
  readonly shapes: readonly Shape[]
}
