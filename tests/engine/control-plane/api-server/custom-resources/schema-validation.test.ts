import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FieldProblem } from '../../../../../src/engine/control-plane/api-server/field-errors.ts'
import { hasFormat } from '../../../../../src/engine/control-plane/api-server/custom-resources/formats.ts'
import type { JsonSchema } from '../../../../../src/engine/control-plane/api-server/custom-resources/json-schema.ts'
import { validate } from '../../../../../src/engine/control-plane/api-server/custom-resources/schema-validation.ts'
import type { JsonValue } from '../../../../../src/kubernetes/patch/json-value.ts'

function problemsOf(schema: JsonSchema, value: JsonValue): readonly string[] {
  const problems: FieldProblem[] = []
  validate({ type: 'object', properties: { spec: schema } }, { spec: value }, '', problems)
  return problems.map((one) => `${one.field}: ${one.message}`)
}

const named = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } } as const

describe('an object that breaks its schema is told so', () => {
  it.each<readonly [JsonSchema, JsonValue, readonly string[]]>([
    [{ ...named, oneOf: [{ required: ['a'] }, { required: ['b'] }] }, {}, [
      '<nil>: Invalid value: "": "spec" must validate one and only one schema (oneOf). Found none valid', 'spec.a: Required value',
    ]],
    [{ ...named, oneOf: [{ required: ['a'] }, { required: ['b'] }] }, { a: '', b: '' }, [
      '<nil>: Invalid value: "": "spec" must validate one and only one schema (oneOf). Found 2 valid alternatives',
    ]],
    [{ ...named, oneOf: [{ required: ['a'] }, { required: ['b'] }] }, { a: '' }, []],
    [{ type: 'integer', anyOf: [{ minimum: 10 }, { maximum: 3 }] }, 5, [
      '<nil>: Invalid value: "": "spec" must validate at least one schema (anyOf)', 'spec: Invalid value: 5: spec in body should be greater than or equal to 10',
    ]],
    [{ type: 'string', allOf: [{ minLength: 2 }, { pattern: '^x' }] }, 'yy', [
      'spec: Invalid value: "yy": spec in body should match \'^x\'', '<nil>: Invalid value: "": "spec" must validate all the schemas (allOf)',
    ]],
    [{ type: 'string', allOf: [{ minLength: 3 }] }, 'y', [
      'spec: Invalid value: "y": spec in body should be at least 3 chars long', '<nil>: Invalid value: "": "spec" must validate all the schemas (allOf). None validated',
    ]],
    [{ type: 'string', not: { enum: ['x'] } }, 'x', ['<nil>: Invalid value: "": "spec" must not validate the schema (not)']],
    [{ type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' }, ['a', 'b', 'a', 'a'], ['spec[2]: Duplicate value: "a"']],
    [{ type: 'array', items: named, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['a'] }, [{ a: 'x', b: '1' }, { a: 'x', b: '2' }], [
      'spec[1]: Duplicate value: {"a":"x"}',
    ]],
    [{ type: 'string', maxLength: 2 }, 'abc', ['spec: Too long: may not be more than 2 bytes']],
    [{ type: 'object', additionalProperties: { type: 'integer' }, maxProperties: 1 }, { a: 1, b: 2 }, ['spec: Too many: 2: must have at most 1 items']],
    [{ type: 'string', format: 'ipv4' }, '1.2.3', ['spec: Invalid value: "1.2.3": spec in body must be of type ipv4: "1.2.3"']],
    [{ type: 'string' }, null, ['spec: Invalid value: null: spec in body must be of type string: "null"']],
    [{ type: 'string', nullable: true, enum: ['a'] }, null, []],
    [{ 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] }, '25%', []],
    [{ 'x-kubernetes-int-or-string': true }, 1.5, ['spec: Invalid value: 1.5: spec in body must be of type integer,string: "number"']],
    [{ type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true }, { kind: 1, metadata: {} }, [
      'spec.apiVersion: Required value: must not be empty', 'spec.kind: Invalid value: 1: must be a string',
    ]],
  ])('%j: %j', (schema, value, told) => { expect(problemsOf(schema, value)).toEqual(told) })
})

describe('a format', () => {
  it.each([
    ['ipv4', '10.0.0.255', '10.0.0.256'], ['ipv6', 'fd00::1', 'fd00::1::2'], ['ipv6', '::ffff:1.2.3.4', '::ffff:1.2.3'], ['cidr', '10.0.0.0/8', '10.0.0.0/33'],
    ['mac', '02:42:ac:11:00:02', '02:42:ac:11:00'], ['uuid', '123E4567-e89b-12d3-a456-426614174000', '123e4567'], ['hostname', 'a-1.example.com', '-a.example.com'],
    ['email', 'a@example.com', 'a.example.com'], ['uri', 'https://example.com/x?y=1', 'not a uri'], ['byte', 'aGk=', 'aGk'], ['date', '2024-02-29', '2023-02-29'],
    ['date-time', '2024-01-02T03:04:05.6+01:00', '2024-01-02T25:04:05Z'], ['duration', '1h30m', '1 fortnight'],
  ])('%s is that of %j and not of %j', (format, good, bad) => { expect([hasFormat(format, good), hasFormat(format, bad)]).toEqual([true, false]) })
  it('that nobody knows is that of every text', () => { expect(hasFormat('colour', 'x')).toBe(true) })
})

/** The oracle: a schema as a set of demands, each a function of the value alone. It says only whether a value is good. */
function isGood(schema: JsonSchema, value: JsonValue): boolean {
  const demands: boolean[] = []
  const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  const either = schema['x-kubernetes-int-or-string'] === true
  if (kind === 'null') demands.push(schema.nullable === true || (schema.type === undefined && !either))
  else if (either) demands.push(kind === 'string' || (kind === 'number' && Number.isInteger(value)))
  else if (schema.type === 'integer') demands.push(kind === 'number' && Number.isInteger(value))
  else if (schema.type !== undefined) demands.push(schema.type === kind)
  if (!demands.every(Boolean)) return false
  const { anyOf, oneOf, allOf, not } = schema
  if (anyOf !== undefined && anyOf.length > 0) demands.push(anyOf.some((one) => isGood(one, value)))
  if (oneOf !== undefined && oneOf.length > 0) demands.push(oneOf.map((one) => Number(isGood(one, value))).reduce((a, b) => a + b, 0) === 1)
  if (allOf !== undefined) demands.push(allOf.every((one) => isGood(one, value)))
  if (not !== undefined) demands.push(!isGood(not, value))
  if (kind !== 'null' && schema.enum !== undefined) demands.push(schema.enum.map((one) => JSON.stringify(one)).includes(JSON.stringify(value)))
  if (typeof value === 'string') demands.push(value.length >= (schema.minLength ?? 0), value.length <= (schema.maxLength ?? Infinity))
  if (typeof value === 'number') {
    const { minimum: least = -Infinity, maximum: most = Infinity } = schema
    demands.push(schema.exclusiveMinimum === true && least > -Infinity ? value > least : value >= least)
    demands.push(schema.exclusiveMaximum === true && most < Infinity ? value < most : value <= most)
    if (schema.multipleOf !== undefined) demands.push(Number.isInteger(value / schema.multipleOf))
  }
  if (Array.isArray(value)) {
    const list = value as readonly JsonValue[]
    demands.push(list.length >= (schema.minItems ?? 0), list.length <= (schema.maxItems ?? Infinity))
    if (schema.items !== undefined) demands.push(list.every((item) => isGood(schema.items!, item)))
    if (schema['x-kubernetes-list-type'] === 'set') demands.push(new Set(list.map((item) => JSON.stringify(item, ['a', 'b', 'c']))).size === list.length)
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
    demands.push(entries.length >= (schema.minProperties ?? 0), entries.length <= (schema.maxProperties ?? Infinity))
    demands.push((schema.required ?? []).every((name) => entries.some(([own]) => own === name)))
    const other = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined
    for (const [name, inner] of entries) {
      const own = schema.properties?.[name] ?? other
      if (own !== undefined) demands.push(isGood(own, inner))
    }
  }
  return demands.every(Boolean)
}

const small = fc.integer({ min: -2, max: 4 })
const scalars = fc.oneof(small, fc.constantFrom('', 'a', 'bb', 'ccc'), fc.boolean(), fc.constant(null), fc.constant(1.5))
const names = fc.constantFrom('a', 'b', 'c')

const { value: values } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalars as fc.Arbitrary<JsonValue>, fc.array(tie('value'), { maxLength: 3 }), fc.array(fc.constantFrom(0, 'a'), { maxLength: 3 }), fc.dictionary(names, tie('value'), { maxKeys: 3, noNullPrototype: true })),
}))

