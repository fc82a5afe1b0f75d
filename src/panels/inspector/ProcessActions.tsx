import type { ProcessRef } from '../../protocol/world-commands.ts'
import { useCluster, useRecordsVersion, useSimSecond } from '../../state/context.tsx'
import { select } from '../../state/page-actions.ts'
import { processKey } from '../../state/process-key.ts'
import { useRun } from '../../state/use-run.ts'
import { changeProcess } from '../../state/world-actions.ts'
import type { ProcessVerb } from '../../state/world-actions.ts'
import { counted } from '../../state/format.ts'
import { Button } from '../../ui/controls/Button.tsx'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import { processGlyphs } from '../process-glyphs.ts'

const verbWords = { stop: 'Stop', crash: 'Crash', start: 'Start' } as const

/** Which verbs a process in this state takes. */
function verbsFor(state: 'running' | 'stopped' | 'crashed'): readonly ProcessVerb[] {
  return state === 'running' ? ['crash', 'stop'] : ['start']
}

/**
 * A process' state, and the ways to stop, crash and start it; on a machine without power there are none. `named`: with its name, which
 * leads to the process, for lists.
 */
export function ProcessActions({ processRef, machineOff, named = false }: { readonly processRef: ProcessRef; readonly machineOff: boolean; readonly named?: boolean }) {
  const { view, store } = useCluster()
  const run = useRun()
  useRecordsVersion()
  useSimSecond()
  const key = processKey(processRef)
  const record = view.components.get(key)
  if (record === undefined) return null
  const { process } = processRef
  const restartSeconds = Math.max(0, Math.ceil((record.restartAtUs - view.simTimeUs) / 1_000_000))
  const words = machineOff ? 'no power' : record.state === 'crashed' && record.restartAtUs >= 0 ? `crashed, restart in ${restartSeconds} s` : record.state
  return (
    <div className="process" role="group" aria-label={process}>
      <div className="process-name">
        <StatusGlyph status={machineOff ? 'unknown' : processGlyphs[record.state]} size={12} />
        {named ? <button type="button" className="link-to" onClick={() => { select(store, { kind: 'component', key }) }}>{process}</button> : null}
        <span>{words}{record.restarts > 0 ? `, ${counted(record.restarts, 'restart')}` : ''}</span>
      </div>
      {machineOff ? null : (
        <div className="process-verbs">
          {verbsFor(record.state).map((verb) => (
            <Button key={verb} aria-label={`${verbWords[verb]} ${key}`} onClick={() => {
              void run(`${verbWords[verb]} ${key}`, (connection) => changeProcess(connection, verb, processRef))
            }}>{verbWords[verb]}</Button>
          ))}
        </div>
      )}
    </div>
  )
}
