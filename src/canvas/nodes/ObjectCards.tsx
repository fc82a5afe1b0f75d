/** What was asked for: Deployments with their ReplicaSets, Services with their endpoints, and the clients that use them. */
import { useState } from 'react'
import type { ReactNode } from 'react'
import { CutText } from '../../ui/CutText.tsx'
import { Icon } from '../../ui/icons.tsx'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import { Stepper } from '../../ui/controls/Stepper.tsx'
import type { ClientsRecord, ReplicaSetRecord } from '../../protocol/frame.ts'
import { ringOf } from './attention.ts'
import type { Attention } from './attention.ts'
import { AttentionRing } from './AttentionRing.tsx'
import { onActivate } from './card-events.ts'
import { GapStrip } from './GapStrip.tsx'
import { deploymentsShown, deploymentsThatFit, endpointsInRow, failureText, isSteady, replicaSetCounts, servicesThatFit, shortAddress } from './objects-view.ts'
import type { DeploymentView, ServiceView } from './objects-view.ts'

/** Number typed by mistake must reach the API server, which alone decides; this only bounds the field to what an int32 holds. */
const maxReplicas = 2_147_483_647
export const maxRequestsPerSecond = 1000
/** Px of a Deployment's row that its name and the stepper share; of the stepper's buttons and a digit; of a character of the name. */
const tileRoom = { row: 138, buttons: 55, digit: 10, character: 8.2 } as const
const nameChars = (replicas: number): number =>
  Math.max(4, Math.floor((tileRoom.row - tileRoom.buttons - tileRoom.digit * Math.max(2, String(replicas).length)) / tileRoom.character))
const serviceChars = 8
/** Characters of "5/6" beside which the word has no room. */
const longCount = 3
/** Characters of a row that a ReplicaSet's hash and its three counts share. */
const replicaSetChars = 15

/** What a screen reader says of a ReplicaSet. */
function replicaSetLabel({ name, revision, desired, current, ready }: ReplicaSetRecord): string {
  return `ReplicaSet ${name}, revision ${revision}: ${desired} desired, ${current} current, ${ready} ready`
}

const hashChars = (set: ReplicaSetRecord): number => Math.max(3, replicaSetChars - replicaSetCounts(set).length)

interface DeploymentsCardProps {
  readonly deployments: readonly DeploymentView[]
  /** Of the card, in px: what has no room is counted, and shown on request. */
  readonly height: number
  /** -1: none. */
  readonly selectedDeployment: number
  readonly selectedReplicaSet: number
  /** In focus, the Deployments that take part. */
  readonly lit?: ReadonlySet<number> | undefined
  /** Change that the caption tells now, if it names a Deployment or ReplicaSet. */
  readonly attention: Attention
  readonly onScale: (deployment: DeploymentView, replicas: number) => Promise<{ readonly ok: boolean }>
  readonly onSelectDeployment: (slot: number) => void
  readonly onSelectReplicaSet: (slot: number) => void
}

/** Whether all rows are shown, and the button that says how many are not. */
function useAllRows(total: number, fit: number): { readonly shown: number; readonly more: ReactNode } {
  const [all, setAll] = useState(false)
  if (total <= fit) return { shown: total, more: null }
  return {
    shown: all ? total : fit,
    more: (
      <button
        type="button"
        className="more-rows nopan"
        aria-expanded={all}
        {...onActivate(() => {
          setAll(!all)
        })}
      >
        {all ? 'show fewer' : `+${total - fit} more`}
      </button>
    ),
  }
}

export function DeploymentsCard(props: DeploymentsCardProps) {
  const { deployments, height } = props
  const fit = deploymentsThatFit(deployments, height)
  const { shown, more } = useAllRows(deployments.length, fit.shown)
  const allRows = fit.allRows || shown > fit.shown
  return (
    <div className="card list-card nowheel" role="group" aria-label="Deployments">
      <span className="card-title">
        <Icon name="deployment" size={18} />
        Deployments
      </span>
      {deployments.length === 0 ? (
        <span className="card-line is-quiet">none yet</span>
      ) : (
        <span className="replicaset-head" aria-hidden="true">
          desired/current/ready
        </span>
      )}
      {deploymentsShown(deployments, shown).map((deployment) => (
        <DeploymentTile key={deployment.slot} deployment={deployment} withRows={allRows || !isSteady(deployment)} {...props} />
      ))}
      {more}
    </div>
  )
}

