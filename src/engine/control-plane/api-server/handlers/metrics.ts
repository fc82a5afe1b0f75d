/**
 * metrics.k8s.io, what `kubectl top` and autoscalers read. Simplified: the API server stands for metrics-server as well, and asks the kubelets
 * itself, all of them at once, when somebody wants figures and the last ones are older than 15 s; upstream's metrics-server asks all the time.
 */
import { parseLabelSelector, meetsRequirements } from '../../../../kubernetes/selectors.ts'
import type { Node, Pod } from '../../../../kubernetes/types/core.ts'
import type { ObjectMeta } from '../../../../kubernetes/types/meta.ts'
import type { ContainerMetrics, NodeMetrics, PodMetrics } from '../../../../kubernetes/types/metrics.ts'
import type { Simulation } from '../../../simulation/simulation.ts'
import { timeText } from '../../../simulation/time-text.ts'
import type { ContainerUsage } from '../../../worker-node/container-runtime/messages.ts'
import type { KubeletResponse } from '../../../worker-node/kubelet/messages.ts'
import { answerBody, answerList, answerStatus } from '../answers.ts'
import type { ApiServerState, KubeletCall, ServerCall } from '../state.ts'
import { badRequest, noSuchMetrics } from '../status-errors.ts'
import { cachedObject, cacheTable } from '../watch-cache.ts'
import { metadataToWire } from '../wire-form.ts'
import { askKubelet } from './kubelet-calls.ts'

/** `--metric-resolution`. */
const resolutionUs = 15_000_000
/** What the machine's own processes use: kubelet, runtime, kernel. */
const systemNanoCores = 45_000_000
const systemBytes = 620 * 1_048_576

/** A GET of usage. */
export function startMetrics(sim: Simulation, state: ApiServerState, call: ServerCall): void {
  const { metrics } = state
  if (metrics.open === 0 && metrics.atUs >= 0 && sim.nowUs - metrics.atUs < resolutionUs) return answerMetrics(sim, state, call)
  metrics.waiting.push(call)
  return metrics.open === 0 ? scrape(sim, state, call) : undefined
}

/** Asks all kubelets whose nodes are Ready. */
function scrape(sim: Simulation, state: ApiServerState, call: ServerCall): void {
  const { metrics } = state
  metrics.atUs = sim.nowUs
  metrics.nodes = new Map()
  const own: ServerCall = { request: { ...call.request, subresource: 'metrics' }, link: -1, external: undefined, parent: 0 }
  for (const name of state.kubelets.keys()) {
    const node = cachedObject(state.cache, 'nodes', '', name) as Node | undefined
    if (node === undefined || !isReady(node)) continue
    const request = { ...own.request, name }
    if (askKubelet(sim, state, { ...own, request }, name, 'metrics/resource', 'metrics', (id) => ({ id, path: 'metrics' }))) metrics.open++
  }
  if (metrics.open === 0) answerWaiting(sim, state)
}

const isReady = (node: Node): boolean => node.status.conditions.some((one) => one.type === 'Ready' && one.status === 'True')

/** A kubelet has answered, or failed. */
export function continueScrape(sim: Simulation, state: ApiServerState, asked: KubeletCall, response: KubeletResponse): void {
  const { metrics } = state
  if (response.usages !== undefined) metrics.nodes.set(asked.call.request.name, response.usages)
  metrics.open = Math.max(0, metrics.open - 1)
  if (metrics.open === 0) answerWaiting(sim, state)
}

function answerWaiting(sim: Simulation, state: ApiServerState): void {
  for (const call of state.metrics.waiting.splice(0)) answerMetrics(sim, state, call)
}

/** `12345678n`, as metrics-server prints it; whole cores and thousandths are shortened. */
function cpuText(nanoCores: number): string {
  return nanoCores === 0 ? '0' : `${nanoCores}n`
}

function memoryText(bytes: number): string {
  return `${Math.floor(bytes / 1024)}Ki`
}

function usageText(cpuNanoCores: number, memoryBytes: number): ContainerMetrics['usage'] {
  return { cpu: cpuText(cpuNanoCores), memory: memoryText(memoryBytes) }
}

