/** Ingresses, network policies, volumes, classes and what extends the server. Sources: pkg/apis/{networking,core,storage,node}. */
import { deepEqual } from '../../deep-equal.ts'
import { forbidden, notSupported, required, type FieldProblem } from '../../field-errors.ts'
import {
  any, boolean, int, labelSelector, list, requiredStruct, resourceList, string, stringMap, struct, text,
} from '../../schema/types.ts'
import type { Members, StoredKind } from './strategy.ts'

type Loose = { readonly [name: string]: unknown }

function isRecord(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Members of a member where it is a struct; {} else. */
function inside(members: Members, name: string): Loose {
  const value = members[name]
  return isRecord(value) ? value : {}
}

/** The structs of a list. */
function items(value: unknown): readonly Loose[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix']

function checkIngress(members: Members, problems: FieldProblem[]): void {
  const spec = inside(members, 'spec')
  if (spec['rules'] === undefined && spec['defaultBackend'] === undefined) {
    problems.push({
      reason: 'FieldValueInvalid', field: 'spec', message: 'Invalid value: null: either `defaultBackend` or `rules` must be specified',
    })
  }
  items(spec['rules']).forEach((one, r) => items(inside(one, 'http')['paths']).forEach((path, i) => {
    const at = `spec.rules[${r}].http.paths[${i}]`
    const type = path['pathType']
    if (type === undefined) problems.push(required(`${at}.pathType`, 'pathType must be specified'))
    else if (typeof type !== 'string' || !pathTypes.includes(type)) problems.push(notSupported(`${at}.pathType`, type, pathTypes))
    const { service, resource } = inside(path, 'backend')
    if (service === undefined && resource === undefined) problems.push(required(`${at}.backend`, 'backend must be specified'))
  }))
}

export const ingress: StoredKind = {
  fields: {
    spec: requiredStruct('IngressSpec', { ingressClassName: string, defaultBackend: any, tls: list(any), rules: list(any) }), status: any,
  },
  generation: true,
  status: { loadBalancer: {} },
  check: checkIngress,
}
export const ingressClass: StoredKind = {
  fields: { spec: requiredStruct('IngressClassSpec', { controller: text, parameters: any }) },
  generation: true,
}

function withProtocol(rules: unknown): unknown {
  return items(rules).map((one) => {
    if (one['ports'] === undefined) return one
    return { ...one, ports: items(one['ports']).map((port) => ({ protocol: 'TCP', ...port })) }
  })
}

export const networkPolicy: StoredKind = {
  fields: {
    spec: requiredStruct('NetworkPolicySpec', {
      podSelector: { ...labelSelector, absent: 'empty' }, ingress: list(any), egress: list(any), policyTypes: list(string),
    }),
  },
  generation: true,
  complete(members) {
    const spec = inside(members, 'spec')
    const { ingress: into, egress, policyTypes } = spec
    return {
      spec: {
        podSelector: spec['podSelector'], ingress: into === undefined ? undefined : withProtocol(into),
        egress: egress === undefined ? undefined : withProtocol(egress),
        policyTypes: policyTypes ?? (egress === undefined ? ['Ingress'] : ['Ingress', 'Egress']),
      },
    }
  },
}

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod']

function checkAccessModes(spec: Loose, problems: FieldProblem[]): void {
  const said: unknown = spec['accessModes']
  const modes: readonly unknown[] = Array.isArray(said) ? said : []
  if (modes.length === 0) problems.push(required('spec.accessModes', 'at least 1 access mode is required'))
  modes.forEach((mode, i) => {
    if (typeof mode !== 'string' || !accessModes.includes(mode)) problems.push(notSupported(`spec.accessModes[${i}]`, mode, accessModes))
  })
}

/** Simplified: without the finalizers `pv-protection` and `pvc-protection`, whose controllers are not here to take them away. */
export const persistentVolume: StoredKind = {
  // Where the data lies is one member of some twenty, each another kind of storage: none of them is looked into.
  fields: { spec: any, status: any },
  status: { phase: 'Pending' },
  complete: (members) => ({ spec: { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem', ...inside(members, 'spec') } }),
  check(members, problems) {
    const spec = inside(members, 'spec')
    if (spec['capacity'] === undefined) problems.push(required('spec.capacity'))
    checkAccessModes(spec, problems)
  },
}
export const persistentVolumeClaim: StoredKind = {
  fields: {
    spec: requiredStruct('PersistentVolumeClaimSpec', {
      accessModes: list(string), selector: labelSelector,
      resources: struct('VolumeResourceRequirements', { limits: resourceList, requests: resourceList }),
      volumeName: string, storageClassName: string, volumeMode: string, dataSource: any, dataSourceRef: any,
      volumeAttributesClassName: string,
    }),
    status: any,
  },
  status: { phase: 'Pending' },
  complete: (members) => ({ spec: { ...inside(members, 'spec'), volumeMode: inside(members, 'spec')['volumeMode'] ?? 'Filesystem' } }),
  check(members, problems) {
    const spec = inside(members, 'spec')
    checkAccessModes(spec, problems)
    if (inside(inside(spec, 'resources'), 'requests')['storage'] === undefined) problems.push(required('spec.resources[storage]'))
  },
  checkUpdate(next, current, problems) {
    const fixed = (members: Members): Loose => ({ ...inside(members, 'spec'), resources: undefined, volumeAttributesClassName: undefined })
    if (deepEqual(fixed(next), fixed(current))) return
    problems.push(forbidden(
      'spec', 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
    ))
  },
}

export const storageClass: StoredKind = {
  fields: {
    provisioner: text, parameters: stringMap, reclaimPolicy: string, mountOptions: list(string), allowVolumeExpansion: boolean,
    volumeBindingMode: string, allowedTopologies: list(any),
  },
  complete: (members) => ({
    ...members, reclaimPolicy: members['reclaimPolicy'] ?? 'Delete', volumeBindingMode: members['volumeBindingMode'] ?? 'Immediate',
  }),
  check(members, problems) {
    if (members['provisioner'] === '') problems.push(required('provisioner'))
    const { reclaimPolicy: policy, volumeBindingMode: mode } = members
    if (policy !== 'Delete' && policy !== 'Retain') problems.push(notSupported('reclaimPolicy', policy, ['Delete', 'Retain']))
    if (mode !== 'Immediate' && mode !== 'WaitForFirstConsumer') {
      problems.push(notSupported('volumeBindingMode', mode, ['Immediate', 'WaitForFirstConsumer']))
    }
  },
  checkUpdate(next, current, problems) {
    for (const name of ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode']) {
      if (!deepEqual(next[name], current[name])) problems.push(forbidden(name, `updates to ${name} are forbidden.`))
    }
  },
}
export const csiDriver: StoredKind = {
  fields: { spec: any },
  complete: (members) => ({
    spec: {
      attachRequired: true, podInfoOnMount: false, volumeLifecycleModes: ['Persistent'], storageCapacity: false,
      fsGroupPolicy: 'ReadWriteOnceWithFSType', requiresRepublish: false, seLinuxMount: false, ...inside(members, 'spec'),
    },
  }),
}
export const runtimeClass: StoredKind = {
  fields: { handler: text, overhead: any, scheduling: any },
  check(members, problems) {
    if (members['handler'] === '') problems.push(required('handler'))
  },
}
export const endpoints: StoredKind = { fields: { subsets: list(any) } }

/** Simplified: nobody calls webhooks. */
export const webhookConfiguration: StoredKind = {
  fields: { webhooks: list(any) },
  generation: true,
  check(members, problems) {
    items(members['webhooks']).forEach((hook, i) => {
      for (const name of ['name', 'clientConfig', 'sideEffects', 'admissionReviewVersions']) {
        if (hook[name] === undefined) problems.push(required(`webhooks[${i}].${name}`))
      }
    })
  },
}
/** Simplified: no request is passed on to another server. */
export const apiService: StoredKind = {
  fields: {
    spec: requiredStruct('APIServiceSpec', {
      service: any, group: string, version: string, insecureSkipTLSVerify: boolean, caBundle: string, groupPriorityMinimum: int,
      versionPriority: int,
    }),
    status: any,
  },
}
