/** Deployments, Services and the clients as they are drawn. */
import type { EndpointRecord, ReplicaSetRecord, ServiceRecord } from '../../protocol/frame.ts'
import type { StatusName } from '../../protocol/vocabulary.ts'
import type { ClusterView } from '../../state/cluster-view.ts'
import { replicaSetsOf } from '../../state/selectors.ts'

export interface DeploymentView {
  readonly slot: number
  readonly namespace: string
  readonly name: string
  readonly replicas: number
  readonly ready: number
  readonly paused: boolean
  /** Newest revision first; older ones only while they have pods, as `kubectl get rs` is read. */
  readonly replicaSets: readonly ReplicaSetRecord[]
}

/** All Deployments in the order in which they appeared. */
export function deploymentsView(view: ClusterView): readonly DeploymentView[] {
  return [...view.deployments.values()]
    .toSorted((a, b) => a.slot - b.slot)
    .map((deployment) => ({
      slot: deployment.slot,
      namespace: deployment.namespace,
      name: deployment.name,
      replicas: deployment.replicas,
      ready: deployment.readyReplicas,
      paused: deployment.paused,
      replicaSets: replicaSetsOf(view, deployment.slot).filter((set, i) => i === 0 || set.desired > 0 || set.current > 0),
    }))
}

export interface EndpointView {
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
