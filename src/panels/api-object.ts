/** Reading objects as the REST door prints them: JSON of unknown shape, asked for field by field. */

type Step = string | number

/** The value at a path; undefined where the path ends early. */
export function field(value: unknown, ...path: readonly Step[]): unknown {
  let at = value
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return undefined
    at = (at as Readonly<Record<Step, unknown>>)[step]
  }
  return at
}

/** The text at a path; empty where there is none. Numbers and booleans are printed. */
export function text(value: unknown, ...path: readonly Step[]): string {
  const found = field(value, ...path)
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? String(found) : ''
}

/** The list at a path; empty where there is none. */
export function list(value: unknown, ...path: readonly Step[]): readonly unknown[] {
  const found = field(value, ...path)
  return Array.isArray(found) ? found : []
}
