/**
 * What a container is made from besides its spec: environment variables and files out of ConfigMaps, Secrets and the pod itself. Pure: objects in,
 * container out. Sources: pkg/kubelet/kubelet_pods.go (makeEnvironmentVariables), pkg/volume/{configmap,secret,projected,downwardapi},
 * third_party/forked/golang/expansion. Simplified: no variables of Services, and resourceFieldRef without its divisor.
 */
import type { Container, EnvVar, Pod, VolumeMount } from '../../../kubernetes/types/core.ts'

/** Texts by key of the ConfigMaps and Secrets that were read ("configmaps/settings"); undefined: there is no such object. */
export type SourceTexts = ReadonlyMap<string, ReadonlyMap<string, string> | undefined>

interface Reference {
  readonly resource: 'configmaps' | 'secrets'
  readonly name: string
}
/** What of a pod's spec the API server keeps unread. */
interface KeyRef {
  readonly name?: string
  readonly key?: string
  readonly optional?: boolean
}
interface FieldRef {
  readonly fieldPath?: string
}
interface ValueFrom {
  readonly configMapKeyRef?: KeyRef
  readonly secretKeyRef?: KeyRef
  readonly fieldRef?: FieldRef
  readonly resourceFieldRef?: { readonly resource?: string; readonly containerName?: string }
}
interface EnvFrom {
  readonly prefix?: string
  readonly configMapRef?: KeyRef
  readonly secretRef?: KeyRef
}
interface Item {
  readonly key?: string
  readonly path?: string
}
interface Projection {
  readonly configMap?: { readonly name?: string; readonly items?: readonly Item[]; readonly optional?: boolean }
  readonly secret?: { readonly secretName?: string; readonly name?: string; readonly items?: readonly Item[]; readonly optional?: boolean }
  readonly downwardAPI?: { readonly items?: readonly { readonly path?: string; readonly fieldRef?: FieldRef }[] }
}
interface Volume extends Projection {
  readonly name: string
  readonly projected?: { readonly sources?: readonly Projection[] }
}

const kinds = { configmaps: { name: 'configmap', kind: 'ConfigMap' }, secrets: { name: 'secret', kind: 'Secret' } } as const

export const sourceKey = ({ resource, name }: Reference): string => `${resource}/${name}`

function volumesOf(pod: Pod): readonly Volume[] {
  return (pod.spec.volumes ?? []) as unknown as readonly Volume[]
}

function projectionsOf(volume: Volume): readonly Projection[] {
  return volume.projected?.sources ?? [volume]
}

function referenceOf({ configMap, secret }: Projection): (Reference & { readonly optional: boolean; readonly items: readonly Item[] | undefined }) | undefined {
  if (configMap?.name !== undefined) return { resource: 'configmaps', name: configMap.name, optional: configMap.optional === true, items: configMap.items }
  const name = secret?.secretName ?? secret?.name
  return name === undefined ? undefined : { resource: 'secrets', name, optional: secret?.optional === true, items: secret?.items }
}

const noReferences: readonly Reference[] = []
const takesNothing = ({ env, envFrom }: Container): boolean => env === undefined && envFrom === undefined

/** The ConfigMaps and Secrets that a pod is made from, each once. Most pods have none, and that is found without looking far. */
export function referencesOf(pod: Pod): readonly Reference[] {
  const { spec } = pod
  const containers = spec.initContainers === undefined ? spec.containers : [...spec.initContainers, ...spec.containers]
  if (spec.volumes === undefined && containers.every(takesNothing)) return noReferences
  const found = new Map<string, Reference>()
  const add = (resource: Reference['resource'], name: string | undefined): void => {
    if (name !== undefined) found.set(`${resource}/${name}`, { resource, name })
  }
  for (const reference of volumesOf(pod).flatMap(projectionsOf).map(referenceOf)) if (reference !== undefined) add(reference.resource, reference.name)
  for (const container of containers) {
    for (const { configMapRef, secretRef } of (container.envFrom ?? []) as readonly EnvFrom[]) {
      add('configmaps', configMapRef?.name)
      add('secrets', secretRef?.name)
    }
    for (const { valueFrom } of container.env ?? []) {
      const from = valueFrom as ValueFrom | undefined
      add('configmaps', from?.configMapKeyRef?.name)
      add('secrets', from?.secretKeyRef?.name)
    }
  }
  return [...found.values()]
}

const isMountedWhole = ({ volumeMounts }: Container, volume: string): boolean =>
  volumeMounts?.some(({ name, subPath }) => name === volume && subPath === undefined) === true

