/** STATUS words by number: a word is sent once, then pods carry its number. */
export interface Words {
  index: Map<string, number>
  /** Words that no frame has carried yet. */
  fresh: { readonly index: number; readonly text: string }[]
}

export function createWords(): Words {
  return { index: new Map(), fresh: [] }
}

/** Number of a word. At most 65,536 differ (the column is 16 bits); later ones share the last number's text "…". */
export function wordNumber(words: Words, text: string): number {
  const known = words.index.get(text)
  if (known !== undefined) return known
  const full = words.index.size >= 0xffff
  const index = full ? 0xffff : words.index.size
  if (!full || !words.index.has('…')) {
    words.index.set(full ? '…' : text, index)
    words.fresh.push({ index, text: full ? '…' : text })
  }
  return index
}

/** All words as a snapshot needs them. */
export function allWords(words: Words): { readonly index: number; readonly text: string }[] {
  return [...words.index].map(([text, index]) => ({ index, text }))
}
