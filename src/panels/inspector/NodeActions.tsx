import { useState } from 'react'
import { nodeFlags } from '../../protocol/vocabulary.ts'
import type { NodeProcess } from '../../protocol/world-commands.ts'
import { removeNode, setCordoned } from '../../state/api-actions.ts'
import { useCluster } from '../../state/context.tsx'
import { useRun } from '../../state/use-run.ts'
import { setCable, setPower } from '../../state/world-actions.ts'
import { Button } from '../../ui/controls/Button.tsx'
import { firstClickOnly } from '../../ui/controls/first-click.ts'
import { Icon } from '../../ui/icons.tsx'
import { ProcessActions } from './ProcessActions.tsx'

const processes: readonly NodeProcess[] = ['kubelet', 'kube-proxy', 'container-runtime']

/** Power, cable, scheduling and removal of a machine, and its three processes. */
export function NodeActions({ slot, name }: { readonly slot: number; readonly name: string }) {
  const { view } = useCluster()
  const run = useRun()
  const flags = view.nodes.flags[slot] ?? 0
  const off = (flags & nodeFlags.poweredOff) !== 0
  const cut = (flags & nodeFlags.cableCut) !== 0
  const cordoned = (flags & nodeFlags.cordoned) !== 0
  return (
    <>
      <h3>Processes</h3>
      {processes.map((process) => <ProcessActions key={process} processRef={{ process, node: name }} machineOff={off} named />)}
      <div className="inspector-actions" onClickCapture={firstClickOnly}>
        <Button look={off ? 'primary' : 'line'} icon={<Icon name="power" size={14} />} onClick={() => {
          void run(`Power ${off ? 'on' : 'off'} ${name}`, (connection) => setPower(connection, name, off))
        }}>Power {off ? 'on' : 'off'}</Button>
        <Button icon={<Icon name="cable" size={14} />} onClick={() => {
          void run(`${cut ? 'Heal' : 'Cut'} cable of ${name}`, (connection) => setCable(connection, name, cut))
        }}>{cut ? 'Heal cable' : 'Cut cable'}</Button>
        <Button onClick={() => { void run(`${cordoned ? 'Uncordon' : 'Cordon'} ${name}`, (connection) => setCordoned(connection, name, !cordoned)) }}>
          {cordoned ? 'Uncordon' : 'Cordon'}
        </Button>
        <RemoveNode name={name} />
      </div>
    </>
  )
}

/** Removing can't be undone, so it asks once. */
function RemoveNode({ name }: { readonly name: string }) {
  const run = useRun()
  const [asking, setAsking] = useState(false)
  if (!asking) return <Button look="danger" onClick={() => { setAsking(true) }}>Remove node</Button>
  return (
    <span className="ask" role="group" aria-label={`Remove ${name} for good?`}>
      <Button look="danger" onClick={() => { void run(`Remove ${name}`, (connection) => removeNode(connection, name)) }}>Remove for good</Button>
      <Button onClick={() => { setAsking(false) }}>Keep</Button>
    </span>
  )
}
