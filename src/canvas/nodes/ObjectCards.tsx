/** What was asked for: Deployments with their ReplicaSets, Services with their endpoints, and the clients that use them. */
import { CutText } from '../../ui/CutText.tsx'
import { Icon } from '../../ui/icons.tsx'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import { Stepper } from '../../ui/controls/Stepper.tsx'
import type { ClientsRecord, ReplicaSetRecord } from '../../protocol/frame.ts'
import { AttentionRing } from './AttentionRing.tsx'
import { onActivate } from './card-events.ts'
import { shortAddress } from './objects-view.ts'
import type { DeploymentView, ServiceView } from './objects-view.ts'

/** Number typed by mistake must reach the API server, which alone decides; this only bounds the field to what an int32 holds. */
const maxReplicas = 2_147_483_647
export const maxRequestsPerSecond = 1000
const nameChars = 11
const serviceChars = 8
/** Characters of a row that a ReplicaSet's hash and its three counts share. */
const replicaSetChars = 15

/** What a screen reader says of a ReplicaSet. */
function replicaSetLabel({ name, revision, desired, current, ready }: ReplicaSetRecord): string {
  return `ReplicaSet ${name}, revision ${revision}: ${desired} desired, ${current} current, ${ready} ready`
}

function hashChars({ desired, current, ready }: ReplicaSetRecord): number {
  return Math.max(3, replicaSetChars - `${desired}/${current}/${ready}`.length)
}

export interface DeploymentsCardProps {
  readonly deployments: readonly DeploymentView[]
  /** -1: none. */
  readonly selectedDeployment: number
  readonly selectedReplicaSet: number
  /** Change that the caption tells now, if it names a Deployment or ReplicaSet. */
  readonly attention: { readonly change: number; readonly name: string | undefined }
  readonly onScale: (deployment: DeploymentView, replicas: number) => void
  readonly onSelectDeployment: (slot: number) => void
  readonly onSelectReplicaSet: (slot: number) => void
}

export function DeploymentsCard(props: DeploymentsCardProps) {
  return (
    <div className="card list-card nowheel" role="group" aria-label="Deployments">
      <span className="card-title">
        <Icon name="deployment" size={18} />
        Deployments
      </span>
      {props.deployments.length === 0 ? <span className="card-line is-quiet">none yet</span> : null}
      {props.deployments.map((deployment) => (
        <DeploymentTile key={deployment.slot} deployment={deployment} {...props} />
      ))}
    </div>
  )
}

function DeploymentTile({
  deployment,
  selectedDeployment,
  selectedReplicaSet,
  attention,
  onScale,
  onSelectDeployment,
  onSelectReplicaSet,
}: DeploymentsCardProps & { deployment: DeploymentView }) {
  const { name, ready, replicas } = deployment
  const selected = deployment.slot === selectedDeployment
  const low = ready < replicas
  return (
    <div
      className={`deployment-tile${selected ? ' is-selected' : ''}`}
      role="group"
      aria-label={`Deployment ${name}, ${ready} of ${replicas} ready`}
      data-deployment={name}
    >
      <div className="deployment-head">
        <button
          type="button"
          className="deployment-name"
          aria-pressed={selected}
          aria-label={`Deployment ${name}`}
          {...onActivate(() => {
            onSelectDeployment(deployment.slot)
          })}
        >
          <CutText text={name} maxChars={nameChars} />
          <span className={low ? 'status-pending is-worded' : 'is-plain'}>
            {ready}/{replicas} ready
          </span>
        </button>
        <span
          className="nopan"
          onClick={(event) => {
            event.stopPropagation()
          }}
        >
          <Stepper
            label={`Replicas of ${name}`}
            value={replicas}
            max={maxReplicas}
            onChange={(value) => {
              onScale(deployment, value)
            }}
          />
        </span>
      </div>
      {deployment.replicaSets.map((set) => (
        <button
          key={set.slot}
          type="button"
          className={`replicaset-row mono${set.slot === selectedReplicaSet ? ' is-selected' : ''}`}
          aria-pressed={set.slot === selectedReplicaSet}
          aria-label={replicaSetLabel(set)}
          title={`${set.name}: desired ${set.desired}, current ${set.current}, ready ${set.ready}`}
          {...onActivate(() => {
            onSelectReplicaSet(set.slot)
          })}
        >
          <span>
            r{set.revision} <CutText text={set.hash} maxChars={hashChars(set)} />
          </span>
          <span>
            {set.desired}/{set.current}/{set.ready}
          </span>
        </button>
      ))}
      <AttentionRing
        change={attention.name === name || deployment.replicaSets.some((set) => set.name === attention.name) ? attention.change : 0}
      />
    </div>
  )
}

