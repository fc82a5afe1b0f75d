/** Paths into objects: `status.conditions[type=Ready].status`, `spec.template.spec.containers[0].image`. */

type PathSegment =
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'index'; readonly index: number }
  /** The first element of a list whose field has this value, as in `kubectl get -o jsonpath` filters. */
  | { readonly type: 'element'; readonly field: string; readonly value: string }
export type ObjectPath = readonly PathSegment[]

// A quoted field holds dots: metadata.labels['app.kubernetes.io/name'].
const segmentPattern = /\.?([A-Za-z_][\w-]*)|\[(\d+)\]|\['([^']+)'\]|\[([A-Za-z_][\w-]*)=([^\]]+)\]/y

/** Parses a path; undefined when it is not one. */
export function parseObjectPath(text: string): ObjectPath | undefined {
  const segments: PathSegment[] = []
  segmentPattern.lastIndex = 0
  while (segmentPattern.lastIndex < text.length) {
    const found = segmentPattern.exec(text)
    if (found === null) return undefined
    const [, name, index, quoted, field, value] = found
    if (index !== undefined) segments.push({ type: 'index', index: Number(index) })
    else if (field !== undefined && value !== undefined) segments.push({ type: 'element', field, value })
    else segments.push({ type: 'field', name: name ?? quoted ?? '' })
  }
  return segments.length === 0 ? undefined : segments
}

/** The value at a path; undefined where the way ends early. */
export function valueAt(object: unknown, path: ObjectPath): unknown {
  let value: unknown = object
  for (const segment of path) {
    if (value === undefined || value === null) return undefined
    value = step(value, segment)
  }
  return value
}

function step(value: unknown, segment: PathSegment): unknown {
  switch (segment.type) {
    case 'field': return fieldOf(value, segment.name)
    case 'index': return Array.isArray(value) ? value[segment.index] : undefined
    case 'element': return Array.isArray(value) ? value.find((element) => String(fieldOf(element, segment.field)) === segment.value) : undefined
  }
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Record<string, unknown>)[name]
}
