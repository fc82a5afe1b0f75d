/** Builders of changed objects: every field named, so that objects of a kind keep one shape. */
import type { Deployment, DeploymentStatus, ReplicaSet, ReplicaSetStatus } from '../../../kubernetes/types/apps.ts'
import type { Node, NodeCondition, NodeSpec, ObjectReference, Pod, PodCondition, Taint } from '../../../kubernetes/types/core.ts'
import type { KubernetesObject, Labels, ObjectMeta, OwnerReference } from '../../../kubernetes/types/meta.ts'
import { resourceForKind, type ResourceName } from '../../../kubernetes/resources.ts'

interface NewMeta {
  readonly name?: string
  readonly generateName?: string
  readonly namespace: string
  readonly labels?: Labels | undefined
  readonly annotations?: Labels | undefined
  readonly ownerReferences?: readonly OwnerReference[]
  readonly finalizers?: readonly string[] | undefined
}

/** Metadata of an object that is to be created. */
export function newMeta(some: NewMeta): ObjectMeta {
  return {
    name: some.name ?? '', generateName: some.generateName, namespace: some.namespace, uid: '', resourceVersion: 0, generation: undefined,
    creationTimestamp: '', deletionTimestamp: undefined, deletionGracePeriodSeconds: undefined, labels: some.labels,
    annotations: some.annotations, ownerReferences: some.ownerReferences, finalizers: some.finalizers, managedFields: undefined,
  }
}

function metaWith(
  meta: ObjectMeta, annotations: Labels | undefined, ownerReferences: ObjectMeta['ownerReferences'], finalizers: ObjectMeta['finalizers'],
): ObjectMeta {
  return {
    name: meta.name, generateName: meta.generateName, namespace: meta.namespace, uid: meta.uid, resourceVersion: meta.resourceVersion,
    generation: meta.generation, creationTimestamp: meta.creationTimestamp, deletionTimestamp: meta.deletionTimestamp,
    deletionGracePeriodSeconds: meta.deletionGracePeriodSeconds, labels: meta.labels, annotations, ownerReferences, finalizers,
    managedFields: meta.managedFields,
  }
}

/** Metadata with other labels and annotations. */
export function relabelled(meta: ObjectMeta, labels: Labels | undefined, annotations: Labels | undefined): ObjectMeta {
  return {
    name: meta.name, generateName: meta.generateName, namespace: meta.namespace, uid: meta.uid, resourceVersion: meta.resourceVersion,
    generation: meta.generation, creationTimestamp: meta.creationTimestamp, deletionTimestamp: meta.deletionTimestamp,
    deletionGracePeriodSeconds: meta.deletionGracePeriodSeconds, labels, annotations, ownerReferences: meta.ownerReferences,
    finalizers: meta.finalizers, managedFields: meta.managedFields,
  }
}

/** Reference to the owner that controls the object. */
export function controllerReference(owner: KubernetesObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion, kind: owner.kind, name: owner.metadata.name, uid: owner.metadata.uid, controller: true,
    blockOwnerDeletion: true,
  }
}

/** What an event is about. */
export function referenceTo(object: KubernetesObject): ObjectReference {
  const { namespace, name, uid, resourceVersion } = object.metadata
  return {
    kind: object.kind, namespace, name, uid, apiVersion: object.apiVersion, resourceVersion: String(resourceVersion), fieldPath: undefined,
  }
}

/** An object with other owners or finalizers; all else as it is. */
export function withOwnership<T extends KubernetesObject>(
  object: T, ownerReferences: ObjectMeta['ownerReferences'], finalizers: ObjectMeta['finalizers'],
): T {
  return { ...object, metadata: metaWith(object.metadata, object.metadata.annotations, ownerReferences, finalizers) }
}

export function deploymentWith(deployment: Deployment, annotations: Labels | undefined, status: DeploymentStatus): Deployment {
  const { metadata } = deployment
  return {
    apiVersion: deployment.apiVersion, kind: deployment.kind,
    metadata: annotations === metadata.annotations ? metadata : metaWith(metadata, annotations, metadata.ownerReferences, metadata.finalizers),
    spec: deployment.spec, status,
  }
}

export function replicaSetWith(
  replicaSet: ReplicaSet, replicas: number, minReadySeconds: number | undefined, annotations: Labels | undefined,
): ReplicaSet {
  const { metadata, spec } = replicaSet
  return {
    apiVersion: replicaSet.apiVersion, kind: replicaSet.kind,
    metadata: metaWith(metadata, annotations, metadata.ownerReferences, metadata.finalizers),
    spec: { replicas, minReadySeconds, selector: spec.selector, template: spec.template },
    status: replicaSet.status,
  }
}

export function replicaSetWithStatus(replicaSet: ReplicaSet, status: ReplicaSetStatus): ReplicaSet {
  return { apiVersion: replicaSet.apiVersion, kind: replicaSet.kind, metadata: replicaSet.metadata, spec: replicaSet.spec, status }
}

export function podWithConditions(pod: Pod, conditions: readonly PodCondition[]): Pod {
  const { status } = pod
  return {
    apiVersion: pod.apiVersion, kind: pod.kind, metadata: pod.metadata, spec: pod.spec,
    status: {
      observedGeneration: status.observedGeneration, phase: status.phase, conditions, message: status.message, reason: status.reason,
      nominatedNodeName: status.nominatedNodeName, hostIP: status.hostIP, hostIPs: status.hostIPs, podIP: status.podIP,
      podIPs: status.podIPs,
      startTime: status.startTime, initContainerStatuses: status.initContainerStatuses, containerStatuses: status.containerStatuses,
      ephemeralContainerStatuses: status.ephemeralContainerStatuses, qosClass: status.qosClass,
    },
  }
}

export function nodeWithSpec(node: Node, spec: NodeSpec): Node {
  return { apiVersion: node.apiVersion, kind: node.kind, metadata: node.metadata, spec, status: node.status }
}

export function nodeWithTaints(node: Node, taints: readonly Taint[]): Node {
  const { spec } = node
  return nodeWithSpec(node, {
    podCIDR: spec.podCIDR, podCIDRs: spec.podCIDRs, providerID: spec.providerID, unschedulable: spec.unschedulable,
    taints: taints.length === 0 ? undefined : taints,
  })
}

export function nodeWithConditions(node: Node, conditions: readonly NodeCondition[]): Node {
  const { status } = node
  return {
    apiVersion: node.apiVersion, kind: node.kind, metadata: node.metadata, spec: node.spec,
    status: {
      capacity: status.capacity, allocatable: status.allocatable, conditions, addresses: status.addresses,
      daemonEndpoints: status.daemonEndpoints,
      nodeInfo: status.nodeInfo, images: status.images,
    },
  }
}

/** Resource of an owner reference's kind; undefined when the cluster does not serve it. */
export function resourceOfReference(reference: OwnerReference): ResourceName | undefined {
  return resourceForKind(reference.apiVersion, reference.kind)?.name
}
