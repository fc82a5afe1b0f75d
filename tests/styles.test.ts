/** Style sheets without dead rules. Each check is first shown to catch one. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { missingProperties, styledClasses, unusedClasses, unusedProperties } from './architecture/style-rules.ts'

const paths = readdirSync('src', { recursive: true, encoding: 'utf8' })
const textOf = (ending: RegExp): string => paths.filter((path) => ending.test(path)).map((path) => readFileSync(`src/${path}`, 'utf8')).join('\n')
const css = textOf(/\.css$/)
const source = `${textOf(/\.tsx?$/)}\n${readFileSync('index.html', 'utf8')}`

describe('style sheets', () => {
  it('have rules to look at', () => expect(styledClasses(css).length).toBeGreaterThan(100))
  it('speak of no class that no element has', () => expect(unusedClasses(css, source)).toEqual([]))
  it('set no custom property that nothing reads', () => expect(unusedProperties(css, source)).toEqual([]))
  it('read no custom property that nothing sets', () => expect(missingProperties(css, source)).toEqual([]))
})

describe('the checks', () => {
  it('find a class without an element, but not one of a library, of a template or of a comment', () => {
    expect(unusedClasses('.a.is-on, .gone:hover > .cm-x { } /* .old { } */ .status-ok { margin: .5em }', "<p className={`a ${on ? 'is-on' : ''} status-${word}`}>")).toEqual(['gone'])
  })
  it('find a custom property that is set and not read, and one that is read and not set', () => {
    const rules = ':root { --used: 1px; --idle: 2px; --st-ok: red } p { margin: var(--used) var(--nowhere); padding: var(--own, 3px) }'
    expect([unusedProperties(rules, 'token(`--st-${name}`)'), missingProperties(rules, '')]).toEqual([['--idle'], ['--nowhere']])
  })
})
