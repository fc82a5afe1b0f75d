/** A name that was shortened: `start` and `end` stand on both sides of the mark "…". `end` is undefined when nothing was cut. */
interface CutName {
  readonly start: string
  readonly end: string | undefined
}

/**
 * The part of a name that tells it from its neighbours, where the whole has no room: what stands after the last "-" of its first label
 * ("node-100" -> "…100", "ip-10-0-1-23.internal" -> "…23"), without the mark where that has no room either.
 */
export function tellingPart(name: string, maxChars: number): string {
  if (name.length <= maxChars) return name
  const label = name.split('.')[0] ?? name
  const part = label.slice(label.lastIndexOf('-') + 1)
  return part.length < maxChars ? `…${part}` : part.slice(-Math.max(1, maxChars))
}

/**
 * Shortens a name in the middle so that it has at most `maxChars` characters with its mark; the suffix after the last "-" is never cut,
 * because it is what tells twins apart. The start is kept to whole words between dashes where that fits.
 * A suffix that alone is too long is kept whole: the name is then longer than `maxChars`.
 */
export function middleCut(name: string, maxChars: number): CutName {
  if (name.length <= maxChars) return { start: name, end: undefined }
  const lastDash = name.lastIndexOf('-')
  const end = lastDash < 0 ? name.slice(-Math.max(1, Math.floor((maxChars - 1) / 2))) : name.slice(lastDash)
  const room = Math.max(1, maxChars - end.length - 1)
  const words = name.slice(0, room + 1)
  const wordEnd = words.lastIndexOf('-')
  const start = wordEnd > 0 ? words.slice(0, wordEnd + 1).slice(0, room) : name.slice(0, room)
  return { start, end }
}
