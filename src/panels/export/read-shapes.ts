/**
 * The picture as it stands on the page, read as shapes: boxes with their borders, lines of text, line drawings, bitmaps. What the canvas
 * draws as cards, links and labels comes out as vectors; far pods and moving packets, which it draws as pixels, as pixels.
 * Left out: shadows, hatching and other background images.
 */
import type { Box, DrawingShape, Mark, Shape } from './picture.ts'

/** Moves what is read to its place in the export. */
interface Reading {
  readonly dx: number
  readonly dy: number
  /** What lies outside is left out; on the page, before it is moved. */
  readonly within: Box
}

interface Inherited {
  readonly opacity: number
  readonly clip: Box
}

/** What is painted together, at a height among its neighbours (`z-index`). */
interface Layer {
  readonly z: number
  readonly parts: (Layer | Shape)[]
}

/** All shapes of an element, from the back to the front. */
export function readShapes(element: Element, reading: Reading): readonly Shape[] {
  const layer: Layer = { z: 0, parts: [] }
  read(element, reading, { opacity: 1, clip: reading.within }, layer)
  return flattened(layer)
}

function flattened(layer: Layer): readonly Shape[] {
  const height = (part: Layer | Shape): number => ('parts' in part ? part.z : 0)
  return layer.parts.toSorted((a, b) => height(a) - height(b)).flatMap((part) => ('parts' in part ? flattened(part) : [part]))
}

/** The layer that an element's shapes go to: one of its own where CSS makes it a stacking context. */
function layerOf(style: CSSStyleDeclaration, around: Layer): Layer {
  const raised = style.zIndex !== 'auto' && style.zIndex !== '' && style.position !== 'static'
  if (!raised && style.transform === 'none' && Number(style.opacity) === 1) return around
  const layer: Layer = { z: raised ? Number(style.zIndex) : 0, parts: [] }
  around.parts.push(layer)
  return layer
}

const isHidden = (style: CSSStyleDeclaration): boolean =>
  style.display === 'none' || style.visibility === 'hidden' || style.opacity === '0' || style.clipPath === 'inset(50%)'

/** Drawings that keep within their boxes. Others that are not clipped, such as lines, reach beyond theirs. */
const marks = '.icon, .status-glyph, .packet-glyph, .shell-marks > svg'

function read(element: Element, reading: Reading, inherited: Inherited, around: Layer): void {
  const style = getComputedStyle(element)
  if (isHidden(style)) return
  const layer = layerOf(style, around)
  const shapes = layer.parts
  const box = element.getBoundingClientRect()
  const opacity = inherited.opacity * Number(style.opacity === '' ? 1 : style.opacity)
  if (element instanceof SVGSVGElement) {
    if (meets(box, inherited.clip) || (style.overflow === 'visible' && !element.matches(marks))) shapes.push(...readDrawing(element, reading, opacity))
    return
  }
  if (element instanceof HTMLCanvasElement) {
    if (element.width > 0 && box.width > 0) shapes.push({ shape: 'image', x: box.x + reading.dx, y: box.y + reading.dy, width: box.width, height: box.height, href: element.toDataURL('image/png') })
    return
  }
  if (meets(box, inherited.clip)) shapes.push(...readBox(element, style, box, reading, opacity))
  const clips = style.overflowX !== 'visible' || style.overflowY !== 'visible'
  const inner = { opacity, clip: clips ? common(inherited.clip, box) : inherited.clip }
  for (const child of element.childNodes) {
    if (child instanceof Element) read(child, reading, inner, layer)
    else if (child instanceof Text) shapes.push(...readText(child, style, reading, inner, scaleOf(element, box)))
  }
  if (element instanceof HTMLInputElement) shapes.push(...readInput(element, style, box, reading, inner))
}

const meets = (a: Box, b: Box): boolean => a.width > 0 && a.height > 0 && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

function common(a: Box, b: Box): Box {
  const x = Math.max(a.x, b.x)
  const y = Math.max(a.y, b.y)
  return { x, y, width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - x), height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - y) }
}

/** How much larger an element is seen than its style says: zoom and transforms around it. */
function scaleOf(element: Element, box: Box): number {
  const own = element instanceof HTMLElement ? element.offsetWidth : 0
  if (own > 0) return box.width / own
  const parent = element.parentElement
  return parent === null ? 1 : scaleOf(parent, parent.getBoundingClientRect())
}

