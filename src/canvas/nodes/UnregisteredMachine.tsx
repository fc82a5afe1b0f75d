/** A machine that runs and has no Node object: nothing is scheduled to it until its kubelet registers it again, which it does when it starts. */
import { memo } from 'react'
import { useCluster } from '../../state/context.tsx'
import { follow } from '../../state/page-actions.ts'
import { changeProcess } from '../../state/world-actions.ts'
import { Icon } from '../../ui/icons.tsx'
import type { CardProps, MachineData } from '../picture-elements.ts'

function UnregisteredCard({ name, onRestart }: { name: string; onRestart: () => void }) {
  return (
    <div className="unregistered-machine" role="group" aria-label={`Machine ${name}, not registered`}>
      <b>{name}</b>
      <span>The machine runs. It has no Node object, so the Scheduler knows nothing of it.</span>
      <span>A kubelet registers its node when it starts.</span>
      <button type="button" className="nopan" onClick={onRestart}>
        <Icon name="reset" size={14} />
        Restart its kubelet
      </button>
    </div>
  )
}

export const UnregisteredNode = memo(function UnregisteredNode({ data: { name } }: CardProps<MachineData>) {
  const { store, connection } = useCluster()
  const restart = (): void => {
    void follow(store, `Restart the kubelet of ${name}`, changeProcess(connection, 'crash', { process: 'kubelet', node: name }))
  }
  return <UnregisteredCard name={name} onRestart={restart} />
})