/** Leaves out what was not drawn. */
const some = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> => fc.record(model, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<Partial<T>>

const { schema: schemas } = fc.letrec<{ schema: JsonSchema; nested: JsonSchema }>((tie) => {
  const limits = {
    minimum: small, maximum: small, exclusiveMinimum: fc.boolean(), exclusiveMaximum: fc.boolean(), multipleOf: fc.constantFrom(1, 2), minLength: fc.nat(3), maxLength: fc.nat(3),
    minItems: fc.nat(2), maxItems: fc.nat(2), minProperties: fc.nat(2), maxProperties: fc.nat(2), required: fc.uniqueArray(names, { maxLength: 2 }),
    enum: fc.array(scalars, { minLength: 1, maxLength: 3 }),
  }
  const nestedLists = { anyOf: fc.array(tie('nested'), { maxLength: 2 }), oneOf: fc.array(tie('nested'), { maxLength: 3 }), allOf: fc.array(tie('nested'), { maxLength: 2 }), not: tie('nested') }
  const nested = fc.oneof({ depthSize: 'small' }, some<JsonSchema>(limits), some<JsonSchema>({ ...limits, properties: fc.dictionary(names, tie('nested'), { maxKeys: 2, noNullPrototype: true }), ...nestedLists }))
  const typed = fc.oneof(
    fc.constantFrom<JsonSchema>({ type: 'string' }, { type: 'integer' }, { type: 'number' }, { type: 'boolean' }, { 'x-kubernetes-int-or-string': true }, { type: 'array', items: {}, 'x-kubernetes-list-type': 'set' }),
    fc.record({ type: fc.constant('array'), items: tie('schema') }), fc.record({ type: fc.constant('array'), items: tie('schema'), 'x-kubernetes-list-type': fc.constant('set') }),
    fc.record({ type: fc.constant('object'), properties: fc.dictionary(names, tie('schema'), { maxKeys: 2, noNullPrototype: true }) }), fc.record({ type: fc.constant('object'), additionalProperties: tie('schema') }),
  )
  return {
    nested,
    schema: fc.tuple(typed, fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: some<JsonSchema>({ ...limits, nullable: fc.boolean() }) }, { weight: 1, arbitrary: some<JsonSchema>(nestedLists) }))
      .map(([base, more]) => ({ ...more, ...base })),
  }
})

describe('any small schema', () => {
  it('finds problems with exactly those objects with which an independent reading finds them', () => {
    let good = 0
    let bad = 0
    fc.assert(fc.property(schemas, values, (schema, value) => {
      const expected = isGood(schema, value)
      if (expected) good++
      else bad++
      const problems: FieldProblem[] = []
      validate(schema, value, 'spec', problems)
      expect(problems.length === 0).toBe(expected)
    }), { numRuns: 3000 })
    // Both kinds were met, so that the test says something.
    expect(Math.min(good, bad)).toBeGreaterThan(100)
  })
})
