import { describe, expect, it } from 'vitest'
import { schemaProblems } from '../../../../../src/engine/control-plane/api-server/custom-resources/structural.ts'

const told = (spec: unknown): readonly string[] => schemaProblems({ type: 'object', properties: { spec } }, 's').map((one) => `${one.field}: ${one.message}`)
const object = (properties: object, more: object = {}): object => ({ type: 'object', properties, ...more })
const text = { type: 'string' }

describe('a schema', () => {
  it.each<readonly [unknown, readonly string[]]>([
    [object({ a: {} }), ['s.properties[spec].properties[a].type: Required value: must not be empty for specified object fields']],
    [{ type: 'array', items: {} }, ['s.properties[spec].items.type: Required value: must not be empty for specified array items']],
    [{ type: 'array' }, ['s.properties[spec].items: Required value: must be specified']],
    [object({ a: text }, { additionalProperties: text }), ['s.properties[spec].additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive']],
    [{ type: 'object', additionalProperties: false }, ['s.properties[spec].additionalProperties: Forbidden: additionalProperties cannot be set to false']],
    [object({ a: text }, { anyOf: [{ properties: { b: { minLength: 1 } } }] }), ['s.properties[spec].properties[b]: Required value: because it is defined in s.properties[spec].anyOf[0].properties[b]']],
    [object({ a: text }, { oneOf: [{ properties: { a: { type: 'string', default: 'x' } } }] }), [
      's.properties[spec].oneOf[0].properties[a].type: Forbidden: must be empty to be structural', 's.properties[spec].oneOf[0].properties[a].default: Forbidden: must be undefined to be structural',
    ]],
    [object({ a: text }, { not: { description: 'x' } }), ['s.properties[spec].not.description: Forbidden: must be empty to be structural']],
    [object({}, { allOf: [{ properties: { metadata: {} } }] }), ['s.properties[spec].allOf[0].properties[metadata]: Forbidden: must not be specified in a nested context']],
    [{ type: 'array', items: object({ a: text }), 'x-kubernetes-list-type': 'map' }, ['s.properties[spec].x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map']],
    [{ type: 'array', items: object({ a: text }), 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['a'] }, [
      's.properties[spec].items.properties[a].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property',
    ]],
    [{ type: 'string', 'x-kubernetes-list-type': 'set' }, ['s.properties[spec].type: Invalid value: "string": must be array if x-kubernetes-list-type is specified']],
    [{ type: 'string', pattern: '(' }, ['s.properties[spec].pattern: Invalid value: "(": must be a valid regular expression, but isn\'t']],
    [{ type: 'null' }, ['s.properties[spec].type: Forbidden: type cannot be set to null, use nullable as an alternative']],
    [{ $ref: '#/definitions/x', type: 'object' }, ['s.properties[spec].$ref: Forbidden: $ref is not supported']],
    [{ 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true }, ['s.properties[spec].type: Required value: must be object if x-kubernetes-embedded-resource is true']],
  ])('%j is refused', (spec, problems) => { expect(told(spec)).toEqual(problems) })

  it.each([
    { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
    { 'x-kubernetes-int-or-string': true, allOf: [{ anyOf: [{ type: 'integer' }, { type: 'string' }] }, { pattern: '^\\d+%?$' }] },
    { 'x-kubernetes-preserve-unknown-fields': true }, object({ a: text }, { oneOf: [{ required: ['a'] }, { not: { required: ['a'] } }] }),
    { type: 'array', items: object({ a: { type: 'string', default: '' } }), 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['a'] },
    object({ list: { type: 'array', items: object({ a: text }) } }, { anyOf: [{ properties: { list: { items: { properties: { a: { minLength: 1 } } } } } }] }),
  ])('%j is taken', (spec) => { expect(told(spec)).toEqual([]) })
  it('says what its root must be', () => {
    expect(schemaProblems({ type: 'array', items: text }, 's')[0]!.message).toBe('Invalid value: "array": must be object at the root')
    expect(schemaProblems({}, 's')[0]!.message).toBe('Required value: must not be empty at the root')
  })
})