export interface ServicesCardProps {
  readonly services: readonly ServiceView[]
  readonly selectedService: number
  readonly attention: { readonly change: number; readonly name: string | undefined }
  readonly onSelectService: (slot: number) => void
}

const shownEndpoints = 6

export function ServicesCard({ services, selectedService, attention, onSelectService }: ServicesCardProps) {
  return (
    <div className="card list-card is-virtual nowheel" role="group" aria-label="Services">
      <span className="card-title">
        <Icon name="service" size={18} />
        Services
      </span>
      {services.length === 0 ? <span className="card-line is-quiet">none yet</span> : null}
      {services.map((service) => (
        <div
          key={service.slot}
          className={`service-tile${service.slot === selectedService ? ' is-selected' : ''}`}
          role="button"
          tabIndex={0}
          aria-pressed={service.slot === selectedService}
          aria-label={`Service ${service.name}, ${service.type}, ${service.address}, ${service.ready} of ${service.total} endpoints ready`}
          {...onActivate(() => {
            onSelectService(service.slot)
          })}
        >
          <span className="service-head">
            <CutText text={service.name} maxChars={serviceChars} />
            <span className={service.ready < service.total || service.total === 0 ? 'status-pending is-worded' : 'is-plain'}>
              {service.ready}/{service.total} ready
            </span>
          </span>
          <span className="service-address mono">{service.address}</span>
          <Endpoints service={service} />
          <AttentionRing
            change={attention.name === service.name || attention.name?.startsWith(`${service.name}-`) === true ? attention.change : 0}
          />
        </div>
      ))}
    </div>
  )
}

function Endpoints({ service }: { service: ServiceView }) {
  const shown = service.endpoints.slice(0, service.endpoints.length > shownEndpoints ? shownEndpoints - 1 : shownEndpoints)
  const rest = service.total - shown.length
  return (
    <span className="endpoints">
      {shown.map((endpoint) => (
        <span
          key={endpoint.address}
          className={`endpoint mono${endpoint.status === 'running' ? '' : ' is-off'}`}
          title={`${endpoint.address}, ${endpoint.pod}: ${endpoint.word}`}
        >
          <StatusGlyph status={endpoint.status} size={11} />
          {shortAddress(endpoint.address)}
        </span>
      ))}
      {rest > 0 ? <span className="endpoint">+{rest}</span> : null}
    </span>
  )
}

/** The clients outside: how much they ask for, what became of it, and why not. */
export function ClientsCard({
  clients,
  selected,
  onSelect,
  onSetLoad,
}: {
  clients: ClientsRecord | undefined
  selected: boolean
  onSelect: () => void
  onSetLoad: (requestsPerSecond: number) => void
}) {
  const load = clients?.requestsPerSecond ?? 0
  const failed = clients?.failedPerSecond ?? 0
  return (
    <div className={`card clients-card${selected ? ' is-selected' : ''}`} role="group" aria-label="clients" onClick={onSelect}>
      <span className="card-title">
        <Icon name="clients" size={18} />
        <button
          type="button"
          className="card-name"
          aria-pressed={selected}
          aria-label={`clients, ${load} requests a second`}
          {...onActivate(onSelect)}
        >
          clients
        </button>
      </span>
      <span
        className="clients-load"
        onClick={(event) => {
          event.stopPropagation()
        }}
      >
        <Stepper label="Requests per second" value={load} max={maxRequestsPerSecond} onChange={onSetLoad} />
        requests/s
      </span>
      <span className="card-line clients-fate">
        <span>
          <StatusGlyph status="running" size={12} />
          {clients?.succeededPerSecond ?? 0} ok/s
        </span>
        <span className={failed > 0 ? 'status-failed is-worded' : undefined}>
          <StatusGlyph status="failed" size={12} />
          {failed} failed/s
        </span>
      </span>
      <span className="card-line clients-reason" title={clients?.lastFailure}>
        {clients === undefined || clients.lastFailure === '' ? 'no failure so far' : `last: ${clients.lastFailure}`}
      </span>
    </div>
  )
}
