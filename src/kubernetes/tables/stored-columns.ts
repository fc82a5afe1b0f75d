/**
 * Columns of the kinds that nothing but storage knows: a cell is read by its path in the object. Source:
 * pkg/printers/internalversion/printers.go.
 */
import { humanDuration } from '../duration.ts'
import type { StoredResource } from '../resources.ts'
import { formatLabelSelector } from '../selectors.ts'
import type { Container } from '../types/core.ts'
import type { KubernetesObject, LabelSelector, Labels } from '../types/meta.ts'
import { ageColumn, column, nameColumn, secondsOf, since, wideColumn, workloadColumns, type Cell, type Column } from './column.ts'

type Columns = readonly Column<KubernetesObject>[]
type Loose = { readonly [name: string]: unknown }
type Read = (object: KubernetesObject, nowSeconds: number) => Cell

/** The member at a path of names; undefined where there is none. */
function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value
  for (const name of path) {
    if (typeof found !== 'object' || found === null) return undefined
    found = (found as Loose)[name]
  }
  return found
}

function items(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path)
  return Array.isArray(found) ? found : []
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

function text(path: string, otherwise = ''): Read {
  const names = path.split('.')
  return (object) => shown(at(object, ...names)) || otherwise
}

function count(name: string, path: string): Column<KubernetesObject> {
  const names = path.split('.')
  return column(name, (object) => Number(at(object, ...names) ?? 0), 'integer')
}

function template(object: KubernetesObject): readonly Container[] {
  return items(object, 'spec', 'template', 'spec', 'containers') as readonly Container[]
}
function selector(object: KubernetesObject): LabelSelector {
  return at(object, 'spec', 'selector') as LabelSelector
}
const workload = workloadColumns<KubernetesObject>(template, selector)

/** "a=b,c=d"; `<none>` without labels. */
function labelsText(labels: unknown): string {
  return formatLabelSelector(labels === undefined ? undefined : { matchLabels: labels as Labels, matchExpressions: undefined })
}

const createdColumn: Column<KubernetesObject> = column('Created At', (object) => object.metadata.creationTimestamp)

const jobStates = ['Complete', 'Failed', 'Terminating', 'Suspended', 'FailureTarget', 'SuccessCriteriaMet']

function hasCondition(object: KubernetesObject, type: string): boolean {
  return items(object, 'status', 'conditions').some((condition) => at(condition, 'type') === type && at(condition, 'status') === 'True')
}

function jobStatus(object: KubernetesObject): string {
  const isGoing = object.metadata.deletionTimestamp !== undefined
  return jobStates.find((state) => (state === 'Terminating' ? isGoing : hasCondition(object, state))) ?? 'Running'
}

function completions(object: KubernetesObject): string {
  const done = Number(at(object, 'status', 'succeeded') ?? 0)
  const wanted = at(object, 'spec', 'completions')
  const parallel = Number(at(object, 'spec', 'parallelism') ?? 0)
  return wanted !== undefined ? `${done}/${shown(wanted)}` : parallel > 1 ? `${done}/1 of ${parallel}` : `${done}/1`
}

function jobDuration(object: KubernetesObject, now: number): string {
  const start = secondsOf(shown(at(object, 'status', 'startTime')))
  return start === undefined ? '' : humanDuration((secondsOf(shown(at(object, 'status', 'completionTime'))) ?? now) - start)
}

const cronContainers = (object: KubernetesObject): readonly Container[] =>
  items(object, 'spec', 'jobTemplate', 'spec', 'template', 'spec', 'containers') as readonly Container[]

function lastSchedule(object: KubernetesObject, now: number): string {
  const last = shown(at(object, 'status', 'lastScheduleTime'))
  return last === '' ? '<none>' : since(last, now)
}

function endpointsText(object: KubernetesObject): string {
  const all = items(object, 'subsets').flatMap((subset) => {
    const ports = items(subset, 'ports')
    return items(subset, 'addresses').flatMap((address) => {
      const ip = shown(at(address, 'ip'))
      return ports.length === 0 ? [ip] : ports.map((port) => `${ip}:${shown(at(port, 'port'))}`)
    })
  })
  if (all.length === 0) return '<none>'
  return all.length > 3 ? `${all.slice(0, 3).join(',')} + ${all.length - 3} more...` : all.join(',')
}

