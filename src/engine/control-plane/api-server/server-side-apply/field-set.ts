/**
 * Sets of fields as a tree of path elements, and their form `fieldsV1`: `f:name` a member, `k:{...}` an item of a keyed list, `v:value` an
 * item of a set, `i:0` an item by its place, `.` the node itself. Source: sigs.k8s.io/structured-merge-diff/v6/fieldpath.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../../../../kubernetes/patch/json-value.ts'
import type { JsonTree } from '../../../../kubernetes/types/meta.ts'

export interface FieldSet {
  /** The path itself is a member of the set. */
  self: boolean
  readonly children: Map<string, FieldSet>
}

export function emptySet(self = false): FieldSet {
  return { self, children: new Map() }
}

export function isEmpty(set: FieldSet): boolean {
  return !set.self && set.children.size === 0
}

/** Adds a child unless it is empty. */
export function addChild(set: FieldSet, element: string, child: FieldSet): void {
  if (!isEmpty(child)) set.children.set(element, child)
}

export function readFields(value: JsonValue | undefined): FieldSet {
  const set = emptySet()
  if (!isJsonObject(value)) return set
  const elements = Object.keys(value)
  // A leaf stands for itself.
  if (elements.length === 0) set.self = true
  for (const element of elements) {
    if (element === '.') set.self = true
    else addChild(set, element, readFields(value[element]))
  }
  return set
}

/** The set as `fieldsV1`, its elements in order. */
export function writeFields(set: FieldSet): JsonTree {
  const result: Record<string, JsonTree> = {}
  if (set.children.size === 0) return result
  if (set.self) result['.'] = {}
  for (const element of [...set.children.keys()].toSorted()) result[element] = writeFields(set.children.get(element)!)
  return result
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  const result = emptySet(a.self || b.self)
  for (const [element, child] of a.children) {
    const other = b.children.get(element)
    result.children.set(element, other === undefined ? child : union(child, other))
  }
  for (const [element, child] of b.children) if (!a.children.has(element)) result.children.set(element, child)
  return result
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  const result = emptySet(a.self && b.self)
  for (const [element, child] of a.children) {
    const other = b.children.get(element)
    if (other !== undefined) addChild(result, element, intersection(child, other))
  }
  return result
}

export function difference(a: FieldSet, b: FieldSet): FieldSet {
  const result = emptySet(a.self && !b.self)
  for (const [element, child] of a.children) {
    const other = b.children.get(element)
    addChild(result, element, other === undefined ? child : difference(child, other))
  }
  return result
}

export function sameSet(a: FieldSet, b: FieldSet): boolean {
  if (a.self !== b.self || a.children.size !== b.children.size) return false
  for (const [element, child] of a.children) {
    const other = b.children.get(element)
    if (other === undefined || !sameSet(child, other)) return false
  }
  return true
}

function keyText(key: JsonObject): string {
  return Object.entries(key).map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')
}

/** ".spec.containers[name="web"].image": one element as messages show it. */
function elementText(element: string): string {
  const rest = element.slice(2)
  switch (element[0]) {
    case 'f': return `.${rest}`
    case 'k': return `[${keyText(JSON.parse(rest) as JsonObject)}]`
    default: return `[${rest}]`
  }
}

/** The paths of all members, in order. */
export function pathsOf(set: FieldSet, prefix = ''): string[] {
  const paths = set.self ? [prefix] : []
  for (const element of [...set.children.keys()].toSorted()) {
    paths.push(...pathsOf(set.children.get(element)!, prefix + elementText(element)))
  }
  return paths
}
