import { describe, expect, it } from 'vitest'
import { applyJsonPatch } from '../../../src/kubernetes/patch/json-patch.ts'
import { jsonEqual, PatchError, type JsonValue } from '../../../src/kubernetes/patch/json-value.ts'
import { applyMergePatch } from '../../../src/kubernetes/patch/merge-patch.ts'
import { applyStrategicMergePatch } from '../../../src/kubernetes/patch/strategic-merge.ts'

describe('merge patch (RFC 7386, appendix A)', () => {
  it.each<[JsonValue, JsonValue, JsonValue]>([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }], [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }], [{ a: 'b' }, { a: null }, {}], [
      { a: 'b', b: 'c' }, { a: null }, { b: 'c' },
    ],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }], [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }], [
      { a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } },
    ],
    [['a', 'b'], ['c', 'd'], ['c', 'd']], [{ a: 'foo' }, null, null], [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j is %j', (target, patch, result) => expect(applyMergePatch(target, patch)).toEqual(result))
})

describe('JSON patch (RFC 6902)', () => {
  it.each<[string, JsonValue, JsonValue, JsonValue]>([
    ['adds a member', { a: 1 }, [{ op: 'add', path: '/b', value: 2 }], { a: 1, b: 2 }],
    ['inserts into a list', { a: [1, 3] }, [{ op: 'add', path: '/a/1', value: 2 }], { a: [1, 2, 3] }],
    ['appends to a list', { a: [1] }, [{ op: 'add', path: '/a/-', value: 2 }], { a: [1, 2] }],
    ['removes', { a: [1, 2], b: 1 }, [{ op: 'remove', path: '/a/0' }, { op: 'remove', path: '/b' }], { a: [2] }],
    ['replaces', { a: { b: 1 } }, [{ op: 'replace', path: '/a/b', value: 2 }], { a: { b: 2 } }],
    ['moves', { a: { b: 1 }, c: {} }, [{ op: 'move', from: '/a/b', path: '/c/d' }], { a: {}, c: { d: 1 } }],
    ['copies', { a: 1 }, [{ op: 'copy', from: '/a', path: '/b' }], { a: 1, b: 1 }],
    ['tests', { a: { x: 1, y: 2 } }, [{ op: 'test', path: '/a', value: { y: 2, x: 1 } }], { a: { x: 1, y: 2 } }],
    [
      'reads ~1 and ~0', { 'a/b': 1, 'c~d': 2 }, [{ op: 'remove', path: '/a~1b' }, { op: 'replace', path: '/c~0d', value: 3 }],
      { 'c~d': 3 },
    ],
  ])('%s', (_, target, patch, result) => {
    const before = structuredClone(target)
    expect(applyJsonPatch(target, patch)).toEqual(result)
    expect(target).toEqual(before)
  })
  it.each<[string, JsonValue]>([
    ['a failed test', [{ op: 'test', path: '/a', value: 2 }]], ['a missing path', [{ op: 'remove', path: '/x/y' }]], [
      'an index out of range', [{ op: 'add', path: '/l/9', value: 1 }],
    ],
    [
      'an unknown operation', [{ op: 'spin', path: '/a' }],
    ], ['no value', [{ op: 'add', path: '/a' }]], ['no list', { op: 'add' }], ['no pointer', [{ op: 'remove', path: 'a' }]],
    ['a move into itself', [{ op: 'move', from: '/a', path: '/a/b' }]],
  ])('refuses %s', (_, patch) => expect(() => applyJsonPatch({ a: 1, l: [1] }, patch)).toThrow(PatchError))
})

describe('strategic merge patch', () => {
  const a: JsonValue = { name: 'a', image: 'a:1', env: [{ name: 'X', value: '1' }] }
  const b: JsonValue = { name: 'b', image: 'b:1' }
  const containers: readonly JsonValue[] = [a, b]
  const pod = { spec: { containers, tolerations: [{ key: 'x' }] }, metadata: { finalizers: ['f'] } }
  it.each<[string, JsonValue, JsonValue]>([
    [
      'merges containers by name', { spec: { containers: [{ name: 'b', image: 'b:2' }] } },
      { containers: [a, { name: 'b', image: 'b:2' }], tolerations: [{ key: 'x' }] },
    ],
    [
      'adds a container', { spec: { containers: [{ name: 'c', image: 'c' }] } },
      { containers: [...containers, { name: 'c', image: 'c' }], tolerations: [{ key: 'x' }] },
    ],
    ['deletes a container', { spec: { containers: [{ name: 'a', $patch: 'delete' }] } }, { containers: [b], tolerations: [{ key: 'x' }] }],
    [
      'merges env inside', { spec: { containers: [{ name: 'a', env: [{ name: 'Y', value: '2' }] }] } },
      {
        containers: [{ name: 'a', image: 'a:1', env: [{ name: 'X', value: '1' }, { name: 'Y', value: '2' }] }, b],
        tolerations: [{ key: 'x' }],
      },
    ],
    ['replaces atomic lists', { spec: { tolerations: [{ key: 'y' }] } }, { containers, tolerations: [{ key: 'y' }] }],
    [
      'replaces a merged list when told', { spec: { containers: [{ $patch: 'replace' }, { name: 'z', image: 'z' }] } },
      { containers: [{ name: 'z', image: 'z' }], tolerations: [{ key: 'x' }] },
    ],
    [
      'orders a list', { spec: { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }], containers: [] } },
      { containers: [b, a], tolerations: [{ key: 'x' }] },
    ],
    ['retains only named keys', { spec: { $retainKeys: ['tolerations'] } }, { tolerations: [{ key: 'x' }] }],
  ])('%s', (_, patch, spec) => expect(applyStrategicMergePatch(pod, patch)).toEqual({ ...pod, spec }))
  it('merges finalizers as a set and deletes from it', () => {
    expect(applyStrategicMergePatch(pod, { metadata: { finalizers: ['g', 'f'] } })).toMatchObject({ metadata: { finalizers: ['f', 'g'] } })
    expect(
      applyStrategicMergePatch(pod, { metadata: { '$deleteFromPrimitiveList/finalizers': ['f'] } }),
    ).toMatchObject({ metadata: { finalizers: [] } })
  })
  it('tells ports of a Service from ports of a container', () => {
    expect(
      applyStrategicMergePatch({ spec: { ports: [{ port: 80, nodePort: 1 }] } }, { spec: { ports: [{ port: 80, targetPort: 8080 }] } }),
    ).toEqual({ spec: { ports: [{ port: 80, nodePort: 1, targetPort: 8080 }] } })
    const ports = { spec: { containers: [{ name: 'a', ports: [{ containerPort: 80, name: 'x' }] }] } }
    expect(
      applyStrategicMergePatch(ports, { spec: { containers: [{ name: 'a', ports: [{ containerPort: 80, name: 'y' }] }] } }),
    ).toEqual({ spec: { containers: [{ name: 'a', ports: [{ containerPort: 80, name: 'y' }] }] } })
  })
  it(
    'refuses an item without its merge key',
    () => expect(() => applyStrategicMergePatch(pod, { spec: { containers: [{ image: 'x' }] } })).toThrow(PatchError),
  )
  it('compares JSON without regard to the order of keys', () => {
    expect(jsonEqual({ a: [1, { b: 2, c: 3 }] }, { a: [1, { c: 3, b: 2 }] })).toBe(true)
    expect(jsonEqual({ a: 1 }, { a: 1, b: 2 })).toBe(false)
  })
})
