/** Values and their fields: which there are, which differ, what two values make together. Source: structured-merge-diff/typed. */
import { isJsonObject, jsonEqual, PatchError, type JsonValue } from '../../../../kubernetes/patch/json-value.ts'
import { addChild, emptySet, isEmpty, type FieldSet } from './field-set.ts'
import type { ValueType } from './value-types.ts'

type Element = readonly [element: string, value: JsonValue, type: ValueType]
type List = readonly JsonValue[]

/** `k:{"containerPort":80,"protocol":"TCP"}`; undefined: the item lacks a key. */
function keyOf(item: JsonValue, type: ValueType): string | undefined {
  if (!isJsonObject(item)) return undefined
  const key: Record<string, JsonValue> = {}
  for (const name of type.keys.toSorted()) {
    const value = item[name] ?? type.keyDefaults[name]
    if (value === undefined) return undefined
    key[name] = value
  }
  return `k:${JSON.stringify(key)}`
}

/** The parts of a value that are merged one by one; undefined: the value is merged as one. */
function partsOf(value: JsonValue, type: ValueType): readonly Element[] | undefined {
  if (type.merge === 'atomic') return undefined
  if (isJsonObject(value)) return Object.keys(value).map((name) => [`f:${name}`, value[name]!, type.member(name)] as const)
  if (!Array.isArray(value)) return undefined
  const list = value as List
  if (type.merge === 'set') return list.map((item) => [`v:${JSON.stringify(item)}`, item, type.item()] as const)
  if (type.merge !== 'keyed') return undefined
  const keys = list.map((item) => keyOf(item, type))
  // Stored lists are checked before they are stored: one without its keys is taken as a whole.
  if (keys.includes(undefined) || new Set(keys).size < keys.length) return undefined
  return list.map((item, i) => [keys[i]!, item, type.item()] as const)
}

function isItem(element: string): boolean {
  return !element.startsWith('f:')
}

/** Members that Go prints even when they are empty: nobody adds them. */
const alwaysThere: ReadonlySet<string> = new Set(
  ['f:metadata', 'f:spec', 'f:status', 'f:template', 'f:strategy', 'f:updateStrategy', 'f:jobTemplate', 'f:containers'],
)

/** All fields of a value. `whole`: as when somebody adds it, its maps and lists among them; else those that a configuration names. */
export function fieldsOf(value: JsonValue, type: ValueType, whole: boolean, element = ''): FieldSet {
  const parts = partsOf(value, type)
  if (parts === undefined || parts.length === 0) return emptySet(true)
  const set = emptySet(isItem(element) ? element !== '' : whole && !alwaysThere.has(element))
  for (const [name, part, partType] of parts) addChild(set, name, fieldsOf(part, partType, whole, name))
  return set
}

interface Differences {
  /** Added or changed. */
  readonly changed: FieldSet
  readonly removed: FieldSet
}

/** What changes from one value to another. */
export function compare(before: JsonValue, after: JsonValue, type: ValueType): Differences {
  const changed = emptySet()
  const removed = emptySet()
  const old = partsOf(before, type)
  const now = partsOf(after, type)
  if (old === undefined || now === undefined || Array.isArray(before) !== Array.isArray(after)) {
    changed.self = !jsonEqual(before, after)
    return { changed, removed }
  }
  const known = new Map(old.map((part) => [part[0], part]))
  for (const [element, value, partType] of now) {
    const was = known.get(element)
    known.delete(element)
    if (was === undefined) {
      addChild(changed, element, fieldsOf(value, partType, true, element))
      continue
    }
    const inner = compare(was[1], value, partType)
    addChild(changed, element, inner.changed)
    addChild(removed, element, inner.removed)
  }
  for (const [element, value, partType] of known.values()) addChild(removed, element, fieldsOf(value, partType, true, element))
  return { changed, removed }
}

/** Checks that every item of a keyed list in a configuration has its keys, and each once. Throws `PatchError`. */
export function checkKeys(value: JsonValue, type: ValueType, path = ''): void {
  if (type.merge === 'keyed' && Array.isArray(value)) {
    const seen = new Set<string>()
    ;(value as List).forEach((item, i) => {
      const key = keyOf(item, type)
      const missing = type.keys.find((name) => !isJsonObject(item) || (item[name] ?? type.keyDefaults[name]) === undefined)
      if (key === undefined) {
        const what = `associative list with keys has an element that omits key field "${missing ?? ''}" (and doesn't have default value)`
        throw new PatchError(`${path}: element ${i}: ${what}`)
      }
      if (seen.has(key)) throw new PatchError(`${path}: duplicate entries for key [${key.slice(2)}]`)
      seen.add(key)
    })
  }
  for (const [element, part, partType] of partsOf(value, type) ?? []) {
    checkKeys(part, partType, isItem(element) ? `${path}[${element.slice(2)}]` : `${path}.${element.slice(2)}`)
  }
}

/** A value with a configuration laid over it. Items of lists: those of the configuration in its order, then the others. */
export function merge(live: JsonValue | undefined, config: JsonValue, type: ValueType): JsonValue {
  if (live === undefined) return config
  const old = partsOf(live, type)
  const wanted = partsOf(config, type)
  if (old === undefined || wanted === undefined || Array.isArray(live) !== Array.isArray(config)) return config
  if (isJsonObject(live) && isJsonObject(config)) {
    const result: Record<string, JsonValue> = { ...live }
    for (const name of Object.keys(config)) result[name] = merge(live[name], config[name]!, type.member(name))
    return result
  }
  const known = new Map(old.map((part) => [part[0], part[1]]))
  const items = wanted.map(([element, item, itemType]) => merge(known.get(element), item, itemType))
  const named = new Set(wanted.map((part) => part[0]))
  // What the configuration does not name keeps its place as far as it can: before what it stood before.
  const result: JsonValue[] = []
  let next = 0
  for (const [element, item] of old) {
    if (!named.has(element)) result.push(item)
    else if (next < items.length) result.push(items[next++]!)
  }
  return [...result, ...items.slice(next)]
}

/** Takes fields away that nobody wants any more. What holds a field of `kept` stays. */
export function prune(value: JsonValue, gone: FieldSet, kept: FieldSet, type: ValueType): JsonValue {
  const parts = partsOf(value, type)
  if (parts === undefined || gone.children.size === 0) return value
  const left: [string, JsonValue][] = []
  for (const [element, part, partType] of parts) {
    const lost = gone.children.get(element)
    if (lost === undefined) {
      left.push([element, part])
      continue
    }
    const own = kept.children.get(element) ?? emptySet()
    if (lost.self && isEmpty(own)) continue
    const pruned = prune(part, lost, own, partType)
    // Maps and lists that have lost all they held are left out, as Go leaves them out.
    const isHollow = isEmpty(own) && partsOf(pruned, partType)?.length === 0
    if (!isHollow) left.push([element, pruned])
  }
  if (Array.isArray(value)) return left.map(([, part]) => part)
  return Object.fromEntries(left.map(([element, part]) => [element.slice(2), part]))
}