const modeLetters: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP',
}
/** Modes are printed in the order of this table. */
function modesText(modes: readonly unknown[]): string {
  return Object.keys(modeLetters).filter((mode) => modes.includes(mode)).map((mode) => modeLetters[mode]).join(',')
}

function claimText(object: KubernetesObject): string {
  const claim = at(object, 'spec', 'claimRef')
  return claim === undefined ? '' : `${shown(at(claim, 'namespace'))}/${shown(at(claim, 'name'))}`
}

/** A claim that is not bound prints no capacity and no modes. */
function ofBoundClaim(read: Read): Read {
  return (object, now) => (shown(at(object, 'spec', 'volumeName')) === '' ? '' : read(object, now))
}

function quota(object: KubernetesObject, limits: boolean): string {
  const hard = (at(object, 'status', 'hard') ?? at(object, 'spec', 'hard') ?? {}) as Loose
  const names = Object.keys(hard).filter((name) => name.startsWith('limits.') === limits).toSorted()
  return names.map((name) => `${name}: ${shown(at(object, 'status', 'used', name)) || '0'}/${shown(hard[name])}`).join(', ')
}

function ingressHosts(object: KubernetesObject): string {
  const hosts = items(object, 'spec', 'rules').map((rule) => shown(at(rule, 'host'))).filter((host) => host !== '')
  if (hosts.length === 0) return '*'
  return hosts.length > 3 ? `${hosts.slice(0, 3).join(',')} + ${hosts.length - 3} more...` : hosts.join(',')
}

function ingressAddress(object: KubernetesObject): string {
  return items(object, 'status', 'loadBalancer', 'ingress').map((one) => shown(at(one, 'ip')) || shown(at(one, 'hostname'))).join(',')
}

function parametersText(object: KubernetesObject): string {
  const parameters = at(object, 'spec', 'parameters')
  if (parameters === undefined) return '<none>'
  const group = shown(at(parameters, 'apiGroup'))
  return `${shown(at(parameters, 'kind'))}${group === '' ? '' : `.${group}`}/${shown(at(parameters, 'name'))}`
}

function subjectsOf(kind: string): Read {
  return (object) => items(object, 'subjects').filter((subject) => at(subject, 'kind') === kind).map((subject) => {
    const name = shown(at(subject, 'name'))
    return kind === 'ServiceAccount' ? `${shown(at(subject, 'namespace'))}/${name}` : name
  }).join(', ')
}

const bindingColumns: Columns = [
  nameColumn, column('Role', (object) => `${shown(at(object, 'roleRef', 'kind'))}/${shown(at(object, 'roleRef', 'name'))}`), ageColumn,
  wideColumn('Users', subjectsOf('User')), wideColumn('Groups', subjectsOf('Group')),
  wideColumn('ServiceAccounts', subjectsOf('ServiceAccount')),
]

/** One metric of an autoscaler: what is measured and what is wanted. Sources other than resources are printed by their type. */
function metricText(object: KubernetesObject, metric: unknown, i: number): string {
  const type = shown(at(metric, 'type'))
  const source = `${type.slice(0, 1).toLowerCase()}${type.slice(1)}`
  const target = at(metric, source, 'target')
  const current = at(items(object, 'status', 'currentMetrics')[i], source, 'current')
  const name = type.endsWith('Resource') ? `${shown(at(metric, source, 'name'))}: ` : ''
  const percent = at(target, 'averageUtilization')
  if (percent !== undefined) {
    const now = shown(at(current, 'averageUtilization'))
    return `${name}${now === '' ? '<unknown>' : `${now}%`}/${shown(percent)}%`
  }
  const average = shown(at(target, 'averageValue'))
  const now = shown(at(current, average === '' ? 'value' : 'averageValue')) || '<unknown>'
  const suffix = average !== '' && (type === 'External' || type === 'Object') ? ' (avg)' : ''
  return `${name}${now}/${average === '' ? shown(at(target, 'value')) : average}${suffix}`
}

function targetsText(object: KubernetesObject): string {
  const metrics = items(object, 'spec', 'metrics').map((metric, i) => metricText(object, metric, i))
  if (metrics.length === 0) return '<none>'
  return metrics.length > 2 ? `${metrics.slice(0, 2).join(', ')} + ${metrics.length - 2} more...` : metrics.join(', ')
}

