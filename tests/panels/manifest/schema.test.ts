import { describe, expect, it } from 'vitest'
import { openApiDocument } from '../../../src/engine/index.ts'
import { checkObject } from '../../../src/panels/manifest/schema/check-object.ts'
import { checkText } from '../../../src/panels/manifest/schema/check-text.ts'
import { proposalsAt } from '../../../src/panels/manifest/schema/complete.ts'
import { schemaOfKind, schemasOf, versionPath } from '../../../src/panels/manifest/schema/open-api.ts'
import type { Schema, Schemas } from '../../../src/panels/manifest/schema/open-api.ts'
import type { SchemaSource } from '../../../src/panels/manifest/schema/schema-source.ts'
import { yamlCursor } from '../../../src/panels/manifest/schema/yaml-cursor.ts'

/** The API server's own schemas. */
const served: SchemaSource = (apiVersion) => Promise.resolve(schemasOf(openApiDocument(versionPath(apiVersion))))

const schemas: Schemas = {
  'a.Widget': {
    type: 'object', required: ['spec'], 'x-kubernetes-group-version-kind': [{ group: 'shop', version: 'v1', kind: 'Widget' }],
    properties: { spec: { allOf: [{ $ref: '#/components/schemas/a.Spec' }], description: 'What is wanted.' } },
  },
  'a.Spec': {
    type: 'object', required: ['size'],
    properties: {
      size: { type: 'integer' }, port: { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] }, cpu: { type: 'string', format: 'quantity' },
      labels: { type: 'object', additionalProperties: { type: 'string' } }, loose: { type: 'object' }, names: { type: 'array', items: { type: 'string' } },
      colour: { type: 'string', enum: ['red', 'blue'] }, on: { type: 'boolean' }, loop: { $ref: '#/components/schemas/a.Loop' },
      code: { type: 'string', pattern: '^[a-z]+$', maxLength: 3 }, share: { type: 'integer', minimum: 1, maximum: 9 }, either: { type: 'object', properties: { a: {}, b: {} }, allOf: [{ required: ['a'] }] },
    },
  },
  'a.Loop': { $ref: '#/components/schemas/a.Loop' },
}
const widget: Schema = schemas['a.Widget']!
const faults = (spec: unknown): readonly string[] => checkObject(schemas, widget, { spec }).map((fault) => fault.message)

describe('an object against its schema', () => {
  it('may leave out what is not required and give null for nothing', () => expect(faults({ size: 1, names: null })).toEqual([]))
  it.each([
    [{ size: '1' }, 'spec.size: expected integer, got string'],
    [{ size: 1.5 }, 'spec.size: expected integer, got number'],
    [{ size: 1, port: true }, 'spec.port: expected integer or string, got boolean'],
    [{ size: 1, names: { a: 1 } }, 'spec.names: expected array, got object'],
    [{ size: 1, names: ['a', 2] }, 'spec.names[1]: expected string, got integer'],
    [{ size: 1, labels: { 'app/x': 2 } }, 'spec.labels[app/x]: expected string, got integer'],
    [{ size: 1, colour: 'green' }, 'spec.colour: Unsupported value: "green": supported values: "red", "blue"'],
    [{ size: 1, lables: {} }, 'unknown field "spec.lables"; did you mean labels?'],
    [{ size: 1, toString: 1 }, 'unknown field "spec.toString"'],
    [{}, 'spec.size: Required value'],
    [{ size: 1, code: 'A' }, 'spec.code: Invalid value: "A": should match \'^[a-z]+$\''],
    [{ size: 1, code: 'abcd' }, 'spec.code: Invalid value: "abcd": should be at most 3 chars long'],
    [{ size: 1, share: 0 }, 'spec.share: Invalid value: 0: should be greater than or equal to 1'],
    [{ size: 1, either: { c: 1 } }, 'unknown field "spec.either.c"'],
  ])('%j is told', (spec, message) => expect(faults(spec)).toEqual([message]))
  it.each([[{ size: 1, cpu: 2 }], [{ size: 1, cpu: 0.5 }], [{ size: 1, port: 80 }], [{ size: 1, port: 'http' }], [{ size: 1, loose: true }], [{ size: 1, loop: 7 }]])('%j is good', (spec) => {
    expect(faults(spec)).toEqual([])
  })
})

