/**
 * ResourceQuotas: what a namespace may hold, what it holds, and the refusal of what would be too much. What is used follows from the objects that are
 * there and those on their way to etcd. Sources: apiserver/pkg/admission/plugin/resourcequota, pkg/quota/v1/evaluator/core. Simplified: of
 * changes only those of Services are looked at; scopes are those without a selector; of claims the storage is not counted.
 */
import { formatMilli, formatQuantity, milliValue, quantityValue } from '../../../../kubernetes/quantity.ts'
import { resourceInfo, resources, type ResourceName } from '../../../../kubernetes/resources.ts'
import type { Container, Pod, Service } from '../../../../kubernetes/types/core.ts'
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import { callAt, callsInOrder } from '../../../simulation/call-table.ts'
import type { ApiServerState } from '../state.ts'
import { cacheTable, type WatchCache } from '../watch-cache.ts'

interface ResourceQuota extends KubernetesObject {
  readonly spec: { readonly hard: Readonly<Record<string, string>> | undefined; readonly scopes: readonly string[] | undefined; readonly scopeSelector?: unknown }
  readonly status: { readonly hard?: Readonly<Record<string, string>>; readonly used?: Readonly<Record<string, string>> } | undefined
}

/** Kinds that a quota may count by their plain name. */
const plainlyCounted: ReadonlySet<string> = new Set([
  'pods', 'services', 'configmaps', 'secrets', 'persistentvolumeclaims', 'replicationcontrollers', 'resourcequotas',
])
/** What every container has to name when a quota limits it. */
const mustBeNamed: ReadonlySet<string> = new Set(['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'])

/** The quotas of a namespace. Most clusters have none. */
export function quotasIn(cache: WatchCache, namespace: string): readonly ResourceQuota[] {
  const table = cacheTable(cache, 'resourcequotas')
  if (table.count === 0) return []
  return (table.objects as readonly (ResourceQuota | undefined)[]).flatMap((one) => (one?.metadata.namespace === namespace ? [one] : []))
}

/** "count/deployments.apps" */
function countName(resource: ResourceName): string {
  const { name, group } = resourceInfo(resource)
  return group === '' ? `count/${name}` : `count/${name}.${group}`
}

/** The resource of a pod that a quota's name limits; undefined: none. */
function computeName(name: string): { readonly of: 'requests' | 'limits'; readonly resource: string } | undefined {
  if (name === 'cpu' || name === 'memory' || name === 'ephemeral-storage') return { of: 'requests', resource: name }
  const [, of, resource = ''] = /^(requests|limits)\.(.+)$/.exec(name) ?? []
  return of === undefined || resource === 'storage' ? undefined : { of: of === 'limits' ? 'limits' : 'requests', resource }
}

const isCpu = (name: string): boolean => name === 'cpu' || name.endsWith('.cpu')

/** In thousandths for cpu, else in whole units. */
function amountOf(name: string, text: string): number {
  return isCpu(name) ? milliValue(text) : quantityValue(text)
}

function shown(name: string, amount: number): string {
  return isCpu(name) ? formatMilli(amount) : formatQuantity(amount, /memory|storage/.test(name) ? 'BinarySI' : 'DecimalSI')
}

function isOver({ status }: Pod): boolean {
  return status.phase === 'Succeeded' || status.phase === 'Failed'
}

function podAmount({ spec }: Pod, name: string, { of, resource }: NonNullable<ReturnType<typeof computeName>>): number {
  const one = ({ resources }: Container): number => {
    const text = resources[of]?.[resource]
    return text === undefined ? 0 : amountOf(name, text)
  }
  const sidecars = (spec.initContainers ?? []).filter((container) => container.restartPolicy === 'Always')
  const sum = [...spec.containers, ...sidecars].reduce((all, container) => all + one(container), 0)
  return Math.max(sum, ...(spec.initContainers ?? []).map(one))
}

/** What an object uses of a limit; undefined: nothing ever. */
function usedBy(name: string, resource: ResourceName, object: KubernetesObject): number | undefined {
  if (name === countName(resource)) return 1
  if (resource === 'pods') {
    if (isOver(object as Pod)) return 0
    const compute = computeName(name)
    return name === 'pods' ? 1 : compute === undefined ? undefined : podAmount(object as Pod, name, compute)
  }
  if (resource === 'services' && name === 'services.nodeports') return (object as Service).spec.ports?.filter((port) => port.nodePort !== undefined).length ?? 0
  if (resource === 'services' && name === 'services.loadbalancers') return (object as Service).spec.type === 'LoadBalancer' ? 1 : 0
  return plainlyCounted.has(name) && name === resourceInfo(resource).name ? 1 : undefined
}