/** The ConfigMaps and Secrets in volumes whose mounts follow them: all mounts but those with a `subPath`. */
export function liveReferences(pod: Pod): readonly Reference[] {
  const containers = [...pod.spec.initContainers ?? [], ...pod.spec.containers]
  const found = new Map<string, Reference>()
  for (const volume of volumesOf(pod)) {
    if (!containers.some((container) => isMountedWhole(container, volume.name))) continue
    for (const reference of projectionsOf(volume).map(referenceOf)) if (reference !== undefined) found.set(sourceKey(reference), reference)
  }
  return [...found.values()]
}

/** What stands in the way, in the kubelet's words. */
class Missing extends Error {}

/** The value of a field of the pod. `ip`: what its status will say. */
function fieldValue({ metadata, spec, status }: Pod, ip: string, path: string): string {
  const [, map, key = ''] = /^metadata\.(labels|annotations)\['([^']*)'\]$/.exec(path) ?? []
  if (map !== undefined) return (map === 'labels' ? metadata.labels : metadata.annotations)?.[key] ?? ''
  const lines = (values: Readonly<Record<string, string>> | undefined): string => Object.entries(values ?? {}).map(([name, value]) => `${name}=${JSON.stringify(value)}`).join('\n')
  const values: Readonly<Record<string, string | undefined>> = {
    'metadata.name': metadata.name, 'metadata.namespace': metadata.namespace, 'metadata.uid': metadata.uid, 'metadata.labels': lines(metadata.labels),
    'metadata.annotations': lines(metadata.annotations), 'spec.nodeName': spec.nodeName, 'spec.serviceAccountName': spec.serviceAccountName,
    'status.hostIP': status.hostIP, 'status.hostIPs': status.hostIP, 'status.podIP': ip, 'status.podIPs': ip,
  }
  return values[path] ?? ''
}

function resourceValue(pod: Pod, container: Container, { resource = '', containerName }: NonNullable<ValueFrom['resourceFieldRef']>): string {
  const [of, name = ''] = resource.split('.')
  const asked = pod.spec.containers.find((one) => one.name === containerName) ?? container
  const quantity = (of === 'limits' ? asked.resources.limits : asked.resources.requests)?.[name as 'cpu']
  return quantity ?? '0'
}

/** The text of one key; undefined: it may be missing, and is. Throws `Missing`. */
function keyText(sources: SourceTexts, resource: Reference['resource'], { name = '', key = '', optional = false }: KeyRef, namespace: string): string | undefined {
  const texts = sources.get(`${resource}/${name}`)
  if (texts === undefined && !optional) throw new Missing(`${kinds[resource].name} ${JSON.stringify(name)} not found`)
  const text = texts?.get(key)
  if (text === undefined && !optional) throw new Missing(`couldn't find key ${key} in ${kinds[resource].kind} ${namespace}/${name}`)
  return text
}

/** `$(NAME)` of a variable that is known; `$$(NAME)` is `$(NAME)`, and an unknown name stays as it is. */
function expanded(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$\$|\$\(([^()]*)\)/g, (whole, name: string | undefined) => (whole === '$$' ? '$' : variables.get(name ?? '') ?? whole))
}

function variablesOf(pod: Pod, ip: string, container: Container, sources: SourceTexts): Map<string, string> {
  const { namespace } = pod.metadata
  const variables = new Map<string, string>()
  for (const { prefix = '', configMapRef, secretRef } of (container.envFrom ?? []) as readonly EnvFrom[]) {
    const reference = configMapRef ?? secretRef
    const resource = configMapRef === undefined ? 'secrets' : 'configmaps'
    if (reference === undefined) continue
    const texts = sources.get(`${resource}/${reference.name ?? ''}`)
    if (texts === undefined && reference.optional !== true) throw new Missing(`${kinds[resource].name} ${JSON.stringify(reference.name ?? '')} not found`)
    for (const [key, text] of texts ?? []) variables.set(prefix + key, text)
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    const from = valueFrom as ValueFrom | undefined
    const text = from === undefined ? expanded(value ?? '', variables)
      : from.configMapKeyRef !== undefined ? keyText(sources, 'configmaps', from.configMapKeyRef, namespace)
        : from.secretKeyRef !== undefined ? keyText(sources, 'secrets', from.secretKeyRef, namespace)
          : from.fieldRef !== undefined ? fieldValue(pod, ip, from.fieldRef.fieldPath ?? '')
            : from.resourceFieldRef === undefined ? '' : resourceValue(pod, container, from.resourceFieldRef)
    if (text !== undefined) variables.set(name, text)
  }
  return variables
}

const hasReference = (word: string): boolean => word.includes('$(')

function needsVariables({ env, envFrom, command, args }: Container): boolean {
  if (env !== undefined || envFrom !== undefined) return true
  return command?.some(hasReference) === true || args?.some(hasReference) === true
}

