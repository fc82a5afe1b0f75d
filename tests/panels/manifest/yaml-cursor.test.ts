import { describe, expect, it } from 'vitest'
import { yamlCursor } from '../../../src/panels/manifest/schema/yaml-cursor.ts'

/** The cursor where `|` stands in the text. */
const at = (text: string): ReturnType<typeof yamlCursor> => yamlCursor(text.replace('|', ''), text.indexOf('|'))

const deployment = (rest: string): string => `apiVersion: apps/v1 # the group\nkind: "Deployment"\nmetadata:\n  name: web\nspec:\n${rest}`

describe('the cursor in a manifest', () => {
  it('knows the kind of its own document only', () => {
    const text = `${deployment('  replicas: 1\n')}---\nkind: Pod\napiVersion: v1\n|\n---\nkind: Service\n`
    expect(at(text)).toMatchObject({ apiVersion: 'v1', kind: 'Pod', path: [], siblings: new Set(['kind', 'apiVersion']) })
    expect(at(deployment('  |'))).toMatchObject({ apiVersion: 'apps/v1', kind: 'Deployment' })
  })

  it.each([
    ['a field of the object', deployment('  re|'), ['spec']],
    ['a field below others', deployment('  selector:\n    matchLabels:\n      app: web\n  re|'), ['spec']],
    ['an object that is still empty', deployment('  template:\n    |'), ['spec', 'template']],
    ['the first field of an item', deployment('  template:\n    spec:\n      containers:\n      - na|'), ['spec', 'template', 'spec', 'containers', 0]],
    ['a further field of an indented item', deployment('  template:\n    spec:\n      containers:\n        - name: a\n          im|'), ['spec', 'template', 'spec', 'containers', 0]],
    ['an item after others', deployment('  template:\n    spec:\n      containers:\n      - name: a\n        ports:\n        - containerPort: 80\n      - na|'), ['spec', 'template', 'spec', 'containers', 0]],
    ['a list in a list item', deployment('  template:\n    spec:\n      containers:\n      - name: a\n        ports:\n        - |'), ['spec', 'template', 'spec', 'containers', 0, 'ports', 0]],
    ['after a list whose dashes stand under their field', deployment('  template:\n    spec:\n      containers:\n      - name: a\n      re|'), ['spec', 'template', 'spec']],
    ['a list as the item of a list', 'kind: X\nrows:\n- - na|', ['rows', 0, 0]],
  ])('stands in %s', (_, text, path) => expect(at(text)?.path).toEqual(path))

  it('knows what is there already, above and below, and of no other object', () => {
    const text = deployment('  template:\n    spec:\n      containers:\n      - name: a\n        |\n        image: b\n        ports:\n        - name: http\n      - command: [x]\n      restartPolicy: Always\n')
    expect(at(text)?.siblings).toEqual(new Set(['name', 'image', 'ports']))
  })

  it('tells the value of a field, with the word that is typed', () => {
    const text = deployment('  template:\n    spec:\n      restartPolicy: On|')
    expect(at(text)).toMatchObject({ valueOf: 'restartPolicy', path: ['spec', 'template', 'spec'], from: text.indexOf('On|') })
  })

  it('is nowhere in flow style', () => expect(at('kind: Pod\nmetadata: { na|')).toBeUndefined())
  it('does not take a comment or a blank line for a place', () => expect(at('kind: Pod\nspec:\n# note: x\n\n  |')?.path).toEqual(['spec']))
})
