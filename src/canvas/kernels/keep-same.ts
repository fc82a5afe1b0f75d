/** Keeps what is equal to what was there before: another object of the same content would be drawn anew. */

interface Named {
  readonly id: string
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** Equal as far as `depth` levels of plain objects go; below that it must be the same object. */
function isSame(a: unknown, b: unknown, depth: number): boolean {
  if (Object.is(a, b)) return true
  if (depth === 0 || !isPlain(a) || !isPlain(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key], depth - 1))
}

/** `now` with those of `before` that have the same id and content (their own fields, and the fields of plain objects in them). */
export function keepSame<T extends Named>(before: readonly T[], now: readonly T[]): T[] {
  const known = new Map(before.map((one) => [one.id, one]))
  return now.map((one) => {
    const old = known.get(one.id)
    return old !== undefined && isSame(old, one, 2) ? old : one
  })
}
