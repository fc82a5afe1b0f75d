/**
 * LimitRanges: what a container gets that names no requests or limits, and what it may ask for. Source: plugin/pkg/admission/limitranger/admission.go.
 * Simplified: of claims the storage is not looked at, and a pod's own resources (type Pod) are the sums of its containers.
 */
import { parseQuantity } from '../../../../kubernetes/quantity.ts'
import type { Container, Pod, ResourceList } from '../../../../kubernetes/types/core.ts'
import type { KubernetesObject } from '../../../../kubernetes/types/meta.ts'
import { qosClass } from '../pod-template.ts'
import { buildPod } from '../strategies/pod.ts'
import { cacheTable, type WatchCache } from '../watch-cache.ts'

type Amounts = Readonly<Record<string, unknown>>
interface Limit {
  readonly type?: unknown
  readonly min?: Amounts
  readonly max?: Amounts
  readonly default?: Amounts
  readonly defaultRequest?: Amounts
  readonly maxLimitRequestRatio?: Amounts
}
export interface LimitRange extends KubernetesObject {
  readonly spec: { readonly limits: readonly (Limit | null)[] | undefined }
}

/** The LimitRanges of a namespace. Most clusters have none. */
export function limitRangesIn(cache: WatchCache, namespace: string): readonly LimitRange[] {
  const table = cacheTable(cache, 'limitranges')
  if (table.count === 0) return []
  return (table.objects as readonly (LimitRange | undefined)[]).flatMap((one) => (one?.metadata.namespace === namespace ? [one] : []))
}

function limitsOf(ranges: readonly LimitRange[], type: string): readonly Limit[] {
  return ranges.flatMap(({ spec }) => spec.limits ?? []).flatMap((limit) => (limit?.type === type ? [limit] : []))
}

const texts = (amounts: Amounts | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(amounts ?? {}).map(([name, value]) => [name, String(value)]))

/** Defaults of one limit; what it leaves open follows from its largest and smallest. Source: pkg/apis/core/v1/defaults.go (SetDefaults_LimitRangeItem). */
function defaultsOf(limit: Limit): { readonly limits: Record<string, string>; readonly requests: Record<string, string> } {
  const limits = { ...texts(limit.max), ...texts(limit.default) }
  return { limits, requests: { ...texts(limit.min), ...limits, ...texts(limit.defaultRequest) } }
}

interface Filled {
  readonly container: Container
  /** "cpu, memory request for container a" */
  readonly says: readonly string[]
}

function filled(container: Container, init: boolean, requests: ResourceList, limits: ResourceList): Filled {
  const says: string[] = []
  const more = (what: 'request' | 'limit', own: ResourceList | undefined, defaults: ResourceList): ResourceList | undefined => {
    const missing = Object.keys(defaults).filter((name) => own?.[name] === undefined).toSorted()
    if (missing.length === 0) return own
    says.push(`${missing.join(', ')} ${what} for ${init ? 'init container' : 'container'} ${container.name}`)
    return { ...own, ...Object.fromEntries(missing.map((name) => [name, defaults[name]!])) }
  }
  const resources = { requests: more('request', container.resources.requests, requests), limits: more('limit', container.resources.limits, limits) }
  return says.length === 0 ? { container, says } : { container: { ...container, resources: { ...container.resources, ...resources } }, says }
}

