/** `kubectl describe node`. Source: k8s.io/kubectl/pkg/describe/describe.go (describeNode). */
import { formatMilli, milliValue, quantityValue, formatQuantity } from '../../kubernetes/quantity.ts'
import type { Container, Node, Pod, ResourceList } from '../../kubernetes/types/core.ts'
import type { Lease } from '../../kubernetes/types/discovery.ts'
import { longTime, since } from '../print/age.ts'
import { byText } from '../print/json.ts'
import { nodeRoles } from '../print/node-words.ts'
import { annotationLines, field, labelLines, line, stacked } from './writer.ts'
import type { Lines } from './writer.ts'

/** All but the events. `pods`: those on the node. */
export function nodeLines(lines: Lines, node: Node, lease: Lease | undefined, pods: readonly Pod[], nowMs: number): void {
  head(lines, node, lease)
  line(lines, 0, 'Addresses:')
  for (const { type, address } of node.status.addresses ?? []) field(lines, 1, type, address)
  listLines(lines, 'Capacity', node.status.capacity)
  listLines(lines, 'Allocatable', node.status.allocatable)
  systemLines(lines, node)
  if (node.spec.podCIDR !== undefined) field(lines, 0, 'PodCIDR', node.spec.podCIDR)
  if ((node.spec.podCIDRs ?? []).length > 0) field(lines, 0, 'PodCIDRs', (node.spec.podCIDRs ?? []).join(','))
  if (node.spec.providerID !== undefined) field(lines, 0, 'ProviderID', node.spec.providerID)
  const alive = pods.filter((pod) => pod.status.phase !== 'Succeeded' && pod.status.phase !== 'Failed')
  podTable(lines, alive, node.status.allocatable ?? node.status.capacity, nowMs)
}

function head(lines: Lines, { metadata, spec, status }: Node, lease: Lease | undefined): void {
  field(lines, 0, 'Name', metadata.name)
  field(lines, 0, 'Roles', nodeRoles({ metadata, spec, status } as Node))
  labelLines(lines, 0, 'Labels', metadata.labels)
  annotationLines(lines, 0, metadata.annotations)
  field(lines, 0, 'CreationTimestamp', longTime(metadata.creationTimestamp))
  const order = ['NoExecute', 'NoSchedule', 'PreferNoSchedule']
  const taints = (spec.taints ?? []).toSorted((a, b) => order.indexOf(a.effect) - order.indexOf(b.effect) || byText(a.key, b.key))
  stacked(lines, 0, 'Taints', taints.map(({ key, value, effect }) => `${key}${value === undefined || value === '' ? '' : `=${value}`}:${effect}`))
  field(lines, 0, 'Unschedulable', String(spec.unschedulable ?? false))
  if (lease === undefined) line(lines, 0, 'Lease:\tFailed to get lease: leases.coordination.k8s.io "' + metadata.name + '" not found')
  else {
    line(lines, 0, 'Lease:')
    field(lines, 1, 'HolderIdentity', lease.spec.holderIdentity ?? '<unset>')
    field(lines, 1, 'AcquireTime', longTime(lease.spec.acquireTime))
    field(lines, 1, 'RenewTime', longTime(lease.spec.renewTime))
  }
  if ((status.conditions ?? []).length === 0) return
  line(lines, 0, 'Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage')
  line(lines, 1, '----\t------\t-----------------\t------------------\t------\t-------')
  for (const one of status.conditions) {
    line(lines, 1, `${one.type} \t${one.status} \t${longTime(one.lastHeartbeatTime)} \t${longTime(one.lastTransitionTime)} \t${one.reason} \t${one.message}`)
  }
}

function listLines(lines: Lines, title: string, list: ResourceList): void {
  const names = Object.keys(list ?? {}).toSorted(byText)
  if (names.length === 0) return
  line(lines, 0, `${title}:`)
  for (const name of names) field(lines, 1, name, list[name] ?? '')
}

