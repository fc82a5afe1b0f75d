/** JSON patch: a list of operations on places named by JSON pointers. Sources: RFC 6902, RFC 6901. */
import { isJsonObject, jsonEqual, PatchError, type JsonValue } from './json-value.ts'

interface Operation {
  readonly op: string
  readonly path: string
  readonly from: string
  readonly value: JsonValue | undefined
}
type Mutable = JsonValue[] | Record<string, JsonValue>

function parseOperation(value: JsonValue, i: number): Operation {
  if (!isJsonObject(value)) throw new PatchError(`json patch: operation ${i} is not an object`)
  const { op, path, from } = value
  if (typeof op !== 'string' || typeof path !== 'string') throw new PatchError(`json patch: operation ${i} needs "op" and "path"`)
  if ((op === 'move' || op === 'copy') && typeof from !== 'string') {
    throw new PatchError(`json patch: operation ${i} ("${op}") needs "from"`)
  }
  if ((op === 'add' || op === 'replace' || op === 'test') && !Object.hasOwn(value, 'value')) {
    throw new PatchError(`json patch: operation ${i} ("${op}") needs "value"`)
  }
  return { op, path, from: typeof from === 'string' ? from : '', value: value['value'] }
}

function segments(pointer: string): string[] {
  if (pointer === '') return []
  if (!pointer.startsWith('/')) throw new PatchError(`json patch: "${pointer}" is not a JSON pointer`)
  return pointer.slice(1).split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function position(list: readonly JsonValue[], segment: string, pointer: string, adding: boolean): number {
  if (segment === '-' && adding) return list.length
  const at = /^(0|[1-9]\d*)$/.test(segment) ? Number(segment) : -1
  if (at < 0 || at > list.length || (at === list.length && !adding)) throw new PatchError(`json patch: index out of range: "${pointer}"`)
  return at
}

function child(parent: JsonValue | undefined, segment: string, pointer: string): JsonValue {
  if (Array.isArray(parent)) return parent[position(parent, segment, pointer, false)] as JsonValue
  if (isJsonObject(parent) && Object.hasOwn(parent, segment)) return parent[segment] as JsonValue
  throw new PatchError(`json patch: the path "${pointer}" does not exist`)
}

/** Copies the containers along the path and lets `change` edit the last one. */
function edit(root: JsonValue, path: readonly string[], pointer: string, change: (parent: Mutable, segment: string) => void): JsonValue {
  const [segment = '', ...rest] = path
  if (!Array.isArray(root) && !isJsonObject(root)) throw new PatchError(`json patch: the path "${pointer}" does not exist`)
  const copy: Mutable = Array.isArray(root) ? [...(root as readonly JsonValue[])] : { ...root }
  if (rest.length === 0) change(copy, segment)
  else {
    const edited = edit(child(root, segment, pointer), rest, pointer, change)
    if (Array.isArray(copy)) copy[Number(segment)] = edited
    else copy[segment] = edited
  }
  return copy
}

function read(root: JsonValue, pointer: string): JsonValue {
  let value = root
  for (const segment of segments(pointer)) value = child(value, segment, pointer)
  return value
}

function add(root: JsonValue, pointer: string, value: JsonValue): JsonValue {
  const path = segments(pointer)
  if (path.length === 0) return value
  return edit(root, path, pointer, (parent, segment) => {
    if (Array.isArray(parent)) parent.splice(position(parent, segment, pointer, true), 0, value)
    else parent[segment] = value
  })
}

function remove(root: JsonValue, pointer: string): JsonValue {
  const path = segments(pointer)
  if (path.length === 0) throw new PatchError('json patch: the whole document cannot be removed')
  return edit(root, path, pointer, (parent, segment) => {
    if (Array.isArray(parent)) parent.splice(position(parent, segment, pointer, false), 1)
    else if (Object.hasOwn(parent, segment)) delete parent[segment]
    else throw new PatchError(`json patch: the path "${pointer}" does not exist`)
  })
}

function apply(root: JsonValue, { op, path, from, value = null }: Operation): JsonValue {
  switch (op) {
    case 'add': return add(root, path, value)
    case 'remove': return remove(root, path)
    case 'replace': {
      if (path === '') return value
      read(root, path)
      return edit(root, segments(path), path, (parent, segment) => {
        if (Array.isArray(parent)) parent[position(parent, segment, path, false)] = value
        else parent[segment] = value
      })
    }
    case 'move': {
      if (path.startsWith(`${from}/`)) throw new PatchError(`json patch: "${from}" cannot be moved into itself`)
      return add(remove(root, from), path, read(root, from))
    }
    case 'copy': return add(root, path, read(root, from))
    case 'test': {
      if (!jsonEqual(read(root, path), value)) throw new PatchError(`json patch: testing path ${path} failed`)
      return root
    }
    default: throw new PatchError(`json patch: unexpected operation "${op}"`)
  }
}

/** Applies all operations or none. Throws `PatchError`. The target is not changed. */
export function applyJsonPatch(target: JsonValue, patch: JsonValue): JsonValue {
  if (!Array.isArray(patch)) throw new PatchError('json patch: the patch must be a list of operations')
  return (patch as readonly JsonValue[]).map(parseOperation).reduce(apply, target)
}
