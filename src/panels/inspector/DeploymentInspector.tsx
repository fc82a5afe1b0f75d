import { useState } from 'react'
import type { DeploymentRecord } from '../../protocol/frame.ts'
import { deleteObject, maxReplicas, scale, setImage } from '../../state/api-actions.ts'
import { useCluster, useRecordsVersion } from '../../state/context.tsx'
import { select } from '../../state/page-actions.ts'
import { replicaSetsOf } from '../../state/selectors.ts'
import { useRun } from '../../state/use-run.ts'
import { Button } from '../../ui/controls/Button.tsx'
import { firstClickOnly } from '../../ui/controls/first-click.ts'
import { Stepper } from '../../ui/controls/Stepper.tsx'
import { Tabs } from '../../ui/controls/Tabs.tsx'
import { KeyValues } from '../KeyValues.tsx'
import { useInspect } from '../use-inspect.ts'
import { CauseChain } from './CauseChain.tsx'
import { Conditions } from './Conditions.tsx'
import { Head } from './Head.tsx'
import { ObjectEvents } from './ObjectEvents.tsx'
import { ObjectYaml } from './ObjectYaml.tsx'

const tabs = [{ id: 'state', label: 'State' }, { id: 'why', label: 'Why' }, { id: 'yaml', label: 'YAML' }, { id: 'events', label: 'Events' }]

/** A Deployment: scale it, change an image, see its ReplicaSets. */
export function DeploymentInspector({ slot }: { readonly slot: number }) {
  const { view } = useCluster()
  useRecordsVersion()
  const [tab, setTab] = useState('state')
  const deployment = view.deployments.get(slot)
  if (deployment === undefined) return null
  const { namespace, name } = deployment
  const ready = deployment.readyReplicas >= deployment.replicas
  return (
    <>
      <Head icon="deployment" kind="Deployment" name={name} status={ready ? 'running' : 'pending'} word={`${deployment.readyReplicas}/${deployment.replicas} ready`} />
      <Scale deployment={deployment} />
      <Tabs label="About this Deployment" tabs={tabs} selected={tab} onSelect={setTab}>
        {tab === 'state' ? <DeploymentState deployment={deployment} /> : null}
        {tab === 'why' ? <CauseChain resource="deployments" namespace={namespace} name={name} /> : null}
        {tab === 'yaml' ? <ObjectYaml object={{ resource: 'deployments', namespace, name }} /> : null}
        {tab === 'events' ? <ObjectEvents kind="Deployment" namespace={namespace} name={name} /> : null}
      </Tabs>
      <DeleteDeployment namespace={namespace} name={name} />
    </>
  )
}

function Scale({ deployment }: { readonly deployment: DeploymentRecord }) {
  const run = useRun()
  return (
    <div className="field-row">
      <span>Replicas</span>
      <Stepper label={`Replicas of ${deployment.name}`} value={deployment.replicas} max={maxReplicas} onChange={(replicas) =>
        run(`Scale ${deployment.name} to ${replicas}`, (connection) => scale(connection, 'deployments', deployment, replicas))
      } />
    </div>
  )
}

function DeploymentState({ deployment }: { readonly deployment: DeploymentRecord }) {
  const { namespace, name } = deployment
  const { answer } = useInspect({ query: 'object', resource: 'deployments', namespace, name })
  return (
    <>
      <KeyValues rows={[
        { label: 'Up to date', value: deployment.updatedReplicas },
        { label: 'Available', value: deployment.availableReplicas },
        { label: 'Revision', value: deployment.revision },
        ...(deployment.paused ? [{ label: 'Rollout', value: 'paused' }] : []),
      ]} />
      <h3>Images</h3>
      {deployment.images.map((image) => <SetImage key={`${image.container} ${image.image}`} deployment={deployment} container={image.container} image={image.image} />)}
      <h3>ReplicaSets</h3>
      <ReplicaSetTable deployment={deployment} />
      <h3>Conditions</h3>
      <Conditions object={answer} />
    </>
  )
}

function SetImage({ deployment, container, image }: { readonly deployment: DeploymentRecord; readonly container: string; readonly image: string }) {
  const run = useRun()
  const [draft, setDraft] = useState(image)
  const changed = draft.trim() !== '' && draft.trim() !== image
  return (
    <form className="set-image" onSubmit={(event) => {
      event.preventDefault()
      if (changed) void run(`Set image of ${container}`, (connection) => setImage(connection, deployment, container, draft.trim()))
    }}>
      <label>{container}<input className="mono" value={draft} spellCheck={false} onChange={(event) => { setDraft(event.target.value) }} /></label>
      <button type="submit" className="button button-line" disabled={!changed}>Roll out</button>
    </form>
  )
}

function ReplicaSetTable({ deployment }: { readonly deployment: DeploymentRecord }) {
  const { view, store } = useCluster()
  const sets = replicaSetsOf(view, deployment.slot)
  if (sets.length === 0) return <p className="quiet">None yet.</p>
  return (
    <table className="small-table">
      <thead><tr><th scope="col">rev.</th><th scope="col">hash</th><th scope="col" title="desired">des.</th><th scope="col" title="current">cur.</th><th scope="col">ready</th></tr></thead>
      <tbody>
        {sets.map((set) => (
          <tr key={set.slot}>
            <td>{set.revision}</td>
            <td className="mono"><button type="button" className="link-to" onClick={() => { select(store, { kind: 'replicaset', slot: set.slot }) }}>{set.hash || set.name}</button></td>
            <td>{set.desired}</td><td>{set.current}</td><td>{set.ready}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function DeleteDeployment({ namespace, name }: { readonly namespace: string; readonly name: string }) {
  const run = useRun()
  return (
    <div className="inspector-actions" onClickCapture={firstClickOnly}>
      <Button look="danger" onClick={() => { void run(`Delete deployment ${name}`, (connection) => deleteObject(connection, 'deployments', { namespace, name })) }}>Delete Deployment</Button>
    </div>
  )
}