/** The pod with what the LimitRanges give to its containers, noted in an annotation. */
export function withLimitDefaults(pod: Pod, ranges: readonly LimitRange[]): Pod {
  const defaults = limitsOf(ranges, 'Container').map(defaultsOf)
  const limits = Object.assign({}, ...defaults.map((one) => one.limits)) as ResourceList
  const requests = Object.assign({}, ...defaults.map((one) => one.requests)) as ResourceList
  const { spec, metadata } = pod
  const containers = spec.containers.map((one) => filled(one, false, requests, limits))
  const initContainers = spec.initContainers?.map((one) => filled(one, true, requests, limits))
  const says = [...containers, ...(initContainers ?? [])].flatMap((one) => one.says)
  if (says.length === 0) return pod
  const annotations = { ...metadata.annotations, 'kubernetes.io/limit-ranger': `LimitRanger plugin set: ${says.join('; ')}` }
  const next = { ...spec, containers: containers.map((one) => one.container), initContainers: initContainers?.map((one) => one.container) }
  return buildPod(pod, { ...metadata, annotations }, next, { ...pod.status, qosClass: qosClass(next) })
}

interface Asked {
  readonly requests: ResourceList
  readonly limits: ResourceList
}

/** What one limit does not allow. */
function problemsOf(limit: Limit, type: string, { requests, limits }: Asked): readonly string[] {
  const problems: string[] = []
  const compare = (bound: 'minimum' | 'maximum', name: string, enforced: string): void => {
    const say = (what: string): void => { problems.push(`${bound} ${name} usage per ${type} is ${enforced}${what}`) }
    const breaks = (text: string): boolean => (bound === 'minimum' ? parseQuantity(text) < parseQuantity(enforced) : parseQuantity(text) > parseQuantity(enforced))
    const asked = [['request', requests[name]], ['limit', limits[name]]] as const
    const [first, second] = bound === 'minimum' ? asked : [asked[1], asked[0]]
    if (first[1] === undefined) say(`.  No ${first[0]} is specified`)
    else if (breaks(first[1])) say(`, but ${first[0]} is ${first[1]}`)
    else if (second[1] !== undefined && breaks(second[1])) say(`, but ${second[0]} is ${second[1]}`)
  }
  for (const [name, enforced] of Object.entries(texts(limit.min))) compare('minimum', name, enforced)
  for (const [name, enforced] of Object.entries(texts(limit.max))) compare('maximum', name, enforced)
  for (const [name, enforced] of Object.entries(texts(limit.maxLimitRequestRatio))) {
    const ratio = parseQuantity(limits[name] ?? '0') / parseQuantity(requests[name] ?? '0')
    if (requests[name] === undefined || limits[name] === undefined) {
      problems.push(`${name} max limit to request ratio per ${type} is ${enforced}, but no request is specified or request is 0`)
    } else if (ratio > parseQuantity(enforced)) problems.push(`${name} max limit to request ratio per ${type} is ${enforced}, but provided ratio is ${ratio.toFixed(6)}`)
  }
  return problems
}

/** The sums of containers, in plain units: they are compared, and shown only when they are too much. */
function sumOf(lists: readonly (ResourceList | undefined)[]): ResourceList {
  const sums = new Map<string, number>()
  for (const list of lists) for (const [name, text] of Object.entries(list ?? {})) sums.set(name, (sums.get(name) ?? 0) + parseQuantity(text))
  return Object.fromEntries([...sums].map(([name, sum]) => [name, name === 'cpu' ? `${Math.round(sum * 1000)}m` : String(sum)]))
}

/** Text of the refusal when a pod asks for what a LimitRange does not allow; undefined: it may enter. */
export function limitRefusal({ spec }: Pod, ranges: readonly LimitRange[]): string | undefined {
  const containers = [...spec.containers, ...(spec.initContainers ?? [])]
  const own = limitsOf(ranges, 'Container').flatMap((limit) => containers.flatMap(({ resources }) =>
    problemsOf(limit, 'Container', { requests: resources.requests ?? {}, limits: resources.limits ?? {} })))
  const sums = { requests: sumOf(spec.containers.map((one) => one.resources.requests)), limits: sumOf(spec.containers.map((one) => one.resources.limits)) }
  const problems = [...new Set([...own, ...limitsOf(ranges, 'Pod').flatMap((limit) => problemsOf(limit, 'Pod', sums))])]
  return problems.length === 0 ? undefined : problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`
}
