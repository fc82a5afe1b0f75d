/** The theme's colours for canvases, which know no CSS variables. */
import { statusNames } from '../../protocol/vocabulary.ts'
import type { PacketKind, StatusName } from '../../protocol/vocabulary.ts'
import type { Palette } from '../kernels/world-bitmap.ts'

const linkTokens: Record<PacketKind, string> = {
  request: '--lk-api',
  response: '--lk-api',
  watch: '--lk-watch',
  etcd: '--lk-etcd',
  kubelet: '--lk-kubelet',
  cri: '--lk-cri',
  vxlan: '--lk-vxlan',
  service: '--lk-service',
}

export interface ThemeColours {
  readonly packets: Record<PacketKind, string>
  readonly status: Record<StatusName, string>
  readonly ground: string
  /** A running pod or a Ready node seen from afar. */
  readonly quiet: string
  readonly text: string
  readonly failed: string
  readonly font: string
}

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

/** What `read` finds in the document's theme, kept: to ask a document for a value has it work out the style of all that changed, in mid-frame. */
function oncePerTheme<T>(read: () => T): () => T {
  const known = new Map<string | undefined, T>()
  return () => {
    const { theme } = document.documentElement.dataset
    const kept = known.get(theme)
    if (kept !== undefined) return kept
    const found = read()
    // Not before the tokens have come.
    if (token('--bg') !== '') known.set(theme, found)
    return found
  }
}

/** The colours of the theme that the document wears now. */
export const themeColours = oncePerTheme((): ThemeColours => {
  const packets = Object.fromEntries(Object.entries(linkTokens).map(([kind, name]) => [kind, token(name)])) as Record<PacketKind, string>
  const status = Object.fromEntries(statusNames.map((name) => [name, token(`--st-${name}`)])) as Record<StatusName, string>
  return { packets, status, ground: token('--bg'), quiet: token('--st-quiet'), text: token('--text'), failed: token('--st-failed'), font: token('--font-ui') }
})

type Rgb = readonly [number, number, number]

/** "#1f7a63", or "#fff" as a build may shorten it, as numbers; black when it is no such text. */
export function parseHex(hex: string): Rgb {
  const short = /^#([\da-f]{3})$/i.exec(hex)?.[1]
  const digits = short === undefined ? (/^#([\da-f]{6})$/i.exec(hex)?.[1] ?? '000000') : short.replaceAll(/./g, '$&$&')
  return [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16)) as unknown as Rgb
}

/** A colour as a pixel of ImageData, `part` of it over `ground`. */
export function pixel(hex: string, ground: string, part: number): number {
  const over = parseHex(hex)
  const under = parseHex(ground)
  const channel = (i: 0 | 1 | 2): number => Math.round(under[i] + (over[i] - under[i]) * part)
  return ((255 << 24) | (channel(2) << 16) | (channel(1) << 8) | channel(0)) >>> 0
}

/** The far map's palette in the current theme. */
export const mapPalette = oncePerTheme((): Palette => {
  const ground = token('--bg')
  const quiet = token('--st-quiet')
  const shade = (part: number): number => pixel(quiet, ground, part)
  return {
    // Of an older revision: between what runs and what ends.
    status: [...statusNames.map((name) => pixel(token(`--st-${name}`), ground, 1)), pixel(token('--st-terminating'), ground, 0.58)],
    quiet: [shade(0.5), shade(0.68), shade(0.86), pixel(token('--st-running'), quiet, 0.35)],
    tile: pixel(token('--card'), ground, 0.95),
    tileUnknown: pixel(token('--st-unknown'), ground, 0.22),
    ground: pixel(ground, ground, 1),
  }
})
