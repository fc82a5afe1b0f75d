/** In which form the cards of worker nodes are drawn now, on the way to the one that the level asks for. */
import { cardsPerFrame } from './level-of-detail.ts'

/**
 * While the camera moves a full card is put up by parts, which are easier on it than a whole. `bare`: without its pods; nobody sees it yet. `unlinked`: all
 * but its lines.
 */
export type CardForm = 'shell' | 'bare' | 'unlinked' | 'full'
/** Forms by slot. */
export type CardForms = ReadonlyMap<number, CardForm>

/** So many cards turn from shells into full ones, and back, without waiting for a turn: a node that is shown alone. */
const turnedAtOnce = 1

/** The form of each mounted card: one that just came has the `wanted` one at once, or its first half while the camera moves; all have it where they are few. */
export function formsNow(shown: CardForms, mounted: ReadonlySet<number>, wanted: 'shell' | 'full', moving: boolean): CardForms {
  const first: CardForm = wanted === 'full' && moving ? 'bare' : wanted
  const atOnce = mounted.size <= turnedAtOnce
  return new Map([...mounted].map((slot) => [slot, atOnce ? wanted : shown.get(slot) ?? first]))
}

/** Whether lines lead to a card of that form; undefined: there is none. */
export const hasLines = (form: CardForm | undefined): boolean => form === 'shell' || form === 'full'

/** What a card becomes that is put up by parts. */
const nextPart: Partial<Record<CardForm, CardForm>> = { bare: 'unlinked' }

/** The forms one frame later: a few cards have turned, those first that are put up by parts. */
export function nextForms(shown: CardForms, wanted: 'shell' | 'full'): CardForms {
  const others = [...shown.keys()].filter((slot) => shown.get(slot) !== wanted)
  const turned = new Set(others.toSorted((a, b) => Number(hasLines(shown.get(a))) - Number(hasLines(shown.get(b)))).slice(0, cardsPerFrame.turned))
  return new Map([...shown].map(([slot, form]) => [slot, turned.has(slot) ? (wanted === 'full' ? nextPart[form] : undefined) ?? wanted : form]))
}
