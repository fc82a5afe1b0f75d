/** Actions of components. */
import type { ActionResult } from './action-result.ts'
import type { Cluster } from './context.tsx'
import { useCluster } from './context.tsx'
import { follow } from './page-actions.ts'

type Run = (label: string, action: (connection: Cluster['connection']) => Promise<ActionResult>) => Promise<ActionResult>

/** Runs an action on the cluster and follows it: pending while it is unanswered, a notice when it is refused. */
export function useRun(): Run {
  const { store, connection } = useCluster()
  return (label, action) => follow(store, label, action(connection))
}
