/** The subresource `scale` of workloads. Source: k8s.io/api/autoscaling/v1/types.go (Scale). */
import type { Deployment, ReplicaSet } from '../../../kubernetes/types/apps.ts'
import type { KubernetesObject, Labels, LabelSelector, ObjectMeta } from '../../../kubernetes/types/meta.ts'
import { formatLabelSelector } from '../../../kubernetes/selectors.ts'
import type { JsonObject } from '../../../kubernetes/patch/json-value.ts'
import { copyMeta } from './metadata.ts'
import { assemble, nextGeneration } from './strategies/strategy.ts'

type Scalable = Deployment | ReplicaSet

/** A ReplicationController selects by labels alone. */
function selectorOf(kind: string, selector: LabelSelector): LabelSelector {
  return kind === 'ReplicationController' ? { matchLabels: selector as unknown as Labels, matchExpressions: undefined } : selector
}

/** The Scale of a workload, as JSON. */
export function scaleToWire(object: KubernetesObject): JsonObject {
  const { metadata, spec, status } = object as Scalable
  return scaleForm(metadata, spec.replicas, status.replicas ?? 0, formatLabelSelector(selectorOf(object.kind, spec.selector)))
}

/** A Scale, as JSON. */
export function scaleForm(metadata: ObjectMeta, replicas: number, current: number, selector: string): JsonObject {
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name: metadata.name, namespace: metadata.namespace, uid: metadata.uid, resourceVersion: String(metadata.resourceVersion),
      creationTimestamp: metadata.creationTimestamp,
    },
    spec: { replicas },
    status: { replicas: current, selector },
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
