/** Which fields a field selector may name, per resource. Source: pkg/apis/core/v1/conversion.go and the registries' strategies. */
import type { ResourceName } from '../../../kubernetes/resources.ts'
import type { FieldRequirement } from '../../../kubernetes/selectors.ts'
import type { Event, Namespace, Node, Pod, Secret } from '../../../kubernetes/types/core.ts'
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import type { ReplicaSet } from '../../../kubernetes/types/apps.ts'

type Reader = (object: KubernetesObject) => string
type Readers = Readonly<Record<string, Reader>>

const common: Readers = {
  'metadata.name': (object) => object.metadata.name,
  'metadata.namespace': (object) => object.metadata.namespace,
}
const flag = (value: boolean | undefined): string => (value === true ? 'true' : 'false')

const byResource: Partial<Readonly<Record<ResourceName, Readers>>> = {
  pods: {
    'spec.nodeName': (object) => (object as Pod).spec.nodeName ?? '',
    'spec.restartPolicy': (object) => (object as Pod).spec.restartPolicy,
    'spec.schedulerName': (object) => (object as Pod).spec.schedulerName,
    'spec.serviceAccountName': (object) => (object as Pod).spec.serviceAccountName ?? '',
    'spec.hostNetwork': (object) => flag((object as Pod).spec.hostNetwork),
    'status.phase': (object) => (object as Pod).status.phase,
    'status.podIP': (object) => (object as Pod).status.podIP ?? '',
    'status.nominatedNodeName': (object) => (object as Pod).status.nominatedNodeName ?? '',
  },
  nodes: { 'spec.unschedulable': (object) => flag((object as Node).spec.unschedulable) },
  namespaces: { 'status.phase': (object) => (object as Namespace).status.phase },
  secrets: { type: (object) => (object as Secret).type },
  replicasets: { 'status.replicas': (object) => String((object as ReplicaSet).status.replicas) },
  events: {
    'involvedObject.kind': (object) => (object as Event).involvedObject.kind,
    'involvedObject.namespace': (object) => (object as Event).involvedObject.namespace,
    'involvedObject.name': (object) => (object as Event).involvedObject.name,
    'involvedObject.uid': (object) => (object as Event).involvedObject.uid,
    'involvedObject.apiVersion': (object) => (object as Event).involvedObject.apiVersion,
    'involvedObject.resourceVersion': (object) => (object as Event).involvedObject.resourceVersion ?? '',
    'involvedObject.fieldPath': (object) => (object as Event).involvedObject.fieldPath ?? '',
    reason: (object) => (object as Event).reason,
    reportingComponent: (object) => (object as Event).reportingComponent,
    source: (object) => (object as Event).source.component ?? '',
    type: (object) => (object as Event).type,
  },
}

function readerOf(resource: ResourceName, field: string): Reader | undefined {
  const own = byResource[resource]
  return own !== undefined && Object.hasOwn(own, field) ? own[field] : Object.hasOwn(common, field) ? common[field] : undefined
}

/** The first field that the resource cannot be selected by; undefined: all can. */
export function unsupportedField(resource: ResourceName, fields: readonly FieldRequirement[]): string | undefined {
  return fields.find((field) => readerOf(resource, field.field) === undefined)?.field
}

/** True when the object's fields are as required. */
export function meetsFields(fields: readonly FieldRequirement[], resource: ResourceName, object: KubernetesObject): boolean {
  for (const requirement of fields) {
    const read = readerOf(resource, requirement.field)
    if (read === undefined || (read(object) === requirement.value) !== requirement.equal) return false
  }
  return true
}
