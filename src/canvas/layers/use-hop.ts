/** What the engine says of a message, for cards that show it. */
import { useEffect, useState } from 'react'
import type { HopReport } from '../../protocol/inspect.ts'
import { useCluster } from '../../state/context.tsx'

/** Least wall time between two looks at the same message. */
const pauseMs = 300

/** The report of a message, looked at again while the cluster moves; undefined: not there yet, or older than the ring of messages. */
export function useHop(id: number | undefined): HopReport | undefined {
  const { store, connection } = useCluster()
  const [report, setReport] = useState<HopReport>()
  useEffect(() => {
    if (id === undefined) return undefined
    let stopped = false
    let lookedMs = -Infinity
    const look = (): void => {
      if (performance.now() - lookedMs < pauseMs) return
      lookedMs = performance.now()
      connection.inspect({ query: 'hop', id }).then(
        (answer) => { if (!stopped) setReport(answer) },
        // The engine is gone: the fault screen says so.
        () => undefined,
      )
    }
    look()
    const stop = store.subscribe((state, before) => { if (state.tick !== before.tick) look() })
    return () => {
      stopped = true
      stop()
    }
  }, [id, store, connection])
  return report?.id === id ? report : undefined
}
