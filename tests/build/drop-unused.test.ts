import { describe, expect, it } from 'vitest'
import { dropUnused } from '../../build/drop-unused.ts'

const program = (body: string): string => `(function() {\n${body}\n})();`
/** The lines that are left. */
const left = (body: string): readonly string[] => dropUnused(program(body)).split('\n').slice(1, -1).filter((line) => line.trim() !== '')

describe('what nothing uses is dropped', () => {
  it.each([
    ['a value', 'const used = 1\nconst table = { ...[1].map(String) }\npost(used)', ['const used = 1', 'post(used)']],
    ['a function', 'function used() {}\nfunction other() { used() }\npost(used)', ['function used() {}', 'post(used)']],
    ['what only that used', 'const a = [1]\nconst b = [...a]\nfunction c() { return b }\npost()', ['post()']],
    ['what has only the name of a property', 'const roles = [1]\npost({ roles: 1 }.roles)', ['post({ roles: 1 }.roles)']],
  ])('%s', (_, body, lines) => expect(left(body)).toEqual(lines))
})

describe('what something uses stays', () => {
  it.each([
    ['through others', 'const a = 1\nfunction b() { return a }\nconst c = { d: () => b() }\npost(c)'],
    ['by a short name', 'const a = 1\npost({ a })'],
    ['by a computed name', 'const a = 1\npost(b[a], { [a]: 1 })'],
    ['before it is made', 'post(a)\nfunction a() {}'],
  ])('%s', (_, body) => expect(left(body)).toEqual(body.split('\n')))
})

it('refuses what is no such program', () => {
  expect(() => dropUnused('const a = 1')).toThrow('not a function that is called at once')
})
