/** The subresource `scale` of Deployments and ReplicaSets. Source: k8s.io/api/autoscaling/v1/types.go (Scale). */
import type { Deployment, ReplicaSet } from '../../../kubernetes/types/apps.ts'
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import { formatLabelSelector } from '../../../kubernetes/selectors.ts'
import type { JsonObject } from '../../../kubernetes/patch/json-value.ts'
import { copyMeta } from './metadata.ts'
import { assemble, nextGeneration } from './strategies/strategy.ts'

type Scalable = Deployment | ReplicaSet

/** The Scale of a workload, as JSON. */
export function scaleToWire(object: KubernetesObject): JsonObject {
  const { metadata, spec, status } = object as Scalable
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name: metadata.name, namespace: metadata.namespace, uid: metadata.uid, resourceVersion: String(metadata.resourceVersion),
      creationTimestamp: metadata.creationTimestamp,
    },
    spec: { replicas: spec.replicas },
    status: { replicas: status.replicas ?? 0, selector: formatLabelSelector(spec.selector) },
  }
}

/** The workload with another number of replicas. */
export function withReplicas(object: KubernetesObject, replicas: number): KubernetesObject {
  const { metadata, spec, status } = object as Scalable
  const next = copyMeta(metadata)
  if (replicas === spec.replicas) return assemble(object, next, spec, status)
  nextGeneration(next)
  return assemble(object, next, { ...spec, replicas }, status)
}
