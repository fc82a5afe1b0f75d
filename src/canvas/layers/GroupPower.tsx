/** Pulls the plug of all machines of a rack or a zone, or puts them all back: as if its power supply had failed. */
import { useEffect, useState } from 'react'
import { useCluster } from '../../state/context.tsx'
import { isPoweredOff } from '../../state/node-state.ts'
import { useRun } from '../../state/use-run.ts'
import { setPowerOfAll } from '../../state/world-actions.ts'
import { firstClickOnly } from '../../ui/controls/first-click.ts'
import { Icon } from '../../ui/icons.tsx'

/** Whether no machine of the group has power. */
function useAllOff(slots: readonly number[]): boolean {
  const { view, store } = useCluster()
  const [off, setOff] = useState(() => slots.every((slot) => isPoweredOff(view, slot)))
  useEffect(() => {
    const look = (): void => { setOff(slots.every((slot) => isPoweredOff(view, slot))) }
    look()
    return store.onFrame((_, delta) => { if (delta.touchedNodes.size > 0) look() })
  }, [view, store, slots])
  return off
}

/** `size`: of the icon, in the unit of the picture. One machine with power is enough for the next press to switch off. */
export function GroupPower({ name, slots, size }: { name: string; slots: readonly number[]; size: number }) {
  const { view } = useCluster()
  const run = useRun()
  const off = useAllOff(slots)
  const words = `Power ${off ? 'on' : 'off'} all ${slots.length} machines of ${name}`
  return (
    <button
      type="button" className={`group-power nopan${off ? ' is-off' : ''}`} style={{ fontSize: size }} aria-label={words} title={words}
      onClickCapture={firstClickOnly}
      onClick={() => {
        const machines = slots.filter((slot) => isPoweredOff(view, slot) === off).flatMap((slot) => view.nodes.names[slot]?.name ?? [])
        void run(words, (connection) => setPowerOfAll(connection, machines, off))
      }}
    >
      <Icon name="power" />
    </button>
  )
}
