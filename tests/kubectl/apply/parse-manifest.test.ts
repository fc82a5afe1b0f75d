import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseManifest } from '../../../src/kubectl/apply/parse-manifest.ts'
import { fieldPathSteps } from '../../../src/kubectl/apply/field-path.ts'

const pod = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: nginx
      ports:
        - containerPort: eighty
`
const problemsOf = (text: string): string[] => parseManifest(text).problems.map((problem) => `${problem.line}:${problem.column} ${problem.message}`)

describe('a manifest', () => {
  it('of several documents gives one object each, namespaces filled in', () => {
    const { documents, problems } = parseManifest(`${pod}---\n# nothing here\n---\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n`)
    expect(problems).toEqual([])
    expect(documents.map((document) => [document.info.kind, document.namespace, document.name, document.position.line])).toEqual([
      ['Pod', 'default', 'web', 1], ['Namespace', '', 'shop', 14],
    ])
    expect(documents[0]?.value).toMatchObject({ metadata: { name: 'web', namespace: 'default' } })
    expect(documents[1]?.value).toEqual({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } })
  })

  it('may be JSON, or a List of items', () => {
    const item = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { key: 'value' } }
    const { documents } = parseManifest(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [item, { ...item, metadata: { name: 'b' } }] }))
    expect(documents.map((document) => document.name)).toEqual(['a', 'b'])
  })

  it('is read as Kubernetes reads YAML: octal numbers and yes, but dates and times stay text', () => {
    const { documents } = parseManifest('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { mode: 0644, on: yes, day: 2026-01-01, time: 12:30 }\n')
    expect(documents[0]?.value['data']).toEqual({ mode: 420, true: true, day: '2026-01-01', time: '12:30' })
  })

  it('that comes with the page has no problem', () => {
    const files = readdirSync('public/manifests').filter((file) => file.endsWith('.yaml'))
    expect(files.length).toBeGreaterThan(5)
    for (const file of files) expect(parseManifest(readFileSync(`public/manifests/${file}`, 'utf8')).problems, file).toEqual([])
  })
})

describe('what is wrong is told with line and column, and nothing is passed on', () => {
  it.each([
    ['broken YAML', 'apiVersion: v1\nkind: Pod\nmetadata: [name: x\n', /^\d+:\d+ .*(?:flow|Flow)/],
    ['a duplicate key', 'apiVersion: v1\nkind: Pod\nkind: Pod\nmetadata: { name: a }\n', /^3:1 .*unique/],
    ['a tab as indent', 'apiVersion: v1\nkind: Pod\nmetadata:\n\tname: a\n', /^4:1 /],
    ['an unknown kind', 'apiVersion: v1\nkind: Gateway\nmetadata: { name: a }\n', /^2:1 no matches for kind "Gateway" in version "v1"$/],
    ['a kind in the wrong group', 'apiVersion: v1\nkind: Deployment\nmetadata: { name: a }\n', /^2:1 no matches for kind "Deployment" in version "v1"$/],
    ['a missing kind', 'apiVersion: v1\nmetadata: { name: a }\n', /^1:1 Object 'Kind' is missing$/],
    ['a missing name', 'apiVersion: v1\nkind: Pod\nmetadata:\n  labels: { app: web }\n', /^3:1 resource name may not be empty$/],
    ['a generated name', 'apiVersion: v1\nkind: Pod\nmetadata: { generateName: web- }\n', /cannot use generate name with apply$/],
    ['a name that is no text', 'apiVersion: v1\nkind: Pod\nmetadata: { name: 7 }\n', /^3:13 expected string, got 7$/],
    ['a list in place of an object', '- a\n- b\n', /^1:1 a document must be an object/],
    ['an empty file', '# nothing\n', /^1:1 no objects found/],
    ['an alias bomb', `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]\n`, /alias/],
  ])('%s', (_, text, expected) => {
    expect(problemsOf(text)[0]).toMatch(expected)
    expect(parseManifest(text).documents).toEqual([])
  })

  it('all of it at once, in the order of the text', () => {
    expect(problemsOf('apiVersion: v1\nkind: Gateway\nmetadata: {}\n---\nkind: Pod\nmetadata: { name: a }\n')).toEqual([
      '2:1 no matches for kind "Gateway" in version "v1"', '3:1 resource name may not be empty', '5:1 apiVersion not set',
    ])
  })

  it('one broken document keeps the good ones back too', () => expect(parseManifest(`${pod}---\nkind: Pod\n`).documents).toEqual([]))

  it('a file of 1 MB is read, one of absurd size is refused', () => {
    const large = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: large }\ndata:\n  text: ${'x'.repeat(1024 * 1024)}\n`
    expect(parseManifest(large).problems).toEqual([])
    expect(problemsOf(' '.repeat(17 * 1024 * 1024))[0]).toContain('at most')
  })
})

describe('a field path', () => {
  it('is split into keys and indices', () => {
    expect(fieldPathSteps('spec.containers[0].ports[1].containerPort')).toEqual(['spec', 'containers', 0, 'ports', 1, 'containerPort'])
    expect(fieldPathSteps('metadata.labels[app.kubernetes.io/name]')).toEqual(['metadata', 'labels', 'app.kubernetes.io/name'])
  })

  it('leads to its line, or to the nearest field around it', () => {
    const [document] = parseManifest(pod).documents
    expect(document?.locate('spec.containers[0].ports[0].containerPort')).toEqual({ line: 10, column: 11 })
    expect(document?.locate('spec.containers[0].resources.limits')).toEqual({ line: 7, column: 7 })
    expect(document?.locate('spec.restartPolicy')).toEqual({ line: 5, column: 1 })
    expect(document?.locate('')).toEqual({ line: 1, column: 1 })
  })
})
