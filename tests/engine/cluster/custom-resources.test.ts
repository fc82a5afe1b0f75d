/** Custom resources in a whole cluster: copies run on alike, a server that starts again finds them, and who looks sees them. */
import { describe, expect, it } from 'vitest'
import { brokenInvariants, createInvariantMemory, historyHash, runFor, world } from '../../../src/engine/index.ts'
import { inspect } from '../../../src/host/inspect/inspect.ts'
import { createProjector, projectFrame } from '../../../src/host/projector/projector.ts'
import { ask, runSeconds, send, startWhole, second, type WholeCluster } from './whole-cluster.ts'

const things = '/apis/a.test/v1/namespaces/default/things'
const asTable = { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' } }
const spec = { type: 'object', properties: { size: { type: 'integer' } } }
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'things.a.test' },
  spec: {
    group: 'a.test', scope: 'Namespaced', names: { plural: 'things', kind: 'Thing' },
    versions: [{
      name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
      additionalPrinterColumns: [{ name: 'Size', type: 'integer', jsonPath: '.spec.size' }],
    }],
  },
}

function withThings(): WholeCluster {
  const whole = startWhole()
  expect(ask(whole, 'POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition).status).toBe(201)
  for (const size of [1, 2]) {
    const thing = { apiVersion: 'a.test/v1', kind: 'Thing', metadata: { name: `thing-${size}` }, spec: { size } }
    expect(ask(whole, 'PATCH', `${things}/thing-${size}`, thing, {
      query: { fieldManager: 'test' }, headers: { 'content-type': 'application/apply-patch+yaml' },
    }).status).toBe(201)
  }
  return whole
}

describe('a cluster with custom resources', () => {
  it('has copies that run on to the same history, their watches and deletions in flight', () => {
    const whole = withThings()
    send(whole, { method: 'GET', path: things, query: { watch: 'true' }, ...asTable })
    runSeconds(whole, 1)
    send(whole, { method: 'DELETE', path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things.a.test' })
    runFor(whole.cluster, 2000)
    const copy: WholeCluster = { ...whole, cluster: structuredClone(whole.cluster), answers: new Map(), events: [] }
    whole.events.length = 0
    for (const one of [whole, copy]) runSeconds(one, 30)
    expect(historyHash(copy.cluster)).toBe(historyHash(whole.cluster))
    expect(copy.events.map(({ event }) => event?.type)).toEqual(['DELETED', 'DELETED'])
    expect(copy.events).toEqual(whole.events)
    expect(ask(copy, 'GET', things).status).toBe(404)
  })
  it('has them again after the API server was killed', () => {
    const whole = withThings()
    world(whole.cluster, { type: 'crashProcess', process: 'kube-apiserver' })
    runFor(whole.cluster, 60 * second)
    const { rows } = ask(whole, 'GET', things, undefined, asTable).body as { rows: { cells: unknown[] }[] }
    expect(rows.map(({ cells }) => cells)).toEqual([['thing-1', 1], ['thing-2', 2]])
  })
  it('can be looked at', () => {
    const whole = withThings()
    const projector = createProjector()
    const pace = { playing: true, mode: 'auto', rate: 1, reason: '', waiting: 0 } as const
    expect(() => projectFrame(whole.cluster, projector, pace, true)).not.toThrow()
    ask(whole, 'PATCH', `${things}/thing-1`, { spec: { size: 3 } }, { headers: { 'content-type': 'application/merge-patch+json' } })
    expect(() => projectFrame(whole.cluster, projector, pace, false)).not.toThrow()
    expect(brokenInvariants(whole.cluster, createInvariantMemory(), 'everything')).toEqual([])
    const report = JSON.stringify(inspect(whole.cluster, { query: 'component', ref: { process: 'etcd' } }))
    expect(report).toContain('/registry/a.test/things/default/thing-1')
  })
})
