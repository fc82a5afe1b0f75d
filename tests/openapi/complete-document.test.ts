/** OpenAPI documents with Kubernetes' own types and descriptions. */
import { describe, expect, it } from 'vitest'
import { createWatchCache } from '../../src/engine/control-plane/api-server/watch-cache.ts'
import { openApiDocument } from '../../src/engine/index.ts'
import { apiVersionOf, resources } from '../../src/kubernetes/resources.ts'
import { completeDocument } from '../../src/openapi/complete-document.ts'
import type { Definition, Definitions } from '../../src/openapi/definitions.ts'

function schemasOf(apiVersion: string): Definitions {
  const path = apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`
  const document = completeDocument(openApiDocument(path, createWatchCache())) as { components: { schemas: Definitions } }
  return document.components.schemas
}

function refsOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => (key === '$ref' && typeof member === 'string' ? [member] : refsOf(member)))
}

const versions = [...new Set(resources.map(apiVersionOf))]

describe('a complete document', () => {
  const apps = schemasOf('apps/v1')
  const field = (name: string, property: string): Definition => apps[name]!.properties![property]!

  it('describes fields, says their types, what is required and what may be said', () => {
    const spec = apps['io.k8s.api.apps.v1.DeploymentSpec']!
    expect(spec.required).toEqual(['selector', 'template'])
    expect(field('io.k8s.api.apps.v1.DeploymentSpec', 'replicas')).toMatchObject({ type: 'integer', description: expect.stringContaining('Number of desired pods') })
    expect(field('io.k8s.api.apps.v1.DeploymentSpec', 'strategy').allOf).toEqual([{ $ref: '#/components/schemas/io.k8s.api.apps.v1.DeploymentStrategy' }])
    expect(field('io.k8s.api.core.v1.PodSpec', 'containers')).toMatchObject({ type: 'array', items: { allOf: [{ $ref: '#/components/schemas/io.k8s.api.core.v1.Container' }] } })
    expect(field('io.k8s.api.core.v1.PodSpec', 'nodeSelector')).toMatchObject({ type: 'object', additionalProperties: { type: 'string' } })
    expect(apps['io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta']!.properties).toHaveProperty('labels')
  })
  it('has one definition of each kind of the server', () => {
    for (const info of resources) {
      const kinds = Object.values(schemasOf(apiVersionOf(info))).flatMap((one) => one['x-kubernetes-group-version-kind'] ?? [])
      expect(kinds.filter(({ group, version, kind }) => group === info.group && version === info.version && kind === info.kind), info.name).toHaveLength(1)
    }
  })
  it.each(versions)('of %s holds all that it refers to', (apiVersion) => {
    const schemas = schemasOf(apiVersion)
    const missing = refsOf(schemas).map((ref) => ref.slice('#/components/schemas/'.length)).filter((name) => schemas[name] === undefined)
    expect([...new Set(missing)]).toEqual([])
  })
  it('keeps fields that the server knows and the package does not', () => {
    const own = (openApiDocument('apis/apps/v1', createWatchCache()) as { components: { schemas: Definitions } }).components.schemas
    expect(own['io.k8s.api.apps.v1.DeploymentStatus']!.properties).toHaveProperty('terminatingReplicas')
    expect(apps['io.k8s.api.apps.v1.DeploymentStatus']!.properties).toHaveProperty('terminatingReplicas')
    expect(apps['io.k8s.api.apps.v1.DeploymentStatus']!.properties).toHaveProperty('observedGeneration.description')
  })
  it('of what has no built-in kinds is the server’s own', () => {
    const document = { components: { schemas: { 'com.example.Widget': { type: 'object' } } } }
    expect(completeDocument(document)).toBe(document)
    expect(completeDocument(undefined)).toBeUndefined()
  })
})
