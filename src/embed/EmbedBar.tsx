/** The controls of an embedded picture: pause, step, one Deployment, one machine, and the way out. */
import { clockText } from '../state/format.ts'
import { scale } from '../state/api-actions.ts'
import { useCluster, useClusterState, useRecordsVersion, useTick } from '../state/context.tsx'
import { useRun } from '../state/use-run.ts'
import { setPower, togglePlay } from '../state/world-actions.ts'
import { Button } from '../ui/controls/Button.tsx'
import { Stepper } from '../ui/controls/Stepper.tsx'
import { Icon } from '../ui/icons.tsx'
import './embed.css'
import { powerTarget } from './node-to-kill.ts'

const replicasMax = 100

/** `openHref`: the address of the whole program with the same options. */
export function EmbedBar({ openHref }: { readonly openHref: string }) {
  const { connection } = useCluster()
  const playing = useClusterState((state) => state.pace.playing)
  return (
    <div className="embed-bar" role="toolbar" aria-label="Controls">
      <Button
        look="primary" aria-label={playing ? 'Pause' : 'Play'} icon={<Icon name={playing ? 'pause' : 'play'} />}
        onClick={() => { togglePlay(connection, playing) }}
      />
      <Button
        look="plain" aria-label="Step to the next change" icon={<Icon name="stepChange" />}
        onClick={() => { connection.pace({ pace: 'step', to: 'change' }) }}
      />
      <Clock />
      <DeploymentControl />
      <span className="embed-space" />
      <PowerButton />
      <a className="button button-line" href={openHref} target="_blank" rel="noreferrer" title="Open in Podium">
        <span className="embed-words">Open in Podium</span><Icon name="open" size={14} />
      </a>
    </div>
  )
}

function Clock() {
  useTick()
  const { view } = useCluster()
  return <span className="embed-clock mono" role="timer" aria-label="Simulated time">{clockText(view.simTimeUs)}</span>
}

/** The selected Deployment, else the first that was made. */
function DeploymentControl() {
  useRecordsVersion()
  const { view } = useCluster()
  const run = useRun()
  const selection = useClusterState((state) => state.selection)
  const selected = selection?.kind === 'deployment' ? view.deployments.get(selection.slot) : undefined
  const deployment = selected ?? [...view.deployments.values()].toSorted((a, b) => a.slot - b.slot)[0]
  if (deployment === undefined) return null
  return (
    <span className="embed-deployment">
      <span className="embed-name"><span>Deployment</span> <b>{deployment.name}</b></span>
      <Stepper
        label={`Replicas of ${deployment.name}`} value={deployment.replicas} max={Math.max(replicasMax, deployment.replicas)}
        onChange={(replicas) => run(`Scale ${deployment.name}`, (connection) => scale(connection, 'deployments', deployment, replicas))}
      />
      <span className="embed-ready">{deployment.readyReplicas}/{deployment.replicas} ready</span>
    </span>
  )
}

function PowerButton() {
  useTick()
  const { view } = useCluster()
  const run = useRun()
  const selection = useClusterState((state) => state.selection)
  const target = powerTarget(view, selection)
  if (target === undefined) return null
  const label = target.on ? `Power ${target.node} on` : 'Kill a node'
  const words = target.on ? label : `Kill a node: ${target.node}`
  return (
    <Button
      icon={<Icon name="power" size={15} />} aria-label={words} title={words}
      onClick={() => { void run(label, (connection) => setPower(connection, target.node, target.on)) }}
    ><span className="embed-words">{label}</span></Button>
  )
}
