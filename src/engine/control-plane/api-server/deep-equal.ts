/** Equality of stored values: an update that changes nothing is not written. */

/** Equal by value; a member that is `undefined` equals one that is missing. */
export function deepEqual(a: unknown, b: unknown): boolean {
  // The first need not look into equal objects, which are far apart in memory.
  if (Object.is(a, b) || a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    for (let i = 0; i < a.length; i++) if (!deepEqual(a[i], b[i])) return false
    return true
  }
  const left = a as Record<string, unknown>
  const right = b as Record<string, unknown>
  for (const key in left) if (!deepEqual(left[key], right[key])) return false
  for (const key in right) if (right[key] !== undefined && left[key] === undefined) return false
  return true
}

/** True when two versions of an object differ in nothing but the revision. */
export function sameObject(a: object, b: object): boolean {
  const left = a as Record<string, unknown>
  const right = b as Record<string, unknown>
  // Most writes change spec or status: they are looked at first.
  for (const key in left) if (key !== 'metadata' && left[key] !== right[key] && !deepEqual(left[key], right[key])) return false
  return left['metadata'] === right['metadata'] || sameMetadata(left['metadata'] as object, right['metadata'] as object)
}

function sameMetadata(a: object, b: object): boolean {
  const left = a as Record<string, unknown>
  const right = b as Record<string, unknown>
  for (const key in left) if (left[key] !== right[key] && key !== 'resourceVersion' && !deepEqual(left[key], right[key])) return false
  return true
}