function metaOf(state: ApiServerState, of: ObjectMeta): ObjectMeta {
  return {
    name: of.name, generateName: undefined, namespace: of.namespace, uid: '', resourceVersion: 0, generation: undefined,
    creationTimestamp: timeText(state.nowUs, state.epochMs), deletionTimestamp: undefined, deletionGracePeriodSeconds: undefined, labels: of.labels,
    annotations: undefined, ownerReferences: undefined, finalizers: undefined,
  }
}

function head(state: ApiServerState): { readonly timestamp: string; readonly window: string } {
  return { timestamp: timeText(state.metrics.atUs, state.epochMs), window: '15s' }
}

function nodeMetrics(state: ApiServerState, node: Node): NodeMetrics | undefined {
  const usages = state.metrics.nodes.get(node.metadata.name)
  if (usages === undefined) return undefined
  let cpu = systemNanoCores
  let memory = systemBytes
  for (const { cpuNanoCores, memoryBytes } of usages) {
    cpu += cpuNanoCores
    memory += memoryBytes
  }
  const usage = usageText(cpu, memory)
  return { apiVersion: 'metrics.k8s.io/v1beta1', kind: 'NodeMetrics', metadata: metaOf(state, node.metadata), ...head(state), usage }
}

/** Usages of all containers by their pod's namespace and name. */
function byPod(state: ApiServerState): ReadonlyMap<string, readonly ContainerUsage[]> {
  const found = new Map<string, ContainerUsage[]>()
  for (const usages of state.metrics.nodes.values()) {
    for (const usage of usages) {
      const key = `${usage.namespace}/${usage.pod}`
      const known = found.get(key)
      if (known === undefined) found.set(key, [usage])
      else known.push(usage)
    }
  }
  return found
}

function podMetrics(state: ApiServerState, pod: Pod, usages: ReadonlyMap<string, readonly ContainerUsage[]>): PodMetrics | undefined {
  const { namespace, name } = pod.metadata
  const own = usages.get(`${namespace}/${name}`)
  if (own === undefined) return undefined
  const containers = own.map(({ container, cpuNanoCores, memoryBytes }) => ({ name: container, usage: usageText(cpuNanoCores, memoryBytes) }))
  return { apiVersion: 'metrics.k8s.io/v1beta1', kind: 'PodMetrics', metadata: metaOf(state, pod.metadata), ...head(state), containers }
}

type Metrics = NodeMetrics | PodMetrics

function metricsOf(state: ApiServerState, call: ServerCall): readonly Metrics[] | string {
  const { request } = call
  const { requirements, error } = parseLabelSelector(request.options?.labelSelector ?? '')
  if (error !== undefined) return error
  const usages = request.resource === 'pods' ? byPod(state) : undefined
  const found: Metrics[] = []
  for (const object of cacheTable(state.cache, request.resource).objects) {
    if (object === undefined || (request.name !== '' && object.metadata.name !== request.name)) continue
    if (request.namespace !== '' && object.metadata.namespace !== request.namespace) continue
    if (!meetsRequirements(requirements, object.metadata.labels)) continue
    const one = usages === undefined ? nodeMetrics(state, object as Node) : podMetrics(state, object as Pod, usages)
    if (one !== undefined) found.push(one)
  }
  return found
}

function toWire(object: Metrics): unknown {
  return { ...object, metadata: metadataToWire(object) }
}

function answerMetrics(sim: Simulation, state: ApiServerState, call: ServerCall): void {
  const { request, external } = call
  const found = metricsOf(state, call)
  if (typeof found === 'string') return answerStatus(sim, state, call, badRequest(found))
  const [first] = found
  const kind = request.resource === 'pods' ? 'PodMetrics' : 'NodeMetrics'
  if (request.verb === 'get' && first === undefined) {
    return answerStatus(sim, state, call, noSuchMetrics(kind, request.namespace === '' ? request.name : `${request.namespace}/${request.name}`))
  }
  if (external === undefined) {
    return answerList(sim, state, call, { revision: state.cache.revision, items: found, slots: found.map(() => -1) })
  }
  const list = { kind: `${kind}List`, apiVersion: 'metrics.k8s.io/v1beta1', metadata: {}, items: found.map(toWire) }
  return answerBody(sim, state, call.link, external.id, request.verb === 'get' ? toWire(first!) : list)
}
