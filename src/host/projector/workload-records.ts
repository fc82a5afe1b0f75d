/** Deployments, ReplicaSets and Services as the small records that their tiles draw. */
import type { Deployment, ReplicaSet } from '../../kubernetes/types/apps.ts'
import type { Service } from '../../kubernetes/types/core.ts'
import type { EndpointSlice } from '../../kubernetes/types/discovery.ts'
import type { DeploymentRecord, EndpointRecord, ReplicaSetRecord, ServiceRecord } from '../../protocol/frame.ts'

const revisionAnnotation = 'deployment.kubernetes.io/revision'
/** Endpoints that a record lists; all are counted. */
const listedEndpoints = 16

export function revisionOf(object: Deployment | ReplicaSet): number {
  return Number(object.metadata.annotations?.[revisionAnnotation] ?? 0)
}

export function deploymentRecord(slot: number, deployment: Deployment): DeploymentRecord {
  const { metadata, spec, status } = deployment
  return {
    kind: 'Deployment', slot, namespace: metadata.namespace, name: metadata.name, replicas: spec.replicas,
    readyReplicas: status.readyReplicas ?? 0, updatedReplicas: status.updatedReplicas ?? 0, availableReplicas: status.availableReplicas ?? 0,
    revision: revisionOf(deployment), paused: spec.paused === true,
    images: spec.template.spec.containers.map((container) => ({ container: container.name, image: container.image })),
  }
}

/** `deploymentSlot` finds a Deployment by namespace and name; -1: none. */
export function replicaSetRecord(
  slot: number, set: ReplicaSet, deploymentSlot: (namespace: string, name: string) => number,
): ReplicaSetRecord {
  const { metadata, spec, status } = set
  const owner = metadata.ownerReferences?.find((reference) => reference.controller === true && reference.kind === 'Deployment')
  return {
    kind: 'ReplicaSet', slot, namespace: metadata.namespace, name: metadata.name,
    deployment: owner === undefined ? -1 : deploymentSlot(metadata.namespace, owner.name), revision: revisionOf(set),
    hash: metadata.labels?.['pod-template-hash'] ?? '', desired: spec.replicas, current: status.replicas, ready: status.readyReplicas ?? 0,
  }
}

function endpointRecords(slices: readonly EndpointSlice[]): EndpointRecord[] {
  return slices.flatMap((slice) => slice.endpoints.map((endpoint) => ({
    address: endpoint.addresses[0] ?? '', port: slice.ports[0]?.port ?? 0, pod: endpoint.targetRef?.name ?? '',
    ready: endpoint.conditions.ready, serving: endpoint.conditions.serving, terminating: endpoint.conditions.terminating,
  })))
}

export function serviceRecord(slot: number, service: Service, slices: readonly EndpointSlice[]): ServiceRecord {
  const { metadata, spec } = service
  const endpoints = endpointRecords(slices)
  return {
    kind: 'Service', slot, namespace: metadata.namespace, name: metadata.name, type: spec.type, clusterIP: spec.clusterIP ?? '',
    ports: (spec.ports ?? []).map((port) => ({
      port: port.port, protocol: port.protocol, nodePort: port.nodePort ?? 0, targetPort: String(port.targetPort),
    })),
    endpoints: endpoints.slice(0, listedEndpoints), endpointCount: endpoints.length,
    readyCount: endpoints.filter((endpoint) => endpoint.ready).length,
  }
}