function systemLines(lines: Lines, { status }: Node): void {
  const info = status.nodeInfo
  line(lines, 0, 'System Info:')
  field(lines, 1, 'Machine ID', info?.machineID ?? '')
  field(lines, 1, 'System UUID', info?.systemUUID ?? '')
  field(lines, 1, 'Boot ID', info?.bootID ?? '')
  field(lines, 1, 'Kernel Version', info?.kernelVersion ?? '')
  field(lines, 1, 'OS Image', info?.osImage ?? '')
  field(lines, 1, 'Operating System', info?.operatingSystem ?? '')
  field(lines, 1, 'Architecture', info?.architecture ?? '')
  field(lines, 1, 'Container Runtime Version', info?.containerRuntimeVersion ?? '')
  field(lines, 1, 'Kubelet Version', info?.kubeletVersion ?? '')
  field(lines, 1, 'Kube-Proxy Version', info?.kubeProxyVersion ?? '')
}

interface Sums {
  readonly requests: ReadonlyMap<string, number>
  readonly limits: ReadonlyMap<string, number>
}

/** Thousandths for cpu, base units for the rest. */
function amount(name: string, text: string): number {
  return name === 'cpu' ? milliValue(text) : quantityValue(text)
}

function sumInto(sum: Map<string, number>, containers: readonly Container[], kind: 'requests' | 'limits'): void {
  for (const container of containers) {
    for (const [name, text] of Object.entries(container.resources?.[kind] ?? {})) sum.set(name, (sum.get(name) ?? 0) + amount(name, text))
  }
}

/** Containers and sidecars together, or the largest init container where that is more. */
function podSums({ spec }: Pod): Sums {
  const sums = { requests: new Map<string, number>(), limits: new Map<string, number>() }
  for (const kind of ['requests', 'limits'] as const) {
    sumInto(sums[kind], [...spec.containers, ...(spec.initContainers ?? []).filter((one) => one.restartPolicy === 'Always')], kind)
    for (const container of spec.initContainers ?? []) {
      for (const [name, text] of Object.entries(container.resources?.[kind] ?? {})) sums[kind].set(name, Math.max(sums[kind].get(name) ?? 0, amount(name, text)))
    }
  }
  return sums
}

function podTable(lines: Lines, pods: readonly Pod[], allocatable: ResourceList, nowMs: number): void {
  const total = { requests: new Map<string, number>(), limits: new Map<string, number>() }
  const share = (name: string, value: number): string => {
    const all = allocatable?.[name] === undefined ? 0 : amount(name, allocatable[name])
    const percent = all === 0 ? 0 : Math.trunc((value / all) * 100)
    return `${shown(name, value)} (${percent}%)`
  }
  field(lines, 0, 'Non-terminated Pods', `(${pods.length} in total)`)
  line(lines, 1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge')
  line(lines, 1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---')
  for (const pod of pods) {
    const sums = podSums(pod)
    for (const kind of ['requests', 'limits'] as const) for (const [name, value] of sums[kind]) total[kind].set(name, (total[kind].get(name) ?? 0) + value)
    const cells = (['cpu', 'memory'] as const).flatMap((name) => [share(name, sums.requests.get(name) ?? 0), share(name, sums.limits.get(name) ?? 0)])
    line(lines, 1, `${pod.metadata.namespace}\t${pod.metadata.name}\t\t${cells.join('\t')}\t${since(pod.metadata.creationTimestamp, nowMs)}`)
  }
  line(lines, 0, 'Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)')
  line(lines, 1, 'Resource\tRequests\tLimits')
  line(lines, 1, '--------\t--------\t------')
  const usual = ['cpu', 'memory', 'ephemeral-storage']
  const others = Object.keys(allocatable ?? {}).filter((name) => name.startsWith('hugepages-')).toSorted(byText)
  for (const name of [...usual, ...others]) line(lines, 1, `${name}\t${share(name, total.requests.get(name) ?? 0)}\t${share(name, total.limits.get(name) ?? 0)}`)
  const extended = [...new Set([...total.requests.keys(), ...total.limits.keys()])].filter((name) => !usual.includes(name) && !name.startsWith('hugepages-'))
  for (const name of extended.toSorted(byText)) line(lines, 1, `${name}\t${shown(name, total.requests.get(name) ?? 0)}\t${shown(name, total.limits.get(name) ?? 0)}`)
}

function shown(name: string, value: number): string {
  if (name === 'cpu') return formatMilli(value)
  return formatQuantity(value, name === 'memory' || name === 'ephemeral-storage' || name.startsWith('hugepages-') ? 'BinarySI' : 'DecimalSI')
}