/** `color(srgb r g b / a)`, as a browser tells a mixed colour, in the form that every SVG program reads. */
export function plainColour(colour: string): string {
  const match = /^color\(srgb ([\d.e+-]+) ([\d.e+-]+) ([\d.e+-]+)(?: \/ ([\d.e+-]+))?\)$/.exec(colour)
  if (match === null) return colour
  const [red, green, blue] = match.slice(1, 4).map((part) => Math.round(Math.min(1, Math.max(0, Number(part))) * 255))
  return match[4] === undefined ? `rgb(${red}, ${green}, ${blue})` : `rgba(${red}, ${green}, ${blue}, ${match[4]})`
}

const isClear = (colour: string): boolean => colour === '' || colour === 'transparent' || /^rgba\(.*, 0\)$/.test(colour)
const px = (length: string): number => Number.parseFloat(length) || 0

function readBox(element: Element, style: CSSStyleDeclaration, box: Box, { dx, dy }: Reading, opacity: number): readonly Shape[] {
  const scale = scaleOf(element, box)
  const sides = (['Top', 'Right', 'Bottom', 'Left'] as const).map((side) => {
    const kind = style[`border${side}Style`]
    return { kind, width: kind === 'none' || kind === '' ? 0 : px(style[`border${side}Width`]) * scale, colour: plainColour(style[`border${side}Color`]) }
  })
  const [top, right, bottom, left] = sides as [typeof sides[0], typeof sides[0], typeof sides[0], typeof sides[0]]
  const even = sides.every((side) => side.width === top.width && side.colour === top.colour && side.kind === top.kind) && top.width > 0 && !isClear(top.colour)
  const fill = isClear(style.backgroundColor) ? '' : plainColour(style.backgroundColor)
  const common_ = { shape: 'box', opacity, radius: Math.min(px(style.borderTopLeftRadius) * scale, box.width / 2, box.height / 2) } as const
  if (even) {
    const half = top.width / 2
    return [{
      ...common_, x: box.x + dx + half, y: box.y + dy + half, width: Math.max(0, box.width - top.width), height: Math.max(0, box.height - top.width), fill, stroke: top.colour,
      strokeWidth: top.width, dash: top.kind === 'dashed' ? [4 * scale, 3 * scale] : top.kind === 'dotted' ? [top.width, top.width * 1.5] : [],
    }]
  }
  const plain = { ...common_, stroke: '', strokeWidth: 0, dash: [] }
  const edge = (colour: string, x: number, y: number, width: number, height: number): Shape[] =>
    (width <= 0 || height <= 0 || isClear(colour) ? [] : [{ ...plain, radius: 0, x: x + dx, y: y + dy, width, height, fill: colour }])
  return [
    ...(fill === '' ? [] : [{ ...plain, x: box.x + dx, y: box.y + dy, width: box.width, height: box.height, fill }]),
    ...edge(top.colour, box.x, box.y, box.width, top.width), ...edge(bottom.colour, box.x, box.y + box.height - bottom.width, box.width, bottom.width),
    ...edge(left.colour, box.x, box.y, left.width, box.height), ...edge(right.colour, box.x + box.width - right.width, box.y, right.width, box.height),
  ]
}

/** Share of a line's height that lies above the baseline, near enough for the fonts in use. */
const ascent = 0.79

interface Line extends Box {
  readonly text: string
}

/** The lines that a text takes on the page: words that stand at the same height. */
function linesOf(node: Text): readonly Line[] {
  const lines: Line[] = []
  const range = document.createRange()
  for (const match of node.data.matchAll(/\S+/g)) {
    range.setStart(node, match.index)
    range.setEnd(node, match.index + match[0].length)
    for (const [i, rect] of [...range.getClientRects()].entries()) {
      const last = lines[lines.length - 1]
      // A word that is broken over lines has a rectangle for each; its letters go with the first.
      const text = i === 0 ? match[0] : ''
      if (last !== undefined && Math.abs(last.y - rect.y) < rect.height / 2) {
        lines[lines.length - 1] = { x: last.x, y: last.y, height: last.height, width: rect.x + rect.width - last.x, text: text === '' ? last.text : `${last.text} ${text}` }
      } else if (text !== '') lines.push({ x: rect.x, y: rect.y, width: rect.width, height: rect.height, text })
    }
  }
  return lines
}

