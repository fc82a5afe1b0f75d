/** Objects as JSON at the REST door: what is not set is left out, the resourceVersion is text, and a pod shows its token volume. */
import type { Container, Pod, PodSpec } from '../../../kubernetes/types/core.ts'
import type { KubernetesObject, ObjectMeta } from '../../../kubernetes/types/meta.ts'
import type { JsonObject, JsonValue } from '../../../kubernetes/patch/json-value.ts'
import { hashText } from '../../simulation/random.ts'

/** Numbers that upstream's JSON leaves out when they are 0. */
const omittedWhenZero = new Set(['initialDelaySeconds'])

function plain(value: unknown): JsonValue | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map((item: unknown) => plain(item) ?? null)
  if (typeof value !== 'object') return undefined
  const result: Record<string, JsonValue> = {}
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[key]
    if (member === undefined || (member === 0 && omittedWhenZero.has(key))) continue
    const json = plain(member)
    if (json !== undefined) result[key] = json
  }
  return result
}

const emptyTexts: ReadonlySet<string> = new Set(['name', 'namespace', 'uid', 'creationTimestamp'])

/** The metadata of an object as JSON. Lists of thousands go through here: nothing is put in and taken out again. */
export function metadataToWire({ metadata }: KubernetesObject): JsonObject {
  const result: Record<string, JsonValue> = {}
  for (const key of Object.keys(metadata) as (keyof ObjectMeta)[]) {
    const value = metadata[key]
    if (value === undefined || (value === '' && emptyTexts.has(key))) continue
    if (key !== 'resourceVersion') result[key] = plain(value) ?? null
    else if (metadata.resourceVersion > 0) result[key] = String(metadata.resourceVersion)
  }
  return result
}

/**
 * The JSON value of an object, its members in upstream's order of kind, apiVersion, metadata. The volume `kube-api-access-xxxxx` and its
 * mounts are not stored with a pod (a kilobyte each): they are added here, as a function of the pod's uid.
 */
export function toWire(object: KubernetesObject): JsonObject {
  const shown = object.kind === 'Pod' ? withToken(object as Pod) : object
  return stored(shown)
}

/** The same without what only printing adds: the ground that patches are applied to. */
export function toStoredWire(object: KubernetesObject): JsonObject {
  return stored(object)
}

function stored(object: KubernetesObject): JsonObject {
  const { kind, apiVersion, metadata: _, ...rest } = plain(object) as Record<string, JsonValue>
  return { kind: kind ?? object.kind, apiVersion: apiVersion ?? object.apiVersion, metadata: metadataToWire(object), ...rest }
}

const tokenMountPath = '/var/run/secrets/kubernetes.io/serviceaccount'
const tokenVolumePrefix = 'kube-api-access-'
const alphabet = 'bcdfghjklmnpqrstvwxz2456789'

/** Name of a pod's token volume: five characters that follow from its uid. */
function tokenVolumeName(uid: string): string {
  let value = hashText(uid)
  let suffix = ''
  for (let i = 0; i < 5; i++) {
    suffix += alphabet[value % 27]
    value = Math.floor(value / 27)
  }
  return tokenVolumePrefix + suffix
}

function tokenVolume(name: string): unknown {
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
      ],
      defaultMode: 420,
    },
  }
}

function withMount(containers: readonly Container[] | undefined, name: string): readonly Container[] | undefined {
  return containers?.map((container) => {
    if (container.volumeMounts?.some((mount) => mount.mountPath === tokenMountPath) === true) return container
    return {
      ...container,
      volumeMounts: [...(container.volumeMounts ?? []), { name, readOnly: true, mountPath: tokenMountPath, subPath: undefined }],
    }
  })
}

function withToken(pod: Pod): Pod {
  if (pod.spec.automountServiceAccountToken === false || pod.metadata.uid === '') return pod
  const name = tokenVolumeName(pod.metadata.uid)
  const spec: PodSpec = {
    ...pod.spec,
    volumes: [...(pod.spec.volumes ?? []), tokenVolume(name)],
    containers: withMount(pod.spec.containers, name) ?? [],
    initContainers: withMount(pod.spec.initContainers, name),
  }
  return { ...pod, spec }
}

/** Takes the token volume and its mounts out of a pod that was printed and comes back (`kubectl get -o yaml`, edit, replace). */
export function withoutToken(value: Record<string, unknown>): Record<string, unknown> {
  const spec = value['spec']
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) return value
  const inner = { ...(spec as Record<string, unknown>) }
  inner['volumes'] = stripList(inner['volumes'], 'name')
  for (const field of ['containers', 'initContainers'] as const) {
    const list = inner[field]
    if (!Array.isArray(list)) continue
    inner[field] = list.map((item: unknown) => {
      if (typeof item !== 'object' || item === null || !('volumeMounts' in item)) return item
      return { ...item, volumeMounts: stripList(item.volumeMounts, 'name') }
    })
  }
  return { ...value, spec: Object.fromEntries(Object.entries(inner).filter(([, member]) => member !== undefined)) }
}

function stripList(list: unknown, key: string): unknown {
  if (!Array.isArray(list)) return list
  const kept = list.filter((item: unknown) => {
    const name = typeof item === 'object' && item !== null ? (item as Record<string, unknown>)[key] : undefined
    return typeof name !== 'string' || !name.startsWith(tokenVolumePrefix)
  })
  return kept.length === 0 && list.length > 0 ? undefined : kept
}
