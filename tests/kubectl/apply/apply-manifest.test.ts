import { describe, expect, it } from 'vitest'
import { applyManifest, writeRequest } from '../../../src/kubectl/apply/apply-manifest.ts'
import type { Outcome } from '../../../src/kubectl/apply/apply-manifest.ts'
import { lastAppliedAnnotation } from '../../../src/kubectl/apply/create-request.ts'
import type { JsonObject, ManifestDocument } from '../../../src/kubectl/apply/manifest.ts'
import { parseManifest } from '../../../src/kubectl/apply/parse-manifest.ts'
import { threeWayPatch } from '../../../src/kubectl/apply/three-way-merge.ts'
import type { RestRequest, RestResponse } from '../../../src/protocol/rest.ts'

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: -2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: app, image: nginx }] }
`
const documentOf = (text: string): ManifestDocument => {
  const [document] = parseManifest(text).documents
  if (document === undefined) throw new Error('the test’s manifest does not parse')
  return document
}
const notFound: RestResponse = { status: 404, body: { kind: 'Status', code: 404 } }

async function apply(text: string, responses: readonly RestResponse[]): Promise<{ requests: RestRequest[]; outcomes: Outcome[] }> {
  const requests: RestRequest[] = []
  const outcomes: Outcome[] = []
  const waiting = [...responses]
  await applyManifest(parseManifest(text).documents, (request) => {
    requests.push(request)
    return Promise.resolve(waiting.shift() ?? notFound)
  }, (outcome) => { outcomes.push(outcome) })
  return { requests, outcomes }
}

describe('apply', () => {
  it('creates what is not there, with the file kept in its annotation', async () => {
    const { requests, outcomes } = await apply(deployment, [notFound, { status: 201, body: {} }])
    expect(requests.map((request) => `${request.method} ${request.path}`)).toEqual([
      'GET /apis/apps/v1/namespaces/default/deployments/web', 'POST /apis/apps/v1/namespaces/default/deployments',
    ])
    const posted = JSON.parse(requests[1]?.body ?? '') as { metadata: { annotations: Record<string, string> } }
    expect(JSON.parse(posted.metadata.annotations[lastAppliedAnnotation] ?? '')).toMatchObject({ kind: 'Deployment', spec: { replicas: -2 } })
    expect(outcomes.map((outcome) => outcome.text)).toEqual(['deployment.apps/web created'])
  })

  it('patches what differs, and leaves alone what does not', async () => {
    const document = documentOf(deployment)
    const created = JSON.parse(writeRequest(document, undefined)?.body ?? '') as JsonObject
    expect(writeRequest(document, created)).toBeUndefined()
    const scaled = { ...created, spec: { ...(created['spec'] as JsonObject), replicas: 5 }, status: { replicas: 5 } }
    const request = writeRequest(document, scaled)
    expect(request).toMatchObject({ method: 'PATCH', path: '/apis/apps/v1/namespaces/default/deployments/web', headers: { 'content-type': 'application/strategic-merge-patch+json' } })
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ spec: { replicas: -2 } })
    const { outcomes } = await apply(deployment, [{ status: 200, body: created }])
    expect(outcomes.map((outcome) => outcome.text)).toEqual(['deployment.apps/web unchanged'])
  })

  it('tells a refusal at the lines of its fields and goes on with the next object', async () => {
    const invalid = {
      kind: 'Status', status: 'Failure', code: 422, reason: 'Invalid', message: 'Deployment.apps "web" is invalid: spec.replicas',
      details: { causes: [{ reason: 'FieldValueInvalid', field: 'spec.replicas', message: 'Invalid value: -2: must be greater than or equal to 0' }] },
    }
    const { outcomes } = await apply(`${deployment}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: after }\n`, [notFound, { status: 422, body: invalid }, notFound, { status: 201, body: {} }])
    expect(outcomes.map((outcome) => outcome.result)).toEqual(['refused', 'created'])
    expect(outcomes[0]?.problems).toEqual([{ line: 6, column: 3, field: 'spec.replicas', message: 'spec.replicas: Invalid value: -2: must be greater than or equal to 0' }])
  })

  it('finds the lines of unknown fields that a strict decoding error names', async () => {
    const strict = { kind: 'Status', code: 400, reason: 'BadRequest', message: 'strict decoding error: unknown field "spec.template.spec.containers[0].imagee", unknown field "spec.replica"' }
    const { outcomes } = await apply(deployment, [notFound, { status: 400, body: strict }])
    expect(outcomes[0]?.problems.map((problem) => [problem.line, problem.field])).toEqual([[10, 'spec.template.spec.containers[0].imagee'], [5, 'spec.replica']])
  })
})

describe('the three-way patch', () => {
  const containers = (...names: string[]): JsonObject => ({ spec: { containers: names.map((name) => ({ name, image: name })) } })

  it('removes a field that was applied before and is gone, and keeps one that others set', () => {
    expect(threeWayPatch({ data: { a: '1', b: '2' } }, { data: { a: '1' } }, { data: { a: '1', b: '2', c: '3' } })).toEqual({ data: { b: null } })
  })
  it('merges containers by name and deletes the one that went', () => {
    expect(threeWayPatch(containers('app', 'old'), containers('app', 'new'), containers('app', 'old', 'injected'))).toEqual({
      spec: { containers: [{ name: 'new', image: 'new' }, { $patch: 'delete', name: 'old' }] },
    })
  })
  it('merges a Service’s ports by port and a container’s by containerPort', () => {
    const live = { spec: { ports: [{ port: 80, nodePort: 30080 }], containers: [{ name: 'app', ports: [{ containerPort: 80, protocol: 'TCP' }] }] } }
    const wanted = { spec: { ports: [{ port: 80, targetPort: 8080 }], containers: [{ name: 'app', ports: [{ containerPort: 80, name: 'http' }] }] } }
    expect(threeWayPatch({}, wanted, live)).toEqual({
      spec: { ports: [{ port: 80, targetPort: 8080 }], containers: [{ name: 'app', ports: [{ containerPort: 80, name: 'http' }] }] },
    })
  })
  it('replaces other lists whole', () => {
    expect(threeWayPatch({}, { command: ['a'] }, { command: ['a', 'b'] })).toEqual({ command: ['a'] })
    expect(threeWayPatch({}, { command: ['a'] }, { command: ['a'] })).toEqual({})
  })
})
