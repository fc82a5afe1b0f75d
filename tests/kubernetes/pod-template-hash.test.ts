import { describe, expect, it } from 'vitest'
import { podTemplateHash, templateText } from '../../src/kubernetes/pod-template-hash.ts'
import type { PodTemplateSpec } from '../../src/kubernetes/types/core.ts'
import { template } from '../engine/control-plane/controller-manager/fixtures.ts'

function relabelled(from: PodTemplateSpec, labels: Record<string, string>): PodTemplateSpec {
  return { metadata: { ...from.metadata, labels }, spec: from.spec }
}

describe('the pod template hash', () => {
  const web = template({ app: 'web', tier: 'front' })
  it('has at most ten characters, all of them digits in disguise', () => {
    for (let i = 0; i < 50; i++) expect(podTemplateHash(template({ app: 'web' }, `nginx:${i}`), undefined)).toMatch(/^[456789bcdf]{1,10}$/)
  })
  it('is the same for the same template, in whatever order its fields stand', () => {
    const spec = Object.fromEntries(Object.entries(web.spec).toReversed()) as unknown as PodTemplateSpec['spec']
    expect(podTemplateHash({ metadata: web.metadata, spec }, undefined)).toBe(podTemplateHash(web, undefined))
    expect(podTemplateHash(relabelled(web, { tier: 'front', app: 'web' }), undefined)).toBe(podTemplateHash(web, undefined))
  })
  it('does not change by its own label, but by any other and by the image', () => {
    expect(templateText(relabelled(web, { app: 'web', tier: 'front', 'pod-template-hash': '56f5d9958' }))).toBe(templateText(web))
    const others = [relabelled(web, { app: 'web' }), template({ app: 'web', tier: 'front' }, 'nginx:1.26')]
    for (const other of others) expect(podTemplateHash(other, undefined)).not.toBe(podTemplateHash(web, undefined))
  })
  it('changes with the collision count, and stays what it was from release to release', () => {
    expect(podTemplateHash(web, 1)).not.toBe(podTemplateHash(web, undefined))
    expect(podTemplateHash(template({ app: 'web' }), undefined)).toBe('cddf84f7b')
  })
})
