/**
 * Object metadata as the engine holds it. `resourceVersion` is a number here and text at the REST door; a field that is
 * not set is `undefined` and is dropped at the door, so that every object of a type has one shape.
 * Source: k8s.io/apimachinery/pkg/apis/meta/v1/types.go.
 */
export type Labels = Readonly<Record<string, string>>

export interface OwnerReference {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly uid: string
  readonly controller: boolean | undefined
  readonly blockOwnerDeletion: boolean | undefined
}

/** Which fields a client manages. Source: k8s.io/apimachinery/pkg/apis/meta/v1 (ManagedFieldsEntry). */
export interface ManagedFieldsEntry {
  readonly manager: string
  readonly operation: 'Apply' | 'Update'
  readonly apiVersion: string
  readonly time: string
  readonly fieldsType: 'FieldsV1'
  /** A tree of `f:member`, `k:{...}` and `v:value`. */
  readonly fieldsV1: JsonTree
  readonly subresource: string | undefined
}
export interface JsonTree {
  readonly [element: string]: JsonTree
}

export interface ObjectMeta {
  readonly name: string
  readonly generateName: string | undefined
  /** Empty text for cluster-scoped kinds. */
  readonly namespace: string
  readonly uid: string
  readonly resourceVersion: number
  readonly generation: number | undefined
  /** RFC 3339, whole seconds. */
  readonly creationTimestamp: string
  readonly deletionTimestamp: string | undefined
  readonly deletionGracePeriodSeconds: number | undefined
  readonly labels: Labels | undefined
  readonly annotations: Labels | undefined
  readonly ownerReferences: readonly OwnerReference[] | undefined
  readonly finalizers: readonly string[] | undefined
  /** The API server's own; components leave it out. */
  readonly managedFields?: readonly ManagedFieldsEntry[] | undefined
}

/** What every stored object has. */
export interface KubernetesObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: ObjectMeta
}

export interface LabelSelectorRequirement {
  readonly key: string
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'
  readonly values: readonly string[] | undefined
}

export interface LabelSelector {
  readonly matchLabels: Labels | undefined
  readonly matchExpressions: readonly LabelSelectorRequirement[] | undefined
}

/** `True`, `False` or `Unknown`, as every condition says it. */
export type ConditionStatus = 'True' | 'False' | 'Unknown'

export type IntOrString = number | string
