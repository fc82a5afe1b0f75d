/** Deployments, Services and the clients as they are drawn. */
import type { ClientsRecord, EndpointRecord, ReplicaSetRecord, ServiceRecord } from '../../protocol/frame.ts'
import type { StatusName } from '../../protocol/vocabulary.ts'
import type { ClusterView } from '../../state/cluster-view.ts'
import { minuteText } from '../../state/format.ts'
import { noPods } from '../../state/owned-pods.ts'
import { replicaSetsByDeployment } from '../../state/selectors.ts'
import { gapOf } from '../kernels/gap.ts'
import type { Gap } from '../kernels/gap.ts'

export interface DeploymentView {
  readonly slot: number
  readonly namespace: string
  readonly name: string
  readonly replicas: number
  readonly ready: number
  readonly paused: boolean
  /** Between the spec and the pods that there are. */
  readonly gap: Gap
  /** Newest revision first; older ones only while they have pods, as `kubectl get rs` is read. */
  readonly replicaSets: readonly ReplicaSetRecord[]
}

/** All Deployments in the order in which they appeared. */
export function deploymentsView(view: ClusterView): readonly DeploymentView[] {
  const sets = replicaSetsByDeployment(view)
  return [...view.deployments.values()]
    .toSorted((a, b) => a.slot - b.slot)
    .map((deployment) => ({
      slot: deployment.slot,
      namespace: deployment.namespace,
      name: deployment.name,
      replicas: deployment.replicas,
      ready: deployment.readyReplicas,
      paused: deployment.paused,
      gap: gapOfSets(view, deployment.replicas, sets.get(deployment.slot) ?? []),
      replicaSets: (sets.get(deployment.slot) ?? []).filter((set, i) => i === 0 || set.desired > 0 || set.current > 0),
    }))
}

function gapOfSets(view: ClusterView, wanted: number, newestFirst: readonly ReplicaSetRecord[]): Gap {
  const [newest = noPods, ...older] = newestFirst.map(({ slot }) => view.owned.counts.get(slot) ?? noPods)
  return gapOf(wanted, newest, older)
}

/** Deployments whose pods nobody has created yet, with how many. One pass over the ReplicaSets: this is asked with every frame. */
export function podsToCome(view: ClusterView): readonly { readonly name: string; readonly toCome: number }[] {
  const newest = new Map<number, ReplicaSetRecord>()
  for (const set of view.replicaSets.values()) {
    const known = newest.get(set.deployment)
    if (known === undefined || set.revision > known.revision) newest.set(set.deployment, set)
  }
  const waiting: { readonly name: string; readonly toCome: number }[] = []
  for (const { slot, name, replicas } of view.deployments.values()) {
    const toCome = replicas - (view.owned.counts.get(newest.get(slot)?.slot ?? -1)?.present ?? 0)
    if (toCome > 0) waiting.push({ name, toCome })
  }
  return waiting
}

/** Whether all is as the spec asks and one ReplicaSet has it all: its row says nothing that the tile does not say. */
export function isSteady({ gap, replicaSets }: DeploymentView): boolean {
  return gap.ready === gap.wanted && gap.toGo === 0 && gap.leaving === 0 && replicaSets.length <= 1
}

/** "3/3/2": desired, current, ready. */
export function replicaSetCounts({ desired, current, ready }: ReplicaSetRecord): string {
  return `${desired}/${current}/${ready}`
}

interface EndpointView {
  readonly address: string
  readonly pod: string
  readonly status: StatusName
  readonly word: 'ready' | 'terminating' | 'not ready'
}
export interface ServiceView {
  readonly slot: number
  readonly name: string
  readonly type: string
  /** "10.96.14.7:80", or "None" for a headless Service. */
  readonly address: string
  readonly ready: number
  readonly total: number
  readonly endpoints: readonly EndpointView[]
}

/** The API server's own Service, which no application asks for: it is left out here as system pods are, and is in every list. */
const isApiService = (service: ServiceRecord): boolean => service.namespace === 'default' && service.name === 'kubernetes'

/** All Services of applications in the order in which they appeared. */
export function servicesView(view: ClusterView): readonly ServiceView[] {
  return [...view.services.values()]
    .filter((service) => !isApiService(service))
    .toSorted((a, b) => a.slot - b.slot)
    .map((service) => ({
      slot: service.slot,
      name: service.name,
      type: service.type,
      address: serviceAddress(service),
      ready: service.readyCount,
      total: service.endpointCount,
      endpoints: service.endpoints.map(endpointView),
    }))
}

function serviceAddress(service: ServiceRecord): string {
  const port = service.ports[0]?.port
  return port === undefined || service.clusterIP === 'None' ? service.clusterIP : `${service.clusterIP}:${port}`
}

/** An endpoint's mark: a terminating one that still serves is not ready, and says so. */
export function endpointView(endpoint: EndpointRecord): EndpointView {
  const [status, word] = endpoint.ready
    ? (['running', 'ready'] as const)
    : endpoint.terminating
      ? (['terminating', 'terminating'] as const)
      : (['pending', 'not ready'] as const)
  return { address: `${endpoint.address}:${endpoint.port}`, pod: endpoint.pod, status, word }
}

/** The last two numbers of an address: what tells pods apart where there is no room for more. ("10.244.1.4:8080" -> "1.4") */
export function shortAddress(address: string): string {
  return (address.split(':')[0] ?? address).split('.').slice(-2).join('.')
}

/** Simulated seconds for which the reason of the last failure stands when no more failures come. */
const failureStandsSeconds = 15

/** What the clients' card says of failures: the reason while it is news, then since when there were none. */
export function failureText(clients: ClientsRecord | undefined, simTimeUs: number, nodes: number): string {
  if (nodes === 0 && clients !== undefined && clients.requestsPerSecond > 0) return 'no node to send requests to'
  if (clients === undefined) return 'no failure so far'
  const { requestsPerSecond, succeededTotal, failedTotal, service, lastFailure } = clients
  if (requestsPerSecond > 0 && succeededTotal === 0 && failedTotal === 0) return `wait until ${service.split('/')[1] ?? 'a Service'} answers a trial`
  if (lastFailure === '') return 'no failure so far'
  const ageSeconds = (simTimeUs - clients.lastFailureUs) / 1_000_000
  if (clients.failedPerSecond > 0 || ageSeconds < failureStandsSeconds) return `last: ${lastFailure}`
  return `no failures since ${minuteText(clients.lastFailureUs)}`
}
