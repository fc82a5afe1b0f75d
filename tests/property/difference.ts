/** Where two plain values differ first, as a path with both values; undefined: nowhere. Absent and undefined are the same. */
export function differenceOf(a: unknown, b: unknown, path = ''): string | undefined {
  if (Object.is(a, b)) return undefined
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return `${path}: ${String(a)} is not ${String(b)}`
  if (a instanceof Map && b instanceof Map) return mapDifference(a, b, path)
  if (a instanceof Set && b instanceof Set) {
    const extra = [...a].find((item) => !b.has(item)) ?? [...b].find((item) => !a.has(item))
    return extra === undefined ? undefined : `${path}: only one has ${String(extra)}`
  }
  if (isList(a) && isList(b)) return listDifference(a, b, path)
  const left = a as Readonly<Record<string, unknown>>
  const right = b as Readonly<Record<string, unknown>>
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const found = differenceOf(left[key], right[key], `${path}.${key}`)
    if (found !== undefined) return found
  }
  return undefined
}

function isList(value: object): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value)
}

function listDifference(a: ArrayLike<unknown>, b: ArrayLike<unknown>, path: string): string | undefined {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    if (Object.is(a[i], b[i])) continue
    const found = differenceOf(a[i], b[i], `${path}[${i}]`)
    if (found !== undefined) return found
  }
  return undefined
}

function mapDifference(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>, path: string): string | undefined {
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const found = differenceOf(a.get(key), b.get(key), `${path}(${String(key)})`)
    if (found !== undefined) return found
  }
  return undefined
}