function DeploymentTile({
  deployment,
  withRows,
  selectedDeployment,
  selectedReplicaSet,
  lit,
  attention,
  onScale,
  onSelectDeployment,
  onSelectReplicaSet,
}: DeploymentsCardProps & { deployment: DeploymentView; withRows: boolean }) {
  const { name, ready, replicas } = deployment
  const selected = deployment.slot === selectedDeployment
  const low = ready < replicas
  return (
    <div
      className={`deployment-tile${selected ? ' is-selected' : ''}${lit?.has(deployment.slot) === true ? ' is-lit' : ''}`}
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
          <CutText text={name} maxChars={nameChars(replicas)} />
          <span className={low ? 'status-pending is-worded' : 'is-plain'}>
            {ready}/{replicas}
            {`${ready}/${replicas}`.length > longCount ? null : ' ready'}
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
            onChange={(value) => onScale(deployment, value)}
          />
        </span>
      </div>
      <GapStrip gap={deployment.gap} />
      {withRows ? <ReplicaSetRows sets={deployment.replicaSets} selected={selectedReplicaSet} onSelect={onSelectReplicaSet} /> : null}
      <AttentionRing
        change={Math.max(ringOf(attention, 'deployment', deployment.slot), ...deployment.replicaSets.map(({ slot }) => ringOf(attention, 'replicaset', slot)))}
      />
    </div>
  )
}

/** One has a row with its hash. Several, while a rollout runs, are larger targets and stand side by side where they have room. */
function ReplicaSetRows({ sets, selected, onSelect }: { sets: readonly ReplicaSetRecord[]; selected: number; onSelect: (slot: number) => void }) {
  const several = sets.length > 1
  return (
    <div className={`replicaset-rows${several ? ' is-several' : ''}`}>
      {sets.map((set) => (
        <button
          key={set.slot}
          type="button"
          className={`replicaset-row mono${set.slot === selected ? ' is-selected' : ''}`}
          aria-pressed={set.slot === selected}
          aria-label={replicaSetLabel(set)}
          title={`${set.name}: desired ${set.desired}, current ${set.current}, ready ${set.ready}`}
          {...onActivate(() => {
            onSelect(set.slot)
          })}
        >
          <span>
            r{set.revision} {several ? null : <CutText text={set.hash} maxChars={hashChars(set)} />}
          </span>
          <span>{replicaSetCounts(set)}</span>
        </button>
      ))}
    </div>
  )
}

interface ServicesCardProps {
  readonly services: readonly ServiceView[]
  /** Of the card, in px. */
  readonly height: number
  readonly selectedService: number
  /** In focus, the Services that take part. */
  readonly lit?: ReadonlySet<number> | undefined
  readonly attention: Attention
  readonly onSelectService: (slot: number) => void
}

export function ServicesCard({ services, height, selectedService, lit, attention, onSelectService }: ServicesCardProps) {
  const fit = servicesThatFit(services.length, height, endpointsInRow(services))
  const { shown, more } = useAllRows(services.length, fit.services)
  return (
    <div className="card list-card is-virtual nowheel" role="group" aria-label="Services">
      <span className="card-title">
        <Icon name="service" size={18} />
        Services
      </span>
      {services.length === 0 ? <span className="card-line is-quiet">none yet</span> : null}
      {services.slice(0, shown).map((service) => (
        <div
          key={service.slot}
          className={`service-tile${service.slot === selectedService ? ' is-selected' : ''}${lit?.has(service.slot) === true ? ' is-lit' : ''}`}
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
          <Endpoints service={service} most={shown > fit.services ? endpointsOfAll : fit.endpoints} />
          <AttentionRing change={ringOf(attention, 'service', service.slot)} />
        </div>
      ))}
      {more}
    </div>
  )
}

/** Endpoints of each Service when all Services are shown. */
const endpointsOfAll = 6

function Endpoints({ service, most }: { service: ServiceView; most: number }) {
  if (most === 0) return null
  const shown = service.endpoints.slice(0, service.total > most ? most - 1 : most)
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
  simTimeUs,
  nodes,
  selected,
  onSelect,
  onSetLoad,
}: {
  clients: ClientsRecord | undefined
  simTimeUs: number
  /** How many there are: without one there is nobody to ask. */
  nodes: number
  selected: boolean
  onSelect: () => void
  onSetLoad: (requestsPerSecond: number) => Promise<{ readonly ok: boolean }>
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
        {failureText(clients, simTimeUs, nodes)}
      </span>
    </div>
  )
}