/** True when the quota counts the object: its scopes choose among pods. */
function isInScope({ spec }: ResourceQuota, resource: ResourceName, object: KubernetesObject): boolean {
  if (spec.scopeSelector !== undefined && spec.scopeSelector !== null) return false
  const scopes = spec.scopes ?? []
  if (scopes.length === 0) return true
  if (resource !== 'pods') return false
  const { spec: pod } = object as Pod
  const bestEffort = pod.containers.every(({ resources }) => Object.keys({ ...resources.requests, ...resources.limits }).length === 0)
  const terminating = pod.activeDeadlineSeconds !== undefined
  const holds: Readonly<Record<string, boolean>> = { BestEffort: bestEffort, NotBestEffort: !bestEffort, Terminating: terminating, NotTerminating: !terminating }
  return scopes.every((scope) => holds[scope] === true)
}

/** The resource whose objects a limit counts. */
function resourceOf(name: string): ResourceName | undefined {
  if (name === 'pods' || computeName(name) !== undefined) return 'pods'
  if (name.startsWith('services')) return 'services'
  return resources.find((info) => countName(info.name) === name || (plainlyCounted.has(name) && info.name === name))?.name
}

/** What is used of each limit of a quota, by the objects that are stored. */
function usedNow(cache: WatchCache, quota: ResourceQuota): Map<string, number> {
  const used = new Map<string, number>()
  for (const name of Object.keys(quota.spec.hard ?? {})) {
    const resource = resourceOf(name)
    let sum = 0
    for (const object of resource === undefined ? [] : cacheTable(cache, resource).objects) {
      if (resource === undefined || object?.metadata.namespace !== quota.metadata.namespace || !isInScope(quota, resource, object)) continue
      sum += usedBy(name, resource, object) ?? 0
    }
    used.set(name, sum)
  }
  return used
}

/** What a quota's status says when nothing is on its way. */
export function quotaStatus(cache: WatchCache, quota: ResourceQuota): NonNullable<ResourceQuota['status']> {
  const used = Object.fromEntries([...usedNow(cache, quota)].map(([name, amount]) => [name, shown(name, amount)]))
  return { hard: quota.spec.hard ?? {}, used }
}

/** Objects of a resource that are on their way to etcd, new. */
function beingMade(state: ApiServerState, resource: ResourceName, namespace: string): readonly KubernetesObject[] {
  const found: KubernetesObject[] = []
  for (const id of callsInOrder(state.inFlight)) {
    const operation = callAt(state.inFlight, id)?.operation
    if (operation?.resource !== resource || operation.modRevision !== 0 || operation.value === undefined) continue
    if (operation.value.metadata.namespace === namespace) found.push(operation.value)
  }
  return found
}

function missingNames(quota: ResourceQuota, { spec }: Pod): string | undefined {
  const containers = [...spec.containers, ...(spec.initContainers ?? [])]
  const texts = Object.keys(quota.spec.hard ?? {}).filter((name) => mustBeNamed.has(name)).toSorted().flatMap((name) => {
    const compute = computeName(name)
    const missing = containers.filter(({ resources }) => compute !== undefined && resources[compute.of]?.[compute.resource] === undefined).map((one) => one.name)
    return missing.length === 0 ? [] : [`${name} for: ${missing.toSorted().join(',')}`]
  })
  return texts.length === 0 ? undefined : `failed quota: ${quota.metadata.name}: must specify ${texts.join('; ')}`
}

/**
 * Text of the refusal when an object would exceed a quota of its namespace; undefined: there is room. `previous`: what it was; then only what it
 * wants more counts.
 */
export function quotaRefusal(
  state: ApiServerState, resource: ResourceName, object: KubernetesObject, previous?: KubernetesObject,
): string | undefined {
  for (const quota of quotasIn(state.cache, object.metadata.namespace)) {
    if (!isInScope(quota, resource, object)) continue
    const wanted = Object.entries(quota.spec.hard ?? {}).flatMap(([name, hard]) => {
      const amount = usedBy(name, resource, object)
      if (amount === undefined) return []
      const had = previous === undefined ? 0 : usedBy(name, resource, previous) ?? 0
      return [{ name, amount: amount - had, hard: amountOf(name, hard), limited: hard }]
    })
    if (wanted.length === 0) continue
    const missing = resource === 'pods' ? missingNames(quota, object as Pod) : undefined
    if (missing !== undefined) return missing
    const used = usedNow(state.cache, quota)
    for (const other of beingMade(state, resource, object.metadata.namespace)) {
      if (!isInScope(quota, resource, other)) continue
      for (const { name } of wanted) used.set(name, (used.get(name) ?? 0) + (usedBy(name, resource, other) ?? 0))
    }
    const over = wanted.filter(({ name, amount, hard }) => amount > 0 && (used.get(name) ?? 0) + amount > hard).toSorted((a, b) => (a.name < b.name ? -1 : 1))
    if (over.length === 0) continue
    const list = (text: (one: (typeof over)[number]) => string): string => over.map((one) => `${one.name}=${text(one)}`).join(',')
    const requested = list(({ name, amount }) => shown(name, amount))
    return `exceeded quota: ${quota.metadata.name}, requested: ${requested}, used: ${list(({ name }) => shown(name, used.get(name) ?? 0))}, limited: ${list((one) => one.limited)}`
  }
  return undefined
}