function readText(node: Text, style: CSSStyleDeclaration, reading: Reading, { clip, opacity }: Inherited, scale: number): readonly Shape[] {
  if (node.data.trim() === '') return []
  return linesOf(node).filter((line) => meets(line, clip)).map((line) => textShape(line, style, reading, clip, opacity, scale))
}

function textShape(line: Line, style: CSSStyleDeclaration, { dx, dy }: Reading, clip: Box, opacity: number, scale: number): Shape {
  const size = px(style.fontSize) * scale
  const cut = line.x < clip.x - 0.5 || line.x + line.width > clip.x + clip.width + 0.5
  return {
    shape: 'text', x: line.x + dx, y: line.y + dy + (line.height - size) / 2 + size * (ascent + 0.06), width: line.width, size, family: style.fontFamily, weight: style.fontWeight,
    fill: plainColour(style.color), opacity, clip: cut ? { ...clip, x: clip.x + dx, y: clip.y + dy } : undefined,
    text: style.textTransform === 'uppercase' ? line.text.toUpperCase() : line.text,
  }
}

/** What stands in a field is no text node; it is taken to stand in the middle. */
function readInput(input: HTMLInputElement, style: CSSStyleDeclaration, box: Box, reading: Reading, inherited: Inherited): readonly Shape[] {
  if (input.value === '' || input.type === 'checkbox') return []
  const scale = scaleOf(input, box)
  const width = Math.min(box.width, input.value.length * px(style.fontSize) * scale * 0.6)
  return [textShape({ x: box.x + (box.width - width) / 2, y: box.y, width, height: box.height, text: input.value }, style, reading, inherited.clip, inherited.opacity, scale)]
}

const drawn = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'opacity', 'fill-opacity', 'stroke-opacity'] as const
/** Attributes of shapes; all else is the page's business (classes, roles, names). */
const geometry = new Set(['d', 'x', 'y', 'x1', 'y1', 'x2', 'y2', 'cx', 'cy', 'r', 'rx', 'ry', 'width', 'height', 'points', 'transform', 'pathLength'])
const drawableTags = new Set(['g', 'path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon'])

function readDrawing(svg: SVGSVGElement, { dx, dy }: Reading, opacity: number): readonly DrawingShape[] {
  const matrix = svg.getScreenCTM()
  const marks = readMarks(svg, opacity)
  return matrix === null || marks.length === 0 ? [] : [{ shape: 'drawing', marks, matrix: [matrix.a, matrix.b, matrix.c, matrix.d, matrix.e + dx, matrix.f + dy] }]
}

function readMarks(parent: Element, opacity: number): readonly Mark[] {
  return [...parent.children].flatMap((child) => {
    const tag = child.localName
    const style = getComputedStyle(child)
    if (!drawableTags.has(tag) || isHidden(style)) return []
    const attributes: Record<string, string> = {}
    for (const { name, value } of child.attributes) if (geometry.has(name)) attributes[name] = value
    const marks = tag === 'g' ? readMarks(child, 1) : []
    if (tag === 'g') return marks.length === 0 ? [] : [{ tag, attributes, marks }]
    const look: Record<string, string> = {}
    for (const name of drawn) look[name] = plainColour(style.getPropertyValue(name))
    const invisible = isClear(look['fill'] ?? '') || look['fill'] === 'none'
    if (invisible && (look['stroke'] === 'none' || isClear(look['stroke'] ?? ''))) return []
    if (opacity < 1) look['opacity'] = String(opacity * Number(look['opacity'] ?? 1))
    return [{ tag, attributes: { ...attributes, ...withoutDefaults(look) }, marks: [] }]
  })
}

const defaults: Readonly<Record<string, string>> = {
  stroke: 'none', 'stroke-dasharray': 'none', 'stroke-linecap': 'butt', 'stroke-linejoin': 'miter', opacity: '1', 'fill-opacity': '1', 'stroke-opacity': '1', 'stroke-width': '1px',
}

function withoutDefaults(look: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(look).filter(([name, value]) => value !== defaults[name] && value !== ''))
}
