/** Containers, probes, volumes and tolerations of `kubectl describe`. Source: k8s.io/kubectl/pkg/describe/describe.go (describeContainers). */
import type { Container, ContainerState, ContainerStatus, EnvVar, Pod, PodSpec, PodTemplateSpec, Probe, ResourceList, Toleration } from '../../kubernetes/types/core.ts'
import { isJsonObject } from '../apply/manifest.ts'
import { longTime } from '../print/age.ts'
import { byText, valueText } from '../print/json.ts'
import { field, labelLines, line, stacked } from './writer.ts'
import type { Lines } from './writer.ts'

/** Colons of a block of containers stand at this level below the title. */
export function containerLines(lines: Lines, title: string, containers: readonly Container[], statuses: readonly ContainerStatus[] | undefined, pod: Pod | undefined, level: number): void {
  const indent = '  '.repeat(level)
  lines.list.push(containers.length === 0 ? `${indent}${title}: <none>` : `${indent}${title}:`)
  for (const container of containers) {
    const status = statuses?.find((one) => one.name === container.name)
    lines.list.push(` ${level === 0 ? ' ' : indent}${container.name}:`)
    const inner: Lines = { list: [] }
    basics(inner, container, status)
    commandLines(inner, 'Command', container.command)
    commandLines(inner, 'Args', container.args)
    if (status !== undefined) statusLines(inner, status)
    resourceLines(inner, 'Limits', container.resources?.limits)
    resourceLines(inner, 'Requests', container.resources?.requests)
    probeLines(inner, container)
    environmentLines(inner, container, pod)
    mountLines(inner, container)
    for (const text of inner.list) lines.list.push(`    ${text}`)
  }
}

function basics(lines: Lines, container: Container, status: ContainerStatus | undefined): void {
  if (status !== undefined) field(lines, 0, 'Container ID', status.containerID ?? '')
  field(lines, 0, 'Image', container.image)
  if (status !== undefined) field(lines, 0, 'Image ID', status.imageID)
  const ports = container.ports ?? []
  const plural = ports.length > 1 ? 's' : ''
  const named = ports.map((port) => `${port.containerPort}/${port.protocol ?? 'TCP'}${port.name === undefined ? '' : ` (${port.name})`}`)
  field(lines, 0, `Port${plural}`, ports.length === 0 ? '<none>' : named.join(', '))
  const host = ports.map((port) => `${port.hostPort ?? 0}/${port.protocol ?? 'TCP'}${port.name === undefined ? '' : ` (${port.name})`}`)
  field(lines, 0, `Host Port${plural}`, ports.length === 0 ? '<none>' : host.join(', '))
  const { securityContext } = container
  const seccomp = isJsonObject(securityContext) ? securityContext['seccompProfile'] : undefined
  if (isJsonObject(seccomp)) field(lines, 0, 'SeccompProfile', valueText(seccomp['type']))
}

function commandLines(lines: Lines, title: string, words: readonly string[] | undefined): void {
  if (words === undefined || words.length === 0) return
  line(lines, 0, `${title}:`)
  for (const word of words) for (const row of word.split('\n')) line(lines, 1, row)
}

function statusLines(lines: Lines, status: ContainerStatus): void {
  stateLines(lines, 'State', status.state)
  if (status.lastState?.terminated !== undefined) stateLines(lines, 'Last State', status.lastState)
  field(lines, 0, 'Ready', status.ready ? 'True' : 'False')
  field(lines, 0, 'Restart Count', status.restartCount)
}

function stateLines(lines: Lines, title: string, { running, waiting, terminated }: ContainerState): void {
  if (running !== undefined) {
    field(lines, 0, title, 'Running')
    field(lines, 1, 'Started', longTime(running.startedAt))
  } else if (waiting !== undefined) {
    field(lines, 0, title, 'Waiting')
    if (waiting.reason !== '') field(lines, 1, 'Reason', waiting.reason)
    if (waiting.message !== undefined) field(lines, 1, 'Message', waiting.message)
  } else if (terminated !== undefined) {
    field(lines, 0, title, 'Terminated')
    if (terminated.reason !== '' && terminated.reason !== undefined) field(lines, 1, 'Reason', terminated.reason)
    if (terminated.message !== undefined) field(lines, 1, 'Message', terminated.message)
    field(lines, 1, 'Exit Code', terminated.exitCode)
    if (terminated.signal !== undefined && terminated.signal > 0) field(lines, 1, 'Signal', terminated.signal)
    field(lines, 1, 'Started', longTime(terminated.startedAt))
    field(lines, 1, 'Finished', longTime(terminated.finishedAt))
  } else field(lines, 0, title, 'Waiting')
}

