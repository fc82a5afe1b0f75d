import { useState } from 'react'
import { readLog } from '../../state/api-actions.ts'
import { useClusterState } from '../../state/context.tsx'
import { useRun } from '../../state/use-run.ts'
import { Button } from '../../ui/controls/Button.tsx'
import { Segments } from '../../ui/controls/Segments.tsx'

const tailLines = 100

type Log = { readonly state: 'none' } | { readonly state: 'waiting' } | { readonly state: 'read'; readonly text: string } | { readonly state: 'refused'; readonly message: string }

/**
 * A container's log by a real request: API server, then the kubelet on TCP 10250. It is asked for with a click, since it is traffic of the
 * cluster and stands in the command log.
 */
export function PodLogs({ namespace, name, containers }: { readonly namespace: string; readonly name: string; readonly containers: readonly string[] }) {
  const run = useRun()
  const playing = useClusterState((state) => state.pace.playing)
  const [container, setContainer] = useState(containers[0] ?? '')
  const [log, setLog] = useState<Log>({ state: 'none' })
  const read = async (from: string): Promise<void> => {
    setContainer(from)
    setLog({ state: 'waiting' })
    const result = await run(`Logs of ${from}`, (connection) => readLog(connection, { namespace, name }, from, tailLines))
    setLog(result.ok ? { state: 'read', text: String(result.body) } : { state: 'refused', message: result.message })
  }
  return (
    <>
      <Segments label="Container" selected={container} segments={containers.map((id) => ({ id, label: id, says: `Log of ${id}` }))} onSelect={(id) => { void read(id) }} />
      <Button className="log-read" disabled={log.state === 'waiting'} onClick={() => { void read(container) }}>{log.state === 'none' ? 'Read log' : 'Read again'}</Button>
      {log.state === 'none' ? <p className="quiet">The request goes to the API server and from there to the kubelet on TCP 10250.</p> : null}
      {log.state === 'waiting' ? <p className="quiet" role="status">{playing ? 'The request is on its way …' : 'The request waits for play or a step.'}</p> : null}
      {log.state === 'refused' ? <p className="refusal" role="alert">{log.message}</p> : null}
      {log.state === 'read' ? <pre className="log" tabIndex={0} aria-label={`Log of ${container}`}>{log.text === '' ? '(empty)' : log.text}</pre> : null}
    </>
  )
}
