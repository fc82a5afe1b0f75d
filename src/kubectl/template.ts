/** Pod templates as rollouts compare them. Source: pkg/controller/deployment/util (EqualIgnoreHash). */
import type { PodTemplateSpec } from '../kubernetes/types/core.ts'
import { sameJson } from './apply/three-way-merge.ts'

/** The label that a Deployment adds to the templates of its ReplicaSets. */
const templateHashLabel = 'pod-template-hash'

/** A template without the hash label. */
export function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const labels = Object.fromEntries(Object.entries(template.metadata.labels ?? {}).filter(([key]) => key !== templateHashLabel))
  return { ...template, metadata: { ...template.metadata, labels } }
}

/** True when two templates differ at most in the hash label. */
export function equalTemplates(a: PodTemplateSpec, b: PodTemplateSpec): boolean {
  return sameJson(withoutHash(a), withoutHash(b))
}
