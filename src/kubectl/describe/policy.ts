/** `kubectl describe` of budgets, quotas, roles, priorities and ingresses. Source: k8s.io/kubectl/pkg/describe/describe.go. */
import { formatLabelSelector } from '../../kubernetes/selectors.ts'
import type { LabelSelector } from '../../kubernetes/types/meta.ts'
import type { ApiObject } from '../api.ts'
import { isJsonObject } from '../apply/manifest.ts'
import type { JsonObject } from '../apply/manifest.ts'
import { byText, valueText } from '../print/json.ts'
import { labelsText } from '../print/service-words.ts'
import { listOf, part } from './parts.ts'
import { annotationLines, field, labelLines, line } from './writer.ts'
import type { Lines } from './writer.ts'

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(valueText) : [])

/** All but the events. */
export function budgetLines(lines: Lines, object: ApiObject): void {
  const spec = part(object, 'spec')
  const status = part(object, 'status')
  field(lines, 0, 'Name', object.metadata.name)
  field(lines, 0, 'Namespace', object.metadata.namespace ?? '')
  if (spec['minAvailable'] !== undefined) field(lines, 0, 'Min available', valueText(spec['minAvailable']))
  else if (spec['maxUnavailable'] !== undefined) field(lines, 0, 'Max unavailable', valueText(spec['maxUnavailable']))
  field(lines, 0, 'Selector', spec['selector'] === undefined ? '<unset>' : formatLabelSelector(spec['selector'] as LabelSelector))
  line(lines, 0, 'Status:')
  for (const [title, key] of [['Allowed disruptions', 'disruptionsAllowed'], ['Current', 'currentHealthy'], ['Desired', 'desiredHealthy'], ['Total', 'expectedPods']] as const) {
    field(lines, 2, title, valueText(status[key] ?? 0))
  }
}

/** A quota's table; `level` is 1 inside a namespace. */
export function quotaLines(lines: Lines, object: ApiObject, level: number): void {
  const status = part(object, 'status')
  const hard = part(status, 'hard')
  field(lines, level, 'Name', object.metadata.name)
  if (level === 0) field(lines, 0, 'Namespace', object.metadata.namespace ?? '')
  line(lines, level, 'Resource\tUsed\tHard')
  line(lines, level, level === 0 ? '--------\t----\t----' : '--------\t---\t---')
  for (const name of Object.keys(hard).toSorted(byText)) line(lines, level, `${name}\t${valueText(part(status, 'used')[name] ?? '0')}\t${valueText(hard[name])}`)
}

const limitTitles = 'Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio'
const limitRule = '----\t--------\t---\t---\t---------------\t-------------\t-----------------------'
const limitKeys = ['min', 'max', 'defaultRequest', 'default', 'maxLimitRequestRatio']

/** The table of LimitRanges: a line for each resource of each limit. `prefix` stands before each line. */
export function limitTable(lines: Lines, ranges: readonly ApiObject[], prefix = ''): void {
  line(lines, 0, prefix + limitTitles)
  line(lines, 0, prefix + limitRule)
  for (const limit of ranges.flatMap((range) => listOf(part(range, 'spec'), 'limits'))) {
    const names = new Set(limitKeys.flatMap((key) => Object.keys(part(limit, key))))
    for (const name of [...names].toSorted(byText)) {
      line(lines, 0, `${prefix}${valueText(limit['type'])}\t${name}\t${limitKeys.map((key) => valueText(part(limit, key)[name] ?? '-')).join('\t')}`)
    }
  }
}

/** All of a LimitRange. */
export function limitRangeLines(lines: Lines, object: ApiObject): void {
  field(lines, 0, 'Name', object.metadata.name)
  field(lines, 0, 'Namespace', object.metadata.namespace ?? '')
  limitTable(lines, [object])
}

const bracketed = (value: unknown): string => `[${texts(value).join(' ')}]`

