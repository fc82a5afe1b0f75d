import { useState } from 'react'
import type { CommandLog } from '../protocol/inspect.ts'
import { copyText } from '../panels/copy-text.ts'
import { useCluster, useClusterState } from '../state/context.tsx'
import { clockText } from '../state/format.ts'
import { Button } from '../ui/controls/Button.tsx'
import { restart } from './page-commands.ts'

/** The engine broke or can't be reached: what happened, and the two ways on. The picture stays as it last was. */
export function FaultScreen() {
  const cluster = useCluster()
  const fault = useClusterState((state) => state.fault)
  const [copied, setCopied] = useState('')
  if (fault === undefined) return null
  const copy = async (): Promise<void> => { setCopied(await copyLog(cluster.connection.sentLog(), fault.message)) }
  return (
    <div className="fault" role="alertdialog" aria-labelledby="fault-title" aria-describedby="fault-text">
      <h2 id="fault-title">The cluster’s engine has stopped</h2>
      <p id="fault-text">{fault.message}</p>
      <p className="quiet">Simulated time {clockText(fault.simTimeUs)}, step {fault.steps}. What you did so far is kept as a command log: seed, options and every command.</p>
      <div className="fault-actions">
        <Button look="primary" autoFocus onClick={() => { restart(cluster) }}>Restart the cluster</Button>
        <Button onClick={() => { void copy() }}>Copy the command log</Button>
      </div>
      <p role="status">{copied}</p>
    </div>
  )
}

/** Puts the log on the clipboard; where the browser refuses, it says so with the log itself. */
async function copyLog(log: CommandLog, fault: string): Promise<string> {
  const text = logText(log, fault)
  const refused = await copyText(text)
  return refused === undefined ? `Copied: ${log.entries.length} commands.` : `${refused}. Here it is: ${text}`
}

/** The log as JSON with the fault in front. */
function logText(log: CommandLog, fault: string): string {
  return JSON.stringify({ fault, ...log }, undefined, 2)
}
