import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { resourceForKind } from '../../src/kubernetes/resources.ts'

interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string }
  readonly spec?: { readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> }; readonly template?: { readonly metadata: { readonly labels: Readonly<Record<string, string>> } } }
}
const folder = 'public/manifests'
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
const read = (name: string): { faults: readonly Error[]; objects: readonly Manifest[] } => {
  const documents = parseAllDocuments(readFileSync(`${folder}/${name}`, 'utf8'))
  return { faults: documents.flatMap((document) => document.errors), objects: documents.map((document) => document.toJS() as Manifest) }
}

describe('sample manifests', () => {
  it('are all listed for the dialog, but for the first run', () => {
    const index = JSON.parse(readFileSync(`${folder}/index.json`, 'utf8')) as readonly { readonly file: string; readonly title: string; readonly about: string }[]
    expect(index.map((entry) => entry.file).toSorted()).toEqual(files.filter((name) => name !== 'first-run.yaml').toSorted())
    expect(index.filter((entry) => entry.title === '' || entry.about === '')).toEqual([])
  })
  it.each(files)('%s is YAML of kinds that the cluster serves', (name) => {
    const { faults, objects } = read(name)
    expect(faults).toEqual([])
    for (const object of objects) expect(resourceForKind(object.apiVersion, object.kind), object.kind).toBeDefined()
  })
  it.each(files)('%s has Deployments whose selector matches their template', (name) => {
    for (const { spec } of read(name).objects) {
      if (spec?.template !== undefined) expect(spec.template.metadata.labels).toMatchObject(spec.selector?.matchLabels ?? { none: 'given' })
    }
  })
  it('begin with web and api, each a Deployment behind a Service', () => {
    expect(read('first-run.yaml').objects.map((object) => `${object.kind}/${object.metadata.name}`))
      .toEqual(['Deployment/web', 'Service/web', 'Deployment/api', 'Service/api'])
  })
})