describe('a manifest that is being typed', () => {
  it('is told at its lines what the API server would not know', async () => {
    const text = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replica: 2\n  template:\n    spec:\n      containers:\n      - name: a\n        image: b\n        ports: 80\n'
    const problems = await checkText(text, served)
    expect(problems.filter((problem) => !problem.message.endsWith('Required value')).map(({ line, message }) => [line, message])).toEqual([
      [6, 'unknown field "spec.replica"; did you mean replicas?'],
      [12, 'spec.template.spec.containers[0].ports: expected array, got integer'],
    ])
  })

  it('takes quantities as numbers and fields that are accepted unread', async () => {
    const text = 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n  - name: a\n    image: b\n    tty: true\n    resources: { requests: { cpu: 1 } }\n'
    expect(await checkText(text, served)).toEqual([])
  })

  it('says nothing of an empty text', async () => expect(await checkText(' \n', served)).toEqual([]))

  it('has every sample of the page right', async () => {
    const { readdirSync, readFileSync } = await import('node:fs')
    for (const file of readdirSync('public/manifests').filter((name) => name.endsWith('.yaml') && !name.startsWith('broken'))) {
      expect([file, await checkText(readFileSync(`public/manifests/${file}`, 'utf8'), served)]).toEqual([file, []])
    }
  })
})

describe('completion', () => {
  const proposals = (text: string, source: SchemaSource = served): Promise<readonly { readonly label: string; readonly insert: string }[]> => {
    const cursor = yamlCursor(text.replace('|', ''), text.indexOf('|'))
    return cursor === undefined ? Promise.resolve([]) : proposalsAt(cursor, source)
  }
  const own: SchemaSource = () => Promise.resolve(schemas)

  it('offers the fields of a container that are not there yet', async () => {
    const found = await proposals('apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    |')
    const labels = found.map((one) => one.label)
    expect(labels).toEqual(expect.arrayContaining(['image', 'ports', 'readinessProbe']))
    expect(labels).not.toContain('name')
    expect(found.find((one) => one.label === 'ports')?.insert).toBe('ports:\n      - ')
    expect(found.find((one) => one.label === 'image')?.insert).toBe('image: ')
  })

  it('puts required fields first and tells what they are', async () => {
    const found = await proposals('apiVersion: shop/v1\nkind: Widget\n|', own)
    expect(found).toMatchObject([{ label: 'spec', detail: 'object', says: 'What is wanted.', required: true, insert: 'spec:\n  ' }])
    expect((await proposals('apiVersion: shop/v1\nkind: Widget\nspec:\n  |', own))[0]?.label).toBe('size')
  })

  it('offers values where there are few', async () => {
    expect((await proposals('apiVersion: shop/v1\nkind: Widget\nspec:\n  colour: |', own)).map((one) => one.label)).toEqual(['red', 'blue'])
    expect((await proposals('apiVersion: shop/v1\nkind: Widget\nspec:\n  on: |', own)).map((one) => one.label)).toEqual(['true', 'false'])
  })

  it('knows kinds by their version, and what an object begins with', async () => {
    expect((await proposals('apiVersion: apps/v1\nkind: |')).map((one) => one.label)).toContain('Deployment')
    expect((await proposals('apiVersion: apps/v1\nkind: |')).map((one) => one.label)).not.toContain('Pod')
    expect((await proposals('kind: Lease\napiVersion: |')).map((one) => one.label)).toEqual(['coordination.k8s.io/v1'])
    expect((await proposals('a|')).map((one) => one.label)).toEqual(['apiVersion', 'kind', 'metadata', 'spec'])
  })

  it('finds a kind among the versions of a document', () => {
    expect(schemaOfKind(schemas, 'shop/v1', 'Widget')).toBe(widget)
    expect(schemaOfKind(schemas, 'v1', 'Widget')).toBeUndefined()
  })
})
