import { describe, expect, it } from 'vitest'
import { startOptions } from '../../src/embed/start-options.ts'
import { readUrlOptions } from '../../src/embed/url-options.ts'

const files = (objects: Readonly<Record<string, readonly string[]>>) => (address: string): Promise<readonly string[]> => {
  const found = objects[address]
  return found === undefined ? Promise.reject(new Error(`${address} is not there`)) : Promise.resolve(found)
}
const own = files({ 'manifests/own.yaml': ['{"kind":"Pod"}', '{"kind":"Service"}'] })
const namesOf = (manifests: readonly string[]): string[] => manifests.map((text) => {
  const { kind, metadata } = JSON.parse(text) as { kind: string; metadata: { name: string; namespace: string } }
  return `${kind}/${metadata.namespace}/${metadata.name}`
})

describe('the cluster that an address starts', () => {
  it('has the first run’s application and clients, read when the page was built', async () => {
    const { cluster, faults } = await startOptions(readUrlOptions('?nodes=4&seed=7&pods=20'), files({}))
    expect(cluster).toMatchObject({ nodes: 4, seed: 7, steadyPods: 20, clientLoad: { service: 'web' } })
    expect(namesOf(cluster.manifests)).toEqual(['Deployment/default/web', 'Service/default/web', 'Deployment/default/api', 'Service/default/api'])
    expect(faults).toEqual([])
  })
  it('has a manifest of its own and nobody who calls a Service that may not be there', async () => {
    const { cluster } = await startOptions(readUrlOptions('?manifest=own'), own)
    expect(cluster).toMatchObject({ manifests: ['{"kind":"Pod"}', '{"kind":"Service"}'], clientLoad: undefined })
  })
  it('falls back to the first run and says why', async () => {
    const { cluster, faults } = await startOptions(readUrlOptions('?manifest=gone'), own)
    expect(namesOf(cluster.manifests)).toContain('Deployment/default/web')
    expect(cluster.clientLoad).toMatchObject({ service: 'web' })
    expect(faults).toEqual(['manifests/gone.yaml is not there'])
  })
})