function resourceLines(lines: Lines, title: string, list: ResourceList | undefined): void {
  const names = Object.keys(list ?? {}).toSorted(byText)
  if (names.length > 0) line(lines, 0, `${title}:`)
  for (const name of names) field(lines, 1, name, list?.[name] ?? '')
}

function probeLines(lines: Lines, container: Container): void {
  for (const [title, probe] of [['Liveness', container.livenessProbe], ['Readiness', container.readinessProbe], ['Startup', container.startupProbe]] as const) {
    if (probe !== undefined) field(lines, 0, title, probeText(probe))
  }
}

function probeText(probe: Probe): string {
  const times = `delay=${probe.initialDelaySeconds ?? 0}s timeout=${probe.timeoutSeconds}s period=${probe.periodSeconds}s #success=${probe.successThreshold} #failure=${probe.failureThreshold}`
  if (probe.exec !== undefined) return `exec [${(probe.exec.command ?? []).join(' ')}] ${times}`
  if (probe.httpGet !== undefined) return `http-get ${(probe.httpGet.scheme ?? 'HTTP').toLowerCase()}://:${probe.httpGet.port}${probe.httpGet.path ?? ''} ${times}`
  if (probe.tcpSocket !== undefined) return `tcp-socket :${probe.tcpSocket.port} ${times}`
  return probe.grpc === undefined ? `unknown ${times}` : `grpc <pod>:${probe.grpc.port} ${probe.grpc.service ?? ''} ${times}`
}

function environmentLines(lines: Lines, container: Container, pod: Pod | undefined): void {
  const sources = (container.envFrom ?? []).map((from) => environmentSource(from))
  if (sources.length > 0) {
    line(lines, 0, 'Environment Variables from:')
    for (const text of sources) line(lines, 1, text)
  }
  const variables = container.env ?? []
  line(lines, 0, variables.length === 0 ? 'Environment:\t<none>' : 'Environment:')
  for (const variable of variables) field(lines, 1, variable.name, variableText(variable, pod))
}

function environmentSource(from: unknown): string {
  if (!isJsonObject(from)) return ''
  for (const [key, word] of [['configMapRef', 'ConfigMap'], ['secretRef', 'Secret']] as const) {
    const ref = from[key]
    if (isJsonObject(ref)) return `${valueText(ref['name'])}\t${word}\tOptional: ${valueText(ref['optional'] ?? false)}`
  }
  return ''
}

function variableText(variable: EnvVar, pod: Pod | undefined): string {
  const from = variable.valueFrom
  if (!isJsonObject(from)) return variable.value ?? ''
  const ref = (key: string): { readonly [key: string]: unknown } | undefined => (isJsonObject(from[key]) ? from[key] : undefined)
  const fieldRef = ref('fieldRef')
  if (fieldRef !== undefined) {
    const known = pod === undefined ? '' : ` (${valueText(fieldRef['apiVersion'] ?? 'v1')}:${valueText(fieldRef['fieldPath'])})`
    return known === '' ? ` (${valueText(fieldRef['apiVersion'] ?? 'v1')}:${valueText(fieldRef['fieldPath'])})` : known
  }
  const secret = ref('secretKeyRef')
  if (secret !== undefined) return `<set to the key '${valueText(secret['key'])}' in secret '${valueText(secret['name'])}'>\tOptional: ${valueText(secret['optional'] ?? false)}`
  const map = ref('configMapKeyRef')
  if (map !== undefined) return `<set to the key '${valueText(map['key'])}' of config map '${valueText(map['name'])}'>\tOptional: ${valueText(map['optional'] ?? false)}`
  const resource = ref('resourceFieldRef')
  return resource === undefined ? '' : valueText(resource['resource'])
}

function mountLines(lines: Lines, container: Container): void {
  const mounts = (container.volumeMounts ?? []).toSorted((a, b) => byText(a.mountPath, b.mountPath))
  line(lines, 0, mounts.length === 0 ? 'Mounts:\t<none>' : 'Mounts:')
  for (const mount of mounts) {
    const flags = [mount.readOnly === true ? 'ro' : 'rw', ...(mount.subPath === undefined ? [] : [`path="${mount.subPath}"`])]
    line(lines, 1, `${mount.mountPath} from ${mount.name} (${flags.join(',')})`)
  }
}

/** Volumes at a level; `<none>`. */
export function volumeLines(lines: Lines, volumes: readonly unknown[] | undefined, level: number): void {
  const indent = '  '.repeat(level)
  if (volumes === undefined || volumes.length === 0) {
    lines.list.push(`${indent}Volumes:\t<none>`)
    return
  }
  lines.list.push(`${indent}Volumes:`)
  for (const volume of volumes) {
    if (!isJsonObject(volume)) continue
    lines.list.push(` ${level === 0 ? ' ' : indent}${valueText(volume['name'])}:`)
    for (const [name, value] of volumeFields(volume)) lines.list.push(`    ${name}:\t${value}`)
  }
}

