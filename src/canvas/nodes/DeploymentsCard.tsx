/** What was asked for: Deployments with their ReplicaSets, and the gap between spec and pods. */
import { CutText } from '../../ui/CutText.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Stepper } from '../../ui/controls/Stepper.tsx'
import type { ReplicaSetRecord } from '../../protocol/frame.ts'
import { maxReplicas } from '../../state/api-actions.ts'
import { ringOf } from './attention.ts'
import type { Attention } from './attention.ts'
import { AttentionRing } from './AttentionRing.tsx'
import { onActivate } from './card-events.ts'
import { GapStrip } from './GapStrip.tsx'
import { deploymentsShown, deploymentsThatFit, keepsRows } from './list-room.ts'
import { replicaSetCounts } from './objects-view.ts'
import type { DeploymentView } from './objects-view.ts'
import { useAllRows } from './use-all-rows.tsx'

/** Px of a Deployment's row that its name and the stepper share; of the stepper's buttons and a digit; of a character of the name. */
const tileRoom = { row: 138, buttons: 57, digit: 10, character: 8.2 } as const
function nameChars(replicas: number): number {
  const besideStepper = tileRoom.row - tileRoom.buttons - tileRoom.digit * Math.max(2, String(replicas).length)
  return Math.max(4, Math.floor(besideStepper / tileRoom.character))
}
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
        <DeploymentTile key={deployment.slot} deployment={deployment} withRows={allRows || keepsRows(deployment)} {...props} />
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
          <span className={low ? 'status-pending is-worded' : 'is-plain'} title={`${ready} of ${replicas} ready`}>
            <span className="count-part">{ready}</span><span className="count-part">/{replicas}</span>
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
