import { afterEach, describe, expect, it, vi } from 'vitest'
import { fetchTextFile } from '../../src/state/page-files.ts'

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
    await expect(fetchTextFile('never-had.yaml')).rejects.toThrow(words)
  })
  it('is as it was had before when the network is gone, but not when the server says that it is gone', async () => {
    answer(() => Promise.resolve(new Response('kind: Service')))
    await fetchTextFile('b.yaml')
    answer(() => Promise.reject(new TypeError('Failed to fetch')))
    await expect(fetchTextFile('b.yaml')).resolves.toBe('kind: Service')
    answer(() => Promise.resolve(new Response('', { status: 404 })))
    await expect(fetchTextFile('b.yaml')).rejects.toThrow('answered 404')
  })
})