type VolumeFields = readonly (readonly [string, string])[]

function volumeFields(volume: { readonly [key: string]: unknown }): VolumeFields {
  const part = (key: string): { readonly [key: string]: unknown } | undefined => (isJsonObject(volume[key]) ? volume[key] : undefined)
  const emptyDir = part('emptyDir')
  if (emptyDir !== undefined) {
    const limit = emptyDir['sizeLimit'] === undefined ? '<unset>' : valueText(emptyDir['sizeLimit'])
    return [['Type', 'EmptyDir (a temporary directory that shares a pod\'s lifetime)'], ['Medium', valueText(emptyDir['medium'] ?? '')], ['SizeLimit', limit]]
  }
  const hostPath = part('hostPath')
  if (hostPath !== undefined) {
    return [['Type', 'HostPath (bare host directory volume)'], ['Path', valueText(hostPath['path'])], ['HostPathType', valueText(hostPath['type'] ?? '')]]
  }
  const secret = part('secret')
  if (secret !== undefined) {
    return [['Type', 'Secret (a volume populated by a Secret)'], ['SecretName', valueText(secret['secretName'])], ['Optional', valueText(secret['optional'] ?? false)]]
  }
  const map = part('configMap')
  if (map !== undefined) return [['Type', 'ConfigMap (a volume populated by a ConfigMap)'], ['Name', valueText(map['name'])], ['Optional', valueText(map['optional'] ?? false)]]
  const projected = part('projected')
  return projected === undefined ? [['Type', '<unknown>']] : projectedFields(projected)
}

function projectedFields(projected: { readonly [key: string]: unknown }): VolumeFields {
  const fields: [string, string][] = [['Type', 'Projected (a volume that contains injected data from multiple sources)']]
  for (const source of Array.isArray(projected['sources']) ? projected['sources'] as unknown[] : []) {
    if (!isJsonObject(source)) continue
    const { serviceAccountToken: token, configMap: map, secret, downwardAPI: downward } = source
    if (isJsonObject(secret)) fields.push(['SecretName', valueText(secret['name'])], ['Optional', optionalText(secret['optional'])])
    if (downward !== undefined) fields.push(['DownwardAPI', 'true'])
    if (isJsonObject(map)) fields.push(['ConfigMapName', valueText(map['name'])], ['Optional', optionalText(map['optional'])])
    if (isJsonObject(token)) fields.push(['TokenExpirationSeconds', valueText(token['expirationSeconds'])])
  }
  return fields
}

const optionalText = (optional: unknown): string => valueText(optional ?? false)

/** Tolerations below one another, in order of their keys. */
export function tolerationLines(lines: Lines, level: number, tolerations: readonly Toleration[] | undefined): void {
  stacked(lines, level, 'Tolerations', (tolerations ?? []).toSorted((a, b) => byText(a.key ?? '', b.key ?? '')).map(tolerationText))
}

function tolerationText({ key, operator, value, effect, tolerationSeconds }: Toleration): string {
  const head = `${key ?? ''}${value === undefined || value === '' ? '' : `=${value}`}${effect === undefined ? '' : `:${effect}`}`
  const exists = operator === 'Exists' && (value === undefined || value === '') ? (head === '' ? 'op=Exists' : ' op=Exists') : ''
  return `${head}${exists}${tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`}`
}

/** The Pod Template section of Deployments and ReplicaSets. */
export function templateLines(lines: Lines, template: PodTemplateSpec): void {
  line(lines, 0, 'Pod Template:')
  templateBody(lines, template)
}

/** What stands below "Pod Template:". */
export function templateBody(lines: Lines, { metadata, spec }: PodTemplateSpec): void {
  labelLines(lines, 1, 'Labels', metadata.labels)
  if (Object.keys(metadata.annotations ?? {}).length > 0) {
    const pairs = Object.entries(metadata.annotations ?? {}).toSorted(([a], [b]) => byText(a, b)).map(([key, value]) => `${key}: ${value}`)
    stacked(lines, 1, 'Annotations', pairs)
  }
  if (spec.serviceAccountName !== undefined) field(lines, 1, 'Service Account', spec.serviceAccountName)
  if ((spec.initContainers ?? []).length > 0) containerLines(lines, 'Init Containers', spec.initContainers ?? [], undefined, undefined, 1)
  containerLines(lines, 'Containers', spec.containers, undefined, undefined, 1)
  volumeLines(lines, spec.volumes, 1)
  placementLines(lines, 1, spec)
}

function placementLines(lines: Lines, level: number, spec: PodSpec): void {
  if (spec.priorityClassName !== undefined) field(lines, level, 'Priority Class Name', spec.priorityClassName)
  labelLines(lines, level, 'Node-Selectors', spec.nodeSelector)
  tolerationLines(lines, level, spec.tolerations)
}
