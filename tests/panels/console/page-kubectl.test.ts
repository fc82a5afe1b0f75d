import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runCommand } from '../../../src/kubectl/run.ts'
import { pageKubectl } from '../../../src/panels/console/page-kubectl.ts'
import { defaultEpochMs } from '../../../src/protocol/options.ts'
import { fakeHost } from '../../support/fake-host.ts'
import { frame } from '../../support/frames.ts'

/** A served engine's clock begins at another time than the page's own. */
const servedEpochMs = Date.parse('2031-05-06T07:08:09Z')

/** What `get configmaps` prints on the page, of one that was made 30 s after the cluster's beginning, at 150 s. */
async function shownAge(epochMs: number): Promise<string> {
  const host = fakeHost()
  host.show(frame(0, { epochMs, simTimeUs: 150_000_000 }))
  const creationTimestamp = new Date(epochMs + 30_000).toISOString()
  host.responses.push({ status: 200, body: { kind: 'ConfigMapList', items: [{ kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'settings', namespace: 'default', creationTimestamp } }] } })
  let out = ''
  const cluster = { store: host.store, connection: host.connection, view: host.store.getState().view }
  const kubectl = pageKubectl(cluster, 'get cm', {
    out: (text) => { out += text }, error: (text) => { out += text }, signal: new AbortController().signal, session: { namespace: 'default' }, stdin: undefined,
  })
  const done = runCommand(kubectl, { words: ['get', 'cm'], problem: undefined })
  await vi.advanceTimersByTimeAsync(0)
  host.answer()
  await vi.advanceTimersByTimeAsync(1000)
  expect(await done).toBe(0)
  return out
}

describe('kubectl on the page', () => {
  beforeEach(() => { vi.useFakeTimers() })
  afterEach(() => { vi.useRealTimers() })

  it('tells ages by the clock of the cluster that it is joined to', async () => {
    expect(await shownAge(servedEpochMs)).toBe('NAME       DATA   AGE\nsettings   0      2m\n')
    expect(await shownAge(defaultEpochMs)).toBe('NAME       DATA   AGE\nsettings   0      2m\n')
  })

  it.each([
    ['the start page that a server gives for a path that it does not know', () => Promise.resolve(new Response('<!doctype html><p>'))],
    ['an error code', () => Promise.resolve(new Response('', { status: 404 }))],
    ['no network', () => Promise.reject(new TypeError('Failed to fetch'))],
  ])('has no file where there is %s', async (_, answer) => {
    vi.stubGlobal('fetch', answer)
    const host = fakeHost()
    const cluster = { store: host.store, connection: host.connection, view: host.store.getState().view }
    const kubectl = pageKubectl(cluster, '', { out: () => undefined, error: () => undefined, signal: new AbortController().signal, session: { namespace: 'default' }, stdin: undefined })
    expect(await kubectl.readFile('nothing.yaml')).toBeUndefined()
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('kind: Pod')))
    expect(await kubectl.readFile('there.yaml')).toBe('kind: Pod')
    vi.unstubAllGlobals()
  })

  it.each([
    ['get', 'pods', '-w'], ['get', 'events', '-w'], ['wait', '--for=delete', 'pod/web'], ['logs', '-f', 'web'], ['exec', '-it', 'web', '--', 'sh'],
  ])('ends %s %s %s with a word when the cluster is started again, and asks the new one nothing', async (...words) => {
    const host = fakeHost()
    host.show(frame(0))
    const metadata = { name: 'web', namespace: 'default', resourceVersion: '7', uid: 'u', creationTimestamp: '2026-01-01T00:00:00Z' }
    const pod = { kind: 'Pod', apiVersion: 'v1', metadata, spec: { containers: [{ name: 'a' }] }, status: { phase: 'Running' } }
    const list = { kind: 'PodList', metadata: { resourceVersion: '7' }, items: words[1] === 'events' ? [] : [pod] }
    let told = ''
    const cluster = { store: host.store, connection: host.connection, view: host.store.getState().view }
    const kubectl = pageKubectl(cluster, words.join(' '), {
      out: () => undefined, error: (text) => { told += text }, signal: new AbortController().signal, session: { namespace: 'default' }, stdin: undefined, keyboard: () => () => undefined,
    })
    const done = runCommand(kubectl, { words, problem: undefined })
    for (let turn = 0; turn < 5; turn++) {
      await vi.advanceTimersByTimeAsync(200)
      for (const command of host.port.takeCommands()) {
        if (command.type !== 'request') continue
        const streams = command.request.query?.['watch'] === 'true' || command.request.query?.['follow'] === 'true'
        const named = command.request.path.endsWith('/web')
        host.port.toPage.push({ type: 'response', id: command.id, response: streams ? { status: 200, body: undefined, stream: true } : { status: 200, body: named ? pod : list } })
      }
      host.port.flushToPage()
    }
    host.connection.reset()
    host.show(frame(0))
    await vi.advanceTimersByTimeAsync(2000)
    expect(told).toMatch(/error: The cluster was started again\.\n$/)
    expect(await done).toBe(1)
    expect(host.port.takeCommands().filter((command) => command.type === 'request')).toEqual([])
  })
})
