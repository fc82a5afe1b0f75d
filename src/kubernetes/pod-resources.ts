/**
 * What a pod asks of a node, and its quality-of-service class. Computed once per template: pods of one template share their containers.
 * Sources: k8s.io/component-helpers/resource/helpers.go, pkg/scheduler/util/pod_resources.go, pkg/apis/core/v1/helper/qos.
 */
import { milliValue, quantityValue } from './quantity.ts'
import type { Container, PodSpec, ResourceList } from './types/core.ts'

/** What a container counts for in LeastAllocated when it names no request of its own. */
const defaultMilliCpu = 100
const defaultMemoryBytes = 200 * 1024 * 1024

export interface PodResources {
  readonly cpuMilli: number
  readonly memoryBytes: number
  readonly ephemeralBytes: number
  /** With the defaults for containers that name no request. */
  readonly nonZeroCpuMilli: number
  readonly nonZeroMemoryBytes: number
  /** Any other resource (`nvidia.com/gpu`, `hugepages-2Mi`); undefined when there is none, as almost always. */
  readonly other: readonly { readonly name: string; readonly amount: number }[] | undefined
}
type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort'

/** Amounts by resource name; `nonzero/...` are the defaulted twins. */
type Amounts = Map<string, number>

const nonZeroCpu = 'nonzero/cpu'
const nonZeroMemory = 'nonzero/memory'

/** Requests of one container: cpu in milli, the rest in base units. */
function amountsOf(container: Container): Amounts {
  const requests: ResourceList = container.resources.requests ?? {}
  const amounts: Amounts = new Map()
  for (const [name, text] of Object.entries(requests)) amounts.set(name, name === 'cpu' ? milliValue(text) : quantityValue(text))
  amounts.set(nonZeroCpu, amounts.get('cpu') ?? defaultMilliCpu)
  amounts.set(nonZeroMemory, amounts.get('memory') ?? defaultMemoryBytes)
  return amounts
}

function addTo(sum: Amounts, more: Amounts): void {
  for (const [name, amount] of more) sum.set(name, (sum.get(name) ?? 0) + amount)
}

function raiseTo(most: Amounts, other: Amounts): void {
  for (const [name, amount] of other) if (amount > (most.get(name) ?? 0)) most.set(name, amount)
}

/**
 * max(containers + sidecars, largest step of the init containers); a step is an init container together with the sidecars that were
 * started before it.
 */
function sumOf(spec: PodSpec): Amounts {
  const total: Amounts = new Map()
  for (const container of spec.containers) addTo(total, amountsOf(container))
  const sidecars: Amounts = new Map()
  const largestStep: Amounts = new Map()
  for (const container of spec.initContainers ?? []) {
    const step = amountsOf(container)
    if (container.restartPolicy === 'Always') {
      addTo(sidecars, step)
      addTo(total, step)
      raiseTo(largestStep, sidecars)
    } else {
      addTo(step, sidecars)
      raiseTo(largestStep, step)
    }
  }
  raiseTo(total, largestStep)
  return total
}

function computeResources(spec: PodSpec): PodResources {
  const sum = sumOf(spec)
  const own = new Set(['cpu', 'memory', 'ephemeral-storage', nonZeroCpu, nonZeroMemory])
  const other = [...sum].filter(([name, amount]) => !own.has(name) && amount > 0).map(([name, amount]) => ({ name, amount }))
  return {
    cpuMilli: sum.get('cpu') ?? 0,
    memoryBytes: sum.get('memory') ?? 0,
    ephemeralBytes: sum.get('ephemeral-storage') ?? 0,
    nonZeroCpuMilli: sum.get(nonZeroCpu) ?? 0,
    nonZeroMemoryBytes: sum.get(nonZeroMemory) ?? 0,
    other: other.length === 0 ? undefined : other,
  }
}

interface Memo {
  readonly initContainers: PodSpec['initContainers']
  readonly resources: PodResources
}
const memo = new WeakMap<readonly Container[], Memo>()

/** Effective requests of a pod. Throws when a stored quantity is none (the API server validates them). */
export function podResources(spec: PodSpec): PodResources {
  const known = memo.get(spec.containers)
  if (known !== undefined && known.initContainers === spec.initContainers) return known.resources
  const resources = computeResources(spec)
  memo.set(spec.containers, { initContainers: spec.initContainers, resources })
  return resources
}

/** Quantity of cpu or memory in a list; a zero counts as none. */
function amountIn(list: ResourceList | undefined, name: string): number | undefined {
  const text = list?.[name]
  if (text === undefined) return undefined
  const amount = milliValue(text)
  return amount === 0 ? undefined : amount
}

/** BestEffort without any cpu or memory request or limit, Guaranteed when all containers set both limits equal to their requests. */
export function qosClass(spec: PodSpec): QosClass {
  let any = false
  let guaranteed = true
  for (const containers of [spec.initContainers ?? [], spec.containers]) {
    for (const container of containers) {
      for (const name of ['cpu', 'memory']) {
        const limit = amountIn(container.resources.limits, name)
        const request = amountIn(container.resources.requests, name) ?? limit
        if (limit !== undefined || request !== undefined) any = true
        if (limit === undefined || request !== limit) guaranteed = false
      }
    }
  }
  if (!any) return 'BestEffort'
  return guaranteed ? 'Guaranteed' : 'Burstable'
}
