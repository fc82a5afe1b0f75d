import { describe, expect, it } from 'vitest'
import { jsonPathText } from '../../src/kubectl/print/jsonpath.ts'
import { jsonText } from '../../src/kubectl/print/json.ts'
import { sortObjects } from '../../src/kubectl/print/sort.ts'
import { alignTabs, describeLayout } from '../../src/kubectl/print/tab-writer.ts'
import { tableText } from '../../src/kubectl/print/table.ts'
import { unifiedDiff } from '../../src/kubectl/print/unified-diff.ts'
import { yamlText } from '../../src/kubectl/print/yaml.ts'

describe('a table', () => {
  const table = { headers: ['NAME', 'READY'], rows: [['web-1', '1/1'], ['a', '0/1']] }
  it('has three blanks between columns and none at the end', () => expect(tableText(table, true)).toBe('NAME    READY\nweb-1   1/1\na       0/1\n'))
  it('keeps its widths while watching, and only widens', () => {
    const widths: number[] = []
    tableText(table, true, widths)
    expect(tableText({ ...table, rows: [['b', '1/1']] }, false, widths)).toBe('b       1/1\n')
    expect(tableText({ ...table, rows: [['longer-name', '1/1']] }, false, widths)).toBe('longer-name   1/1\n')
    expect(tableText({ ...table, rows: [['b', '1/1']] }, false, widths)).toBe('b             1/1\n')
  })
})

describe('columns of describe', () => {
  it('align over neighbouring lines only', () => {
    expect(alignTabs('Name:\tweb\nNamespace:\tdefault\nIPs:\n  IP:\t10.0.0.1', describeLayout)).toBe('Name:       web\nNamespace:  default\nIPs:\n  IP:  10.0.0.1')
  })
  it('keep an empty column as wide as the padding', () => expect(alignTabs('a\t\tb', describeLayout)).toBe('a    b'))
})

describe('YAML', () => {
  it.each([
    ['text', 'text\n'], ['', '""\n'], ['true', '"true"\n'], ['yes', '"yes"\n'], ['10', '"10"\n'], ['1e3', '"1e3"\n'], ['0x1f', '"0x1f"\n'], ['12:30', '"12:30"\n'], ['null', '"null"\n'], ['~', '"~"\n'],
    ['2026-01-01', '"2026-01-01"\n'], ['2026-01-01T00:00:00Z', '"2026-01-01T00:00:00Z"\n'], ['25%', '25%\n'], ['%25', "'%25'\n"], ['a: b', "'a: b'\n"], ['a:b', 'a:b\n'], ['a #b', "'a #b'\n"],
    ['- a', "'- a'\n"], ['-a', '-a\n'], ['[a]', "'[a]'\n"], ["it's", "it's\n"], ["'it", "'''it'\n"], [' a', "' a'\n"], ['a\tb', '"a\\tb"\n'], ['10.0.0.1', '10.0.0.1\n'], ['v1', 'v1\n'],
    [5, '5\n'], [true, 'true\n'], [null, 'null\n'], [{}, '{}\n'], [[], '[]\n'],
  ])('prints %j as kubectl does', (value, text) => expect(yamlText(value)).toBe(text))
  it('sorts keys, does not indent lists, and nests', () => {
    expect(yamlText({ b: [{ name: 'x', args: ['1', 'a'] }, []], a: { c: {} } })).toBe('a:\n  c: {}\nb:\n- args:\n  - "1"\n  - a\n  name: x\n- []\n')
  })
  it('keeps lines of a text as a block', () => expect(yamlText({ a: 'one\ntwo\n', b: 'one\ntwo', c: 'x\n\n' })).toBe('a: |\n  one\n  two\nb: |-\n  one\n  two\nc: |+\n  x\n\n'))
  it('breaks long texts after column 80', () => {
    const message = '0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.'
    expect(yamlText({ message })).toBe("message: '0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available:\n  3 No preemption victims found for incoming pod.'\n")
  })
})

describe('JSON', () => {
  it('has sorted keys, four blanks, and escapes what HTML means', () => expect(jsonText({ b: '<a&b>', a: [1] })).toBe('{\n    "a": [\n        1\n    ],\n    "b": "\\u003ca\\u0026b\\u003e"\n}'))
})

describe('JSONPath', () => {
  const list = { items: [{ name: 'a', n: 1, ports: [{ p: 80 }], labels: { 'x.io/y': 'z' } }, { name: 'b', n: 2, ports: [{ p: 81 }, { p: 82 }], labels: {} }] }
  it.each([
    ['{.items[*].name}', 'a b'], ['{.items[0].name}', 'a'], ['{.items[-1:].name}', 'b'], ['{.items[0:2].n}', '1 2'], ['{.items[0].labels}', '{"x.io/y":"z"}'],
    ["{.items[0].labels.x\\.io/y}", 'z'], ["{.items[0]['name','n']}", 'a 1'], ['{.items[?(@.name=="b")].ports[*].p}', '81 82'], ['{.items[?(@.n>1)].name}', 'b'], ['{..p}', '80 81 82'],
    ['{range .items[*]}{.name}={.n}{"\\n"}{end}', 'a=1\nb=2\n'], ['names: {$.items[*].name}!', 'names: a b!'], ['{.items[0].nothing}', ''], ["{.items[?(@.labels)].name}", 'a b'],
  ])('%s', (template, text) => expect(jsonPathText(template, list, true)).toBe(text))
  it.each([['{.nothing}', 'nothing is not found'], ['{.items[5].name}', 'array index out of bounds: index 5, length 2']])('%s is an error where missing keys are', (template, message) => {
    expect(() => jsonPathText(template, list, false)).toThrow(message)
  })
  it.each([['{.items', 'unclosed action'], ['{range .items[*]}', 'unexpected end of range'], ['{end}', 'not in range, nothing to end'], ['{.items[a]}', 'invalid array index a']])('%s does not parse', (template, message) => {
    expect(() => jsonPathText(template, list, true)).toThrow(message)
  })
})

describe('--sort-by', () => {
  it('takes numbers by size, quantities by amount, and names with their numbers counted', () => {
    const by = (values: readonly unknown[]): unknown[] => sortObjects(values.map((v) => ({ v })), '.v').map(({ v }) => v)
    expect(by([10, 9])).toEqual([9, 10])
    expect(by(['1Gi', '512Mi'])).toEqual(['512Mi', '1Gi'])
    expect(by(['pod-10', 'pod-2', undefined])).toEqual([undefined, 'pod-2', 'pod-10'])
  })
})

describe('a difference', () => {
  it('is told with three lines around it', () => {
    expect(unifiedDiff('a\nb\nc\nd\ne\nf\n', 'a\nb\nc\nX\ne\nf\n', 'old', 'new')).toBe('--- old\n+++ new\n@@ -1,6 +1,6 @@\n a\n b\n c\n-d\n+X\n e\n f\n')
    expect(unifiedDiff('', 'a\n', 'old', 'new')).toBe('--- old\n+++ new\n@@ -0,0 +1 @@\n+a\n')
    expect(unifiedDiff('a\n', 'a\n', 'old', 'new')).toBe('')
  })
})
