/** Watches from outside the cluster: what a client reads line by line. */
import { describe, expect, it } from 'vitest'
import { connectionReset, startApiServer } from '../../../../src/engine/control-plane/api-server/api-server.ts'
import { componentIds } from '../../../../src/protocol/vocabulary.ts'
import {
  bodyOf, closeOutside, createHarness, podManifest, rest, runFor, sendOutside, watchOutside, type Harness, type WireObject,
} from '../../harness.ts'

const pods = '/api/v1/namespaces/default/pods'
const asTable = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json'

function told(harness: Harness, id: number): string[] {
  return harness.outsideEvents.filter((entry) => entry.id === id).map(({ event }) => {
    if (event === undefined) return 'end'
    const { metadata, code } = event.object as WireObject & { code?: number }
    return `${event.type} ${code ?? metadata.name ?? metadata.resourceVersion}`
  })
}
function create(harness: Harness, ...names: string[]): void {
  for (const name of names) expect(rest(harness, 'POST', pods, podManifest(name)).status).toBe(201)
}
const revisionOf = (harness: Harness) => bodyOf(rest(harness, 'GET', pods)).metadata.resourceVersion

describe('a watch from outside', () => {
  it('answers at once, sends what exists, then what changes', () => {
    const harness = createHarness()
    create(harness, 'a')
    const id = watchOutside(harness, `${pods}?watch=true`)
    expect(harness.outside.get(id)).toEqual({ status: 200, body: undefined, stream: true })
    create(harness, 'b')
    rest(harness, 'PATCH', `${pods}/b`, { metadata: { labels: { x: 'y' } } }, 'application/merge-patch+json')
    rest(harness, 'DELETE', `${pods}/b?gracePeriodSeconds=0`)
    expect(told(harness, id)).toEqual(['ADDED a', 'ADDED b', 'MODIFIED b', 'DELETED b'])
  })
  it('goes on from a revision and leaves out what was before', () => {
    const harness = createHarness()
    create(harness, 'a')
    const since = revisionOf(harness)
    create(harness, 'b')
    const id = watchOutside(harness, `${pods}?watch=1&resourceVersion=${since}`)
    create(harness, 'c')
    expect(told(harness, id)).toEqual(['ADDED b', 'ADDED c'])
  })
  it('selects: one object by its name, and by label', () => {
    const harness = createHarness()
    const named = watchOutside(harness, `${pods}?watch=true&fieldSelector=metadata.name%3Db`)
    const labelled = watchOutside(harness, `${pods}?watch=true&labelSelector=x%3Dy`)
    create(harness, 'a', 'b')
    rest(harness, 'PATCH', `${pods}/a`, { metadata: { labels: { x: 'y' } } }, 'application/merge-patch+json')
    rest(harness, 'PATCH', `${pods}/a`, { metadata: { labels: { x: null } } }, 'application/merge-patch+json')
    expect(told(harness, named)).toEqual(['ADDED b'])
    expect(told(harness, labelled)).toEqual(['ADDED a', 'DELETED a'])
  })
  it('two clients with the same selection each get every event', () => {
    const harness = createHarness()
    const ids = [watchOutside(harness, `${pods}?watch=true`), watchOutside(harness, `${pods}?watch=true`)]
    create(harness, 'a')
    const objects = ids.map((id) => harness.outsideEvents.find((entry) => entry.id === id)?.event?.object)
    expect(objects[0]).toMatchObject({ metadata: { name: 'a' } })
    expect(objects[1], 'one JSON value for all who watch').toBe(objects[0])
  })
  it('ends after timeoutSeconds, and without a word when the client closes', () => {
    const harness = createHarness()
    const timed = watchOutside(harness, `${pods}?watch=true&timeoutSeconds=2`)
    const closed = watchOutside(harness, `${pods}?watch=true`)
    closeOutside(harness, closed)
    runFor(harness, 10_000)
    create(harness, 'a')
    runFor(harness, 2_000_000)
    create(harness, 'b')
    expect(told(harness, timed)).toEqual(['ADDED a', 'end'])
    expect(told(harness, closed)).toEqual([])
    expect(harness.apiServer.watchers.byNumber.size).toBe(0)
  })
  it('says 410 Expired and ends when the revision is gone', () => {
    const harness = createHarness()
    create(harness, 'a')
    startApiServer(harness.sim, harness.apiServer)
    runFor(harness, 100_000)
    const id = watchOutside(harness, `${pods}?watch=true&resourceVersion=1`)
    expect(told(harness, id)).toEqual(['ERROR 410', 'end'])
  })
  it('sends bookmarks to those who take them: every minute, and after the first objects', () => {
    const harness = createHarness()
    create(harness, 'a')
    const revision = revisionOf(harness)
    const id = watchOutside(harness, `${pods}?watch=true&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan`)
    expect(told(harness, id)).toEqual(['ADDED a', `BOOKMARK ${revision}`])
    expect(harness.outsideEvents.at(-1)?.event?.object).toMatchObject({
      kind: 'Pod', metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } },
    })
    runFor(harness, 60_000_000)
    expect(told(harness, id)).toEqual(['ADDED a', `BOOKMARK ${revision}`, `BOOKMARK ${revision}`])
  })
  it('sends Tables to those who print', () => {
    const harness = createHarness()
    const id = watchOutside(harness, `${pods}?watch=true`, asTable)
    create(harness, 'a')
    expect(harness.outsideEvents.find((entry) => entry.id === id)?.event).toMatchObject({
      type: 'ADDED', object: { kind: 'Table', rows: [{ cells: ['a', '0/1', 'Pending', '0', '0s', '<none>', '<none>', '<none>', '<none>'] }] },
    })
  })
  it.each([['whole objects', ''], ['Tables', asTable], ['metadata', 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1']])(
    'a thousand of them on %s share one object a change', (_what, accept) => {
      const harness = createHarness()
      const since = revisionOf(harness)
      for (let i = 0; i < 1000; i++) sendOutside(harness, { method: 'GET', path: pods, query: { watch: 'true', resourceVersion: since }, headers: { accept } })
      runFor(harness, 20_000)
      create(harness, 'a')
      rest(harness, 'PATCH', `${pods}/a`, { metadata: { labels: { x: 'y' } } }, 'application/merge-patch+json')
      expect(harness.outsideEvents).toHaveLength(2000)
      expect(new Set(harness.outsideEvents.map(({ event }) => event?.object)).size).toBe(2)
    },
  )
  it('a Table tells a later age to who comes later', () => {
    const harness = createHarness()
    create(harness, 'a')
    const ages = [0, 5_000_000].map((waitUs) => {
      runFor(harness, waitUs)
      const id = watchOutside(harness, `${pods}?watch=true`, asTable)
      const { event } = harness.outsideEvents.find((entry) => entry.id === id)!
      return (event!.object as { rows: { cells: unknown[] }[] }).rows[0]!.cells[4]
    })
    expect(ages).toEqual(['0s', '5s'])
  })
  it('ends when an event was lost behind a cut cable and the cable is whole again', () => {
    const harness = createHarness()
    const id = watchOutside(harness, `${pods}?watch=true`)
    create(harness, 'a')
    sendOutside(harness, { method: 'DELETE', path: `${pods}/a`, query: { gracePeriodSeconds: '0' } })
    // The request has arrived, the change has not gone out yet.
    runFor(harness, 600)
    harness.sim.links.cut[harness.links.client] = 1
    runFor(harness, 20_000)
    harness.sim.links.cut[harness.links.client] = 0
    connectionReset(harness.sim, harness.apiServer, componentIds.user, -1)
    runFor(harness, 10_000)
    expect(told(harness, id)).toEqual(['ADDED a', 'end'])
  })
})
