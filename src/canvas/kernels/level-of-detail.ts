/** What is drawn at which zoom. */
export type Level = 'fleet' | 'shell' | 'cluster' | 'near'

/**
 * Lowest zoom of each level. From `cluster` on the smallest letters of a full card are 12 px large; three nodes or fewer stay full cards down to `few`,
 * so that a window that is a little too small shows the whole of them.
 */
export const levelZoom = { shell: 0.215, few: 0.8, cluster: 1, near: 1.5 } as const
/** As many nodes are few: they are drawn in full as long as that can be read. */
export const mostFew = 3

/** The level of a zoom factor in a picture with places for so many nodes, whose text is `textFactor` times as large as usual. */
export function levelOf(zoom: number, places: number, textFactor = 1): Level {
  if (zoom < levelZoom.shell) return 'fleet'
  if (zoom < (places <= mostFew ? levelZoom.few : levelZoom.cluster) * textFactor) return 'shell'
  return zoom <= levelZoom.near * textFactor ? 'cluster' : 'near'
}

/** Most single cards with lines of their own; above it links are drawn as one trunk for each kind. */
export const maxLinkedCards = 25
/** Most full cards that are mounted; further ones in view stay shells. */
export const maxFullCards = 40
/** Most cards that are mounted in one animation frame, that go, and that turn from shells into full cards or back. */
export const cardsPerFrame = { mounted: 2, gone: 8, turned: 1 } as const
/** What it takes of a frame's budget (state/frame-turns.ts) to mount a card, to turn one, and to take away those that go. */
export const cardCost = { mounted: 2, turned: 4, gone: 1 } as const

/** `hidden`: pods stand by what they belong to, there are no machines that lines could lead to. */
export type LinkMode = 'single' | 'plain' | 'trunk' | 'hidden'
/** How links are drawn in a view with room for so many cards: single lines with port chips, lines without chips (too small to read), or trunks. */
export function linkMode(level: Level, cards: number): LinkMode {
  if (level === 'fleet' || cards > maxLinkedCards) return 'trunk'
  return level === 'shell' ? 'plain' : 'single'
}

/** Lowest zoom at which lines of a single row still have room for short chips between them, and below it for their bare text. */
export const shortChipZoom = 0.6
const tightChipZoom = 0.47

/** Zoom below which a shell's text shrinks after all: its card has no room for more. */
const smallestTextZoom = 0.2

/** Smallest letters that are shown, in CSS px: letters that are fitted to 12.5 px may be a hair smaller than 12 on screen. */
const smallestLetters = 11.9

/** Whether letters of a size in the world can be read at a zoom. */
export function isLegible(size: number, zoom: number): boolean {
  return size * zoom >= smallestLetters
}

/** Whether the camera's zoom is `now` so far from `zoom`, for which things were laid out, that they must follow before the camera rests. */
export function isFarFrom(zoom: number, now: number): boolean {
  return now > zoom * 1.25 || now < zoom / 1.25
}

/** A zoom in steps that text sizes follow. */
export function textZoom(zoom: number): number {
  return Math.floor(zoom * 50) / 50 || zoom
}

/** Factor by which a shell card's text is enlarged so that it keeps about its size on screen. */
export function textScale(zoom: number): number {
  return Math.min(1 / zoom, 1 / smallestTextZoom)
}

/**
 * How much larger the chips of lines that are not drawn in full must be, so that they keep their size on screen; undefined: they would not
 * have room between the lines. Text that is larger than usual may give way down to its usual size.
 */
export function chipScaleAt(zoom: number, textFactor: number): number | undefined {
  const scale = textFactor * textScale(textZoom(zoom))
  if (scale <= 1 / tightChipZoom) return scale
  return zoom >= tightChipZoom ? 1 / tightChipZoom : undefined
}
