/** Keeps what is equal to what was there before: another object of the same content would be drawn anew. */

interface Named {
  readonly id: string
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** Equal as far as `depth` levels of plain objects and lists go; below that it must be the same object. */
function isSame(a: unknown, b: unknown, depth: number): boolean {
  if (Object.is(a, b)) return true
  if (depth === 0) return false
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, i) => isSame(one, b[i], depth - 1))
  if (!isPlain(a) || !isPlain(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key], depth - 1))
}

/**
 * `now` with those of `before` that have the same id and content: their own fields, and those of what is in them, `depth` levels in all.
 * `before` itself when nothing differs.
 */
export function keepSame<T extends Named>(before: T[], now: T[], depth = 2): T[] {
  const known = new Map(before.map((one) => [one.id, one]))
  const kept = now.map((one) => {
    const old = known.get(one.id)
    return old !== undefined && isSame(old, one, depth) ? old : one
  })
  return kept.length === before.length && kept.every((one, i) => one === before[i]) ? before : kept
}
