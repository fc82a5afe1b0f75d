/**
 * How lists and maps of the built-in kinds are merged: by keys, as sets, or as one value. Source: the tags `listType`, `listMapKey`,
 * `mapType` and `structType` in k8s.io/api.
 */

export interface ValueType {
  /** `granular`: maps by member, lists and plain values as one. */
  readonly merge: 'granular' | 'atomic' | 'set' | 'keyed'
  /** Of a keyed list: the members that name an item. */
  readonly keys: readonly string[]
  /** What a key is where an item leaves it out. */
  readonly keyDefaults: Readonly<Record<string, string>>
  readonly member: (name: string) => ValueType
  /** Type of a list's items. */
  readonly item: () => ValueType
}

/** Keys by "parent field/list field"; '*' stands for any parent. */
const listKeys: Readonly<Record<string, readonly string[]>> = {
  '*/containers': ['name'], '*/initContainers': ['name'], '*/ephemeralContainers': ['name'], '*/env': ['name'], '*/volumes': ['name'],
  '*/volumeMounts': ['mountPath'], '*/volumeDevices': ['devicePath'], '*/imagePullSecrets': ['name'], '*/secrets': ['name'],
  '*/hostAliases': ['ip'], '*/topologySpreadConstraints': ['topologyKey', 'whenUnsatisfiable'], '*/resourceClaims': ['name'],
  '*/schedulingGates': ['name'], '*/conditions': ['type'], '*/ownerReferences': ['uid'], '*/addresses': ['type'], '*/podIPs': ['ip'],
  '*/webhooks': ['name'], 'containers/ports': ['containerPort', 'protocol'], 'initContainers/ports': ['containerPort', 'protocol'],
  'spec/ports': ['port', 'protocol'],
}
const sets: ReadonlySet<string> = new Set(['finalizers', 'podCIDRs'])
const atomic: ReadonlySet<string> = new Set([
  'nodeSelector', 'selector', 'podSelector', 'namespaceSelector', 'labelSelector', 'configMapKeyRef', 'secretKeyRef', 'fieldRef',
  'resourceFieldRef', 'secretRef', 'configMapRef', 'roleRef', 'scaleTargetRef', 'claimRef', 'dataSource', 'involvedObject', 'targetRef',
  'requiredDuringSchedulingIgnoredDuringExecution', 'defaultBackend',
])
const keyDefaults = { protocol: 'TCP' }
const noKeys: readonly string[] = []

function typeOf(parent: string, field: string): ValueType {
  const keys = listKeys[`${parent}/${field}`] ?? listKeys[`*/${field}`]
  const member = (name: string): ValueType => typeOf(field, name)
  return {
    merge: atomic.has(field) ? 'atomic' : keys !== undefined ? 'keyed' : sets.has(field) ? 'set' : 'granular',
    keys: keys ?? noKeys, keyDefaults, member,
    item: () => ({ merge: 'granular', keys: noKeys, keyDefaults, member, item: () => typeOf(field, '') }),
  }
}

/** The type of whole objects of built-in kinds. */
export const builtInType: ValueType = typeOf('', '')
