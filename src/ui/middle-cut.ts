/** A name that was shortened: `start` and `end` stand on both sides of the mark "…". `end` is undefined when nothing was cut. */
interface CutName {
  readonly start: string
  readonly end: string | undefined
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
