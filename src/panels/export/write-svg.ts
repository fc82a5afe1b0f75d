/** A picture as SVG text. Everything that came from the cluster is escaped: a name may hold any character. */
import type { Box, Mark, Picture, Shape } from './picture.ts'

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text that is safe inside an element or an attribute; characters that XML forbids are left out. */
export function escapeXml(text: string): string {
  const allowed = Array.from(text).filter((char) => {
    const code = char.codePointAt(0) ?? 0
    return code >= 0x20 ? code !== 0xfffe && code !== 0xffff && !(code >= 0xd800 && code <= 0xdfff) : code === 9 || code === 10 || code === 13
  })
  return allowed.join('').replaceAll(/[&<>"']/g, (char) => escapes[char] ?? '')
}

const round = (value: number): string => String(Number(value.toFixed(2)))

type Attributes = Readonly<Record<string, string | number | undefined>>

function tag(name: string, attributes: Attributes, inner = ''): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? round(value) : escapeXml(value ?? '')}"`)
  return inner === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${inner}</${name}>`
}

const opacityOf = (opacity: number): number | undefined => (opacity === 1 ? undefined : opacity)
const boxOf = ({ x, y, width, height }: Box): Attributes => ({ x, y, width, height })
const sameBox = (a: Box, b: Box): boolean => a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height

function writeShape(shape: Shape, clips: Box[]): string {
  switch (shape.shape) {
    case 'box': return tag('rect', {
      ...boxOf(shape), rx: shape.radius === 0 ? undefined : shape.radius, fill: shape.fill === '' ? 'none' : shape.fill, stroke: shape.stroke,
      'stroke-width': shape.stroke === '' ? undefined : shape.strokeWidth, 'stroke-dasharray': shape.dash.map(round).join(' '), opacity: opacityOf(shape.opacity),
    })
    case 'text': return tag('text', {
      x: shape.x, y: shape.y, 'font-family': shape.family, 'font-size': shape.size, 'font-weight': shape.weight, fill: shape.fill, opacity: opacityOf(shape.opacity),
      textLength: shape.width, lengthAdjust: 'spacingAndGlyphs', 'clip-path': clipUrl(shape.clip, clips), 'xml:space': 'preserve',
    }, escapeXml(shape.text))
    case 'drawing': return tag('g', { transform: `matrix(${shape.matrix.map(round).join(' ')})` }, shape.marks.map(writeMark).join(''))
    case 'image': return tag('image', { ...boxOf(shape), href: shape.href, preserveAspectRatio: 'none' })
  }
}

function clipUrl(clip: Box | undefined, clips: Box[]): string | undefined {
  if (clip === undefined) return undefined
  const known = clips.findIndex((one) => sameBox(one, clip))
  if (known < 0) clips.push(clip)
  return `url(#clip-${known < 0 ? clips.length - 1 : known})`
}

function writeMark(mark: Mark): string {
  return tag(mark.tag, mark.attributes, mark.marks.map(writeMark).join(''))
}

/** The whole picture as an SVG document that needs no other file. `width`: of the document in px; its height follows. */
export function writeSvg(picture: Picture, width = picture.width): string {
  const clips: Box[] = []
  const shapes = picture.shapes.map((shape) => writeShape(shape, clips)).join('\n')
  const defs = clips.map((clip, i) => tag('clipPath', { id: `clip-${i}` }, tag('rect', boxOf(clip)))).join('')
  const height = (picture.height * width) / picture.width
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(picture.width)} ${round(picture.height)}">`,
    `<title>${escapeXml(picture.title)}</title>`,
    defs === '' ? '' : `<defs>${defs}</defs>`,
    tag('rect', { width: picture.width, height: picture.height, fill: picture.background }),
    shapes,
    '</svg>\n',
  ].filter((line) => line !== '').join('\n')
}
