/** The `waitFor` of a lesson's step. */
import { isSeq } from 'yaml'
import { resources } from '../kubernetes/resources.ts'
import type { ResourceName } from '../kubernetes/resources.ts'
import type { Condition, FieldTest } from './lesson.ts'
import { parseObjectPath } from './object-path.ts'
import { fault, field, isPresent, optional, readFields, readList, readNumber, readScalar, readText, readWord } from './yaml-reader.ts'
import type { Fields, Place, Reader } from './yaml-reader.ts'

const comparisons = ['equals', 'not', 'atLeast', 'atMost'] as const
const resourceNames: readonly ResourceName[] = resources.map((info) => info.name)

/** A map with one of `object`, `count`, `seconds`; or a list of such maps that must all hold. */
export function parseCondition(reader: Reader, place: Place): Condition | undefined {
  if (!isSeq(place.node)) return parseOne(reader, place)
  const conditions = readList(reader, place)?.map((item) => parseOne(reader, item)).filter((condition) => condition !== undefined)
  return conditions === undefined ? undefined : { type: 'all', conditions }
}

function parseOne(reader: Reader, place: Place): Condition | undefined {
  const fields = readFields(reader, place, ['object', 'count', 'seconds', 'path', 'namespace', 'name', 'labels', 'where', ...comparisons])
  if (fields === undefined) return undefined
  const kinds = (['object', 'count', 'seconds'] as const).filter((kind) => fields.has(kind))
  if (kinds.length !== 1) return fault(reader, place, 'must have exactly one of object, count, seconds')
  switch (kinds[0]) {
    case 'object': return parseObject(reader, place, fields)
    case 'count': return parseCount(reader, place, fields)
    default: return parseSeconds(reader, place, fields)
  }
}

function parseSeconds(reader: Reader, place: Place, fields: Fields): Condition | undefined {
  const seconds = readNumber(reader, field(fields, place, 'seconds'))
  return seconds === undefined ? undefined : { type: 'seconds', seconds }
}

function parseObject(reader: Reader, place: Place, fields: Fields): Condition | undefined {
  const resource = readWord(reader, field(fields, place, 'object'), resourceNames)
  const name = readText(reader, field(fields, place, 'name'))
  const test = parseTest(reader, place, fields)
  if (resource === undefined || name === undefined || test === undefined) return undefined
  return { type: 'object', resource, namespace: readNamespace(reader, place, fields, resource), name, test }
}

function parseCount(reader: Reader, place: Place, fields: Fields): Condition | undefined {
  const resource = readWord(reader, field(fields, place, 'count'), resourceNames)
  const compare = readComparison(reader, place, fields)
  const value = compare === undefined ? undefined : readNumber(reader, field(fields, place, compare))
  const where = optional(field(fields, place, 'where'), (found) => readList(reader, found))
  const tests = where?.map((item) => parseWhere(reader, item)).filter((test) => test !== undefined) ?? []
  if (resource === undefined || compare === undefined || value === undefined) return undefined
  const labels = readLabels(reader, field(fields, place, 'labels'))
  return { type: 'count', resource, namespace: readNamespace(reader, place, fields, resource), labels, where: tests, compare, value }
}

function parseWhere(reader: Reader, place: Place): FieldTest | undefined {
  const fields = readFields(reader, place, ['path', ...comparisons])
  return fields === undefined ? undefined : parseTest(reader, place, fields)
}

function parseTest(reader: Reader, place: Place, fields: Fields): FieldTest | undefined {
  const pathPlace = field(fields, place, 'path')
  const text = readText(reader, pathPlace)
  const compare = readComparison(reader, place, fields)
  const value = compare === undefined ? undefined : readScalar(reader, field(fields, place, compare))
  if (text === undefined || compare === undefined || value === undefined) return undefined
  const path = parseObjectPath(text)
  if (path === undefined) return fault(reader, pathPlace, `"${text}" is not a path such as status.conditions[type=Ready].status`)
  if (compare.startsWith('at') && typeof value !== 'number') return fault(reader, field(fields, place, compare), 'must be a number')
  return { path, text, compare, value }
}

function readComparison(reader: Reader, place: Place, fields: Fields): FieldTest['compare'] | undefined {
  const found = comparisons.filter((name) => fields.has(name))
  return found.length === 1 ? found[0] : fault(reader, place, `must have exactly one of ${comparisons.join(', ')}`)
}

function readNamespace(reader: Reader, place: Place, fields: Fields, resource: ResourceName): string {
  const namespaced = resources.find((info) => info.name === resource)?.namespaced ?? true
  const written = optional(field(fields, place, 'namespace'), (found) => readText(reader, found))
  return written ?? (namespaced ? 'default' : '')
}

function readLabels(reader: Reader, place: Place): Record<string, string> {
  const labels: Record<string, string> = {}
  if (!isPresent(place)) return labels
  for (const [name, value] of readFields(reader, place, []) ?? []) labels[name] = readText(reader, value) ?? ''
  return labels
}
