import { afterEach, describe, expect, it, vi } from 'vitest'
import { fetchTextFile, firstRunManifest, startOptions } from '../../src/embed/start-options.ts'
import { readUrlOptions } from '../../src/embed/url-options.ts'

const files = (texts: Readonly<Record<string, string>>) => (address: string): Promise<string> => {
  const text = texts[address]
  return text === undefined ? Promise.reject(new Error(`${address} is not there`)) : Promise.resolve(text)
}
const both = files({ [firstRunManifest]: 'first', 'manifests/own.yaml': 'own' })

describe('the cluster that an address starts', () => {
  it('has the first run’s application and clients', async () => {
    const { cluster, faults } = await startOptions(readUrlOptions('?nodes=4&seed=7&pods=20'), both)
    expect(cluster).toMatchObject({ nodes: 4, seed: 7, steadyPods: 20, manifests: ['first'], clientLoad: { service: 'web' } })
    expect(faults).toEqual([])
  })
  it('has a manifest of its own and nobody who calls a Service that may not be there', async () => {
    expect((await startOptions(readUrlOptions('?manifest=own'), both)).cluster).toMatchObject({ manifests: ['own'], clientLoad: undefined })
  })
  it('falls back to the first run and says why', async () => {
    const { cluster, faults } = await startOptions(readUrlOptions('?manifest=gone'), both)
    expect(cluster.manifests).toEqual(['first'])
    expect(faults).toEqual(['manifests/gone.yaml is not there'])
  })
  it('is empty, with a word about it, when even that can’t be had', async () => {
    expect(await startOptions(readUrlOptions(''), files({}))).toMatchObject({ cluster: { manifests: [], clientLoad: undefined }, faults: [`${firstRunManifest} is not there`] })
  })
})

describe('a file beside the page', () => {
  afterEach(() => { vi.unstubAllGlobals() })
  const answer = (response: () => Promise<Response>): void => { vi.stubGlobal('fetch', response) }
  it('comes as text', async () => {
    answer(() => Promise.resolve(new Response('kind: Pod')))
    await expect(fetchTextFile('a.yaml')).resolves.toBe('kind: Pod')
  })
  it.each([
    ['an error code', () => Promise.resolve(new Response('', { status: 404 })), 'answered 404'],
    ['a start page', () => Promise.resolve(new Response('<!DOCTYPE html><p>')), 'with a web page'],
    ['no connection', () => Promise.reject(new TypeError('Failed to fetch')), 'Failed to fetch'],
  ])('is missing in plain words on %s', async (_, response, words) => {
    answer(response)
    await expect(fetchTextFile('a.yaml')).rejects.toThrow(words)
  })
})