/** Whether an aggregated API answers: one without a Service is the server's own. */
function availableText(object: KubernetesObject): string {
  const condition = items(object, 'status', 'conditions').find((one) => at(one, 'type') === 'Available')
  if (condition === undefined) return 'Unknown'
  const status = shown(at(condition, 'status'))
  return status === 'True' ? status : `${status} (${shown(at(condition, 'reason'))})`
}

function serviceText(object: KubernetesObject): string {
  const service = at(object, 'spec', 'service')
  return service === undefined ? 'Local' : `${shown(at(service, 'namespace'))}/${shown(at(service, 'name'))}`
}

function isDefaultClass(object: KubernetesObject): boolean {
  return object.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true'
}

const webhookColumns: Columns = [
  nameColumn, column('Webhooks', (object) => items(object, 'webhooks').length, 'integer'), ageColumn,
]

export const storedColumns: Readonly<Record<StoredResource, Columns>> = {
  statefulsets: [
    nameColumn,
    column('Ready', (object) => `${Number(at(object, 'status', 'readyReplicas') ?? 0)}/${shown(at(object, 'spec', 'replicas'))}`),
    ageColumn, ...workload.slice(0, 2),
  ],
  daemonsets: [
    nameColumn, count('Desired', 'status.desiredNumberScheduled'), count('Current', 'status.currentNumberScheduled'),
    count('Ready', 'status.numberReady'), count('Up-to-date', 'status.updatedNumberScheduled'),
    count('Available', 'status.numberAvailable'),
    column('Node Selector', (object) => labelsText(at(object, 'spec', 'template', 'spec', 'nodeSelector'))), ageColumn, ...workload,
  ],
  controllerrevisions: [
    nameColumn,
    column('Controller', (object) => {
      const owner = object.metadata.ownerReferences?.find((one) => one.controller === true)
      if (owner === undefined) return '<none>'
      const slash = owner.apiVersion.indexOf('/')
      return `${owner.kind.toLowerCase()}${slash < 0 ? '' : `.${owner.apiVersion.slice(0, slash)}`}/${owner.name}`
    }),
    column('Revision', (object) => Number(at(object, 'revision') ?? 0), 'integer'), ageColumn,
  ],
  jobs: [
    nameColumn, column('Status', jobStatus), column('Completions', completions), column('Duration', jobDuration), ageColumn, ...workload,
  ],
  cronjobs: [
    nameColumn, column('Schedule', text('spec.schedule')), column('Timezone', text('spec.timeZone', '<none>')),
    column('Suspend', (object) => (at(object, 'spec', 'suspend') === true ? 'True' : 'False')),
    column('Active', (object) => items(object, 'status', 'active').length, 'integer'), column('Last Schedule', lastSchedule), ageColumn,
    ...workloadColumns<KubernetesObject>(cronContainers,
    (object) => at(object, 'spec', 'jobTemplate', 'spec', 'selector') as LabelSelector),
  ],
  replicationcontrollers: [
    nameColumn, count('Desired', 'spec.replicas'), count('Current', 'status.replicas'), count('Ready', 'status.readyReplicas'), ageColumn,
    ...workload.slice(0, 2), wideColumn('Selector', (object) => labelsText(at(object, 'spec', 'selector'))),
  ],
  endpoints: [nameColumn, column('Endpoints', endpointsText), ageColumn],
  podtemplates: [
    nameColumn,
    column('Containers', (object) => items(object, 'template', 'spec', 'containers').map((one) => shown(at(one, 'name'))).join(',')),
    column('Images', (object) => items(object, 'template', 'spec', 'containers').map((one) => shown(at(one, 'image'))).join(',')),
    column('Pod Labels', (object) => labelsText(at(object, 'template', 'metadata', 'labels'))),
  ],
  persistentvolumes: [
    nameColumn, column('Capacity', text('spec.capacity.storage')),
    column('Access Modes', (object) => modesText(items(object, 'spec', 'accessModes'))),
    column('Reclaim Policy', text('spec.persistentVolumeReclaimPolicy')), column('Status', text('status.phase')),
    column('Claim', claimText),
    column('StorageClass', text('spec.storageClassName')),
    column('VolumeAttributesClass', text('spec.volumeAttributesClassName', '<unset>')),
    column('Reason', text('status.reason')), ageColumn, wideColumn('VolumeMode', text('spec.volumeMode', '<unset>')),
  ],
  persistentvolumeclaims: [
    nameColumn, column('Status', text('status.phase')), column('Volume', text('spec.volumeName')),
    column('Capacity', ofBoundClaim(text('status.capacity.storage'))),
    column('Access Modes', ofBoundClaim((object) => modesText(items(object, 'status', 'accessModes')))),
    column('StorageClass', text('spec.storageClassName')),
    column('VolumeAttributesClass', text('spec.volumeAttributesClassName', '<unset>')),
    ageColumn, wideColumn('VolumeMode', text('spec.volumeMode', '<unset>')),
  ],
  resourcequotas: [
    nameColumn, column('Request', (object) => quota(object, false)), column('Limit', (object) => quota(object, true)), ageColumn,
  ],
  limitranges: [nameColumn, createdColumn],
  ingresses: [
    nameColumn, column('Class', text('spec.ingressClassName', '<none>')), column('Hosts', ingressHosts), column('Address', ingressAddress),
    column('Ports', (object) => (items(object, 'spec', 'tls').length > 0 ? '80, 443' : '80')), ageColumn,
  ],
  ingressclasses: [nameColumn, column('Controller', text('spec.controller')), column('Parameters', parametersText), ageColumn],
  networkpolicies: [nameColumn,
  column('Pod-Selector', (object) => formatLabelSelector(at(object, 'spec', 'podSelector') as LabelSelector)), ageColumn],
  roles: [nameColumn, createdColumn],
  rolebindings: bindingColumns,
  clusterroles: [nameColumn, createdColumn],
  clusterrolebindings: bindingColumns,
  storageclasses: [
    { ...nameColumn, cell: (object) => `${object.metadata.name}${isDefaultClass(object) ? ' (default)' : ''}` },
    column('Provisioner', text('provisioner')), column('ReclaimPolicy', text('reclaimPolicy')),
    column('VolumeBindingMode', text('volumeBindingMode')), column('AllowVolumeExpansion', text('allowVolumeExpansion', 'false')),
    ageColumn,
  ],
  csidrivers: [
    nameColumn, column('AttachRequired', text('spec.attachRequired')), column('PodInfoOnMount', text('spec.podInfoOnMount')),
    column('StorageCapacity', text('spec.storageCapacity')),
    column('TokenRequests',
    (object) => items(object, 'spec', 'tokenRequests').map((one) => shown(at(one, 'audience'))).join(',') || '<unset>'),
    column('RequiresRepublish', text('spec.requiresRepublish')),
    column('Modes', (object) => items(object, 'spec', 'volumeLifecycleModes').map(shown).join(',')), ageColumn,
  ],
  horizontalpodautoscalers: [
    nameColumn,
    column('Reference',
    (object) => `${shown(at(object, 'spec', 'scaleTargetRef', 'kind'))}/${shown(at(object, 'spec', 'scaleTargetRef', 'name'))}`),
    column('Targets', targetsText), column('MinPods', text('spec.minReplicas', '<unset>')), count('MaxPods', 'spec.maxReplicas'),
    count('Replicas', 'status.currentReplicas'), ageColumn,
  ],
  poddisruptionbudgets: [
    nameColumn, column('Min Available', text('spec.minAvailable', 'N/A')), column('Max Unavailable', text('spec.maxUnavailable', 'N/A')),
    count('Allowed Disruptions', 'status.disruptionsAllowed'), ageColumn,
  ],
  priorityclasses: [
    nameColumn, count('Value', 'value'), column('Global-Default', text('globalDefault', 'false')), ageColumn,
    column('PreemptionPolicy', text('preemptionPolicy')),
  ],
  runtimeclasses: [nameColumn, column('Handler', text('handler')), ageColumn],
  mutatingwebhookconfigurations: webhookColumns,
  validatingwebhookconfigurations: webhookColumns,
  apiservices: [nameColumn, column('Service', serviceText), column('Available', availableText), ageColumn],
}