/** Files of a projection below its volume's root, by path. Throws `Missing`. */
function filesOf(pod: Pod, ip: string, projection: Projection, sources: SourceTexts): readonly (readonly [path: string, text: string])[] {
  const fields = (projection.downwardAPI?.items ?? []).map(({ path = '', fieldRef }) => [path, fieldValue(pod, ip, fieldRef?.fieldPath ?? '')] as const)
  const reference = referenceOf(projection)
  if (reference === undefined) return fields
  const { resource, name, optional, items } = reference
  const texts = sources.get(sourceKey(reference))
  if (texts === undefined && !optional) throw new Missing(`${kinds[resource].name} ${JSON.stringify(name)} not found`)
  const wanted = items ?? [...(texts?.keys() ?? [])].map((key) => ({ key, path: key }))
  return wanted.flatMap(({ key = '', path = key }) => {
    const text = texts?.get(key)
    if (text === undefined && !optional) throw new Missing(`${kinds[resource].name} references non-existent ${resource === 'secrets' ? 'secret' : 'config'} key: ${key}`)
    return text === undefined ? [] : [[path, text] as const]
  })
}

/** Paths of a mount in the container. A directory ends with a slash. */
function mountedFiles(pod: Pod, ip: string, { name, mountPath, subPath }: VolumeMount, sources: SourceTexts): readonly (readonly [path: string, text: string])[] {
  const volume = volumesOf(pod).find((one) => one.name === name)
  const files = volume === undefined ? [] : projectionsOf(volume).flatMap((one) => filesOf(pod, ip, one, sources))
  const root = mountPath.replace(/\/+$/, '')
  const single = subPath === undefined ? undefined : files.find(([path]) => path === subPath)
  if (single !== undefined) return [[root, single[1]]]
  return [[`${root}/`, ''], ...files.map(([path, text]) => [`${root}/${path}`, text] as const)]
}

/** Why a volume can't be mounted: `FailedMount`'s text; undefined: all can. */
export function volumeProblem(pod: Pod, sources: SourceTexts): string | undefined {
  for (const volume of volumesOf(pod)) {
    try {
      for (const projection of projectionsOf(volume)) filesOf(pod, '', projection, sources)
    } catch (error) {
      if (error instanceof Missing) return `MountVolume.SetUp failed for volume ${JSON.stringify(volume.name)} : ${error.message}`
      throw error
    }
  }
  return undefined
}

/** What the mounts that follow their objects hold now, and where; undefined: something of it is not there. */
export function liveMounts(
  pod: Pod, ip: string, container: Container, sources: SourceTexts,
): { readonly roots: readonly string[]; readonly files: readonly (readonly [path: string, text: string])[] } | undefined {
  const referring = new Set(volumesOf(pod).filter((volume) => projectionsOf(volume).some((one) => referenceOf(one) !== undefined)).map(({ name }) => name))
  const mounts = (container.volumeMounts ?? []).filter(({ name, subPath }) => subPath === undefined && referring.has(name))
  try {
    return { roots: mounts.map(({ mountPath }) => `${mountPath.replace(/\/+$/, '')}/`), files: mounts.flatMap((mount) => mountedFiles(pod, ip, mount, sources)) }
  } catch (error) {
    if (error instanceof Missing) return undefined
    throw error
  }
}

type ConfiguredContainer =
  | { readonly container: Container; readonly files: readonly (readonly [path: string, text: string])[]; readonly problem: undefined }
  | { readonly container: undefined; readonly files: undefined; readonly problem: string }

const noFiles: readonly (readonly [string, string])[] = []

/** The container with its variables and files, or the reason of CreateContainerConfigError. One that refers to nothing stays the very same. */
export function configuredContainer(pod: Pod, ip: string, spec: Container, sources: SourceTexts): ConfiguredContainer {
  try {
    const files = spec.volumeMounts === undefined ? noFiles : spec.volumeMounts.flatMap((mount) => mountedFiles(pod, ip, mount, sources))
    if (!needsVariables(spec)) return { container: spec, files, problem: undefined }
    const variables = variablesOf(pod, ip, spec, sources)
    const env = [...variables].map(([name, value]): EnvVar => ({ name, value, valueFrom: undefined }))
    const words = (list: readonly string[] | undefined): readonly string[] | undefined => list?.map((word) => expanded(word, variables))
    return { container: { ...spec, env, envFrom: undefined, command: words(spec.command), args: words(spec.args) }, files, problem: undefined }
  } catch (error) {
    if (error instanceof Missing) return { container: undefined, files: undefined, problem: error.message }
    throw error
  }
}