/** Roles and cluster roles: a line for each resource of each rule. */
export function roleLines(lines: Lines, object: ApiObject): void {
  field(lines, 0, 'Name', object.metadata.name)
  labelLines(lines, 0, 'Labels', object.metadata.labels)
  annotationLines(lines, 0, object.metadata.annotations)
  line(lines, 0, 'PolicyRule:')
  line(lines, 1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs')
  line(lines, 1, '---------\t-----------------\t--------------\t-----')
  const rows = listOf(object, 'rules').toSorted((a, b) => byText(bracketed(a['apiGroups']), bracketed(b['apiGroups']))).flatMap((rule) => {
    const verbs = bracketed(rule['verbs'])
    const urls = texts(rule['nonResourceURLs'])
    if (urls.length > 0) return [`\t[${urls.join(' ')}]\t[]\t${verbs}`]
    return texts(rule['apiGroups']).flatMap((group) => texts(rule['resources']).map((resource) => `${withGroup(resource, group)}\t[]\t${bracketed(rule['resourceNames'])}\t${verbs}`))
  })
  for (const row of rows) line(lines, 1, row)
}

/** "deployments.apps/scale" */
function withGroup(resource: string, group: string): string {
  const [name = '', subresource] = resource.split('/')
  return `${name}${group === '' ? '' : `.${group}`}${subresource === undefined ? '' : `/${subresource}`}`
}

/** Role bindings and cluster role bindings. */
export function bindingLines(lines: Lines, object: ApiObject): void {
  field(lines, 0, 'Name', object.metadata.name)
  labelLines(lines, 0, 'Labels', object.metadata.labels)
  annotationLines(lines, 0, object.metadata.annotations)
  line(lines, 0, 'Role:')
  field(lines, 1, 'Kind', valueText(part(object, 'roleRef')['kind']))
  field(lines, 1, 'Name', valueText(part(object, 'roleRef')['name']))
  line(lines, 0, 'Subjects:')
  line(lines, 1, 'Kind\tName\tNamespace')
  line(lines, 1, '----\t----\t---------')
  for (const subject of listOf(object, 'subjects')) line(lines, 1, `${valueText(subject['kind'])}\t${valueText(subject['name'])}\t${valueText(subject['namespace'])}`)
}

/** All but the events. */
export function priorityLines(lines: Lines, object: ApiObject): void {
  field(lines, 0, 'Name', object.metadata.name)
  field(lines, 0, 'Value', valueText(object['value']))
  field(lines, 0, 'GlobalDefault', valueText(object['globalDefault'] ?? false))
  field(lines, 0, 'PreemptionPolicy', valueText(object['preemptionPolicy']))
  field(lines, 0, 'Description', valueText(object['description']))
  field(lines, 0, 'Annotations', labelsText(object.metadata.annotations))
}

/** All but the events. `endpoints`: what stands behind a Service, or why nothing does. */
export function ingressLines(lines: Lines, object: ApiObject, endpoints: (service: string) => string): void {
  const spec = part(object, 'spec')
  const backend = (value: JsonObject): string => {
    const service = part(value, 'service')
    const port = part(service, 'port')
    const name = valueText(service['name'])
    return `${name}:${valueText(port['number'] ?? port['name'])} (${endpoints(name)})`
  }
  const addresses = listOf(part(part(object, 'status'), 'loadBalancer'), 'ingress').map((one) => valueText(one['ip'] ?? one['hostname']))
  field(lines, 0, 'Name', object.metadata.name)
  labelLines(lines, 0, 'Labels', object.metadata.labels)
  field(lines, 0, 'Namespace', object.metadata.namespace ?? '')
  field(lines, 0, 'Address', addresses.join(','))
  field(lines, 0, 'Ingress Class', spec['ingressClassName'] === undefined ? '<none>' : valueText(spec['ingressClassName']))
  field(lines, 0, 'Default backend', isJsonObject(spec['defaultBackend']) ? backend(spec['defaultBackend']) : '<default>')
  if (listOf(spec, 'tls').length > 0) line(lines, 0, 'TLS:')
  for (const tls of listOf(spec, 'tls')) line(lines, 1, tls['secretName'] === undefined ? `SNI routes ${texts(tls['hosts']).join(',')}` : `${valueText(tls['secretName'])} terminates ${texts(tls['hosts']).join(',')}`)
  line(lines, 0, 'Rules:')
  line(lines, 1, 'Host\tPath\tBackends')
  line(lines, 1, '----\t----\t--------')
  for (const rule of listOf(spec, 'rules')) {
    line(lines, 1, `${rule['host'] === undefined ? '*' : valueText(rule['host'])}\t`)
    for (const path of listOf(part(rule, 'http'), 'paths')) line(lines, 2, `\t${valueText(path['path'])} \t${backend(part(path, 'backend'))}`)
  }
  if (listOf(spec, 'rules').length === 0) line(lines, 1, `*\t*\t${isJsonObject(spec['defaultBackend']) ? backend(spec['defaultBackend']) : '<default>'}`)
  annotationLines(lines, 0, object.metadata.annotations)
}
