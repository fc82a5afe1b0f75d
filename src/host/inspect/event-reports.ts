/** Events about an object, as the inspector's table shows them. */
import { eventsAbout, parseTimeText, type ClusterState } from '../../engine/index.ts'
import type { EventReport } from '../../protocol/inspect.ts'

export function eventReports(cluster: ClusterState, kind: string, namespace: string, name: string): EventReport[] {
  const { epochMs, nowUs } = cluster.sim
  return eventsAbout(cluster.etcd.store, kind, namespace, name, nowUs).map((event) => ({
    simTimeUs: parseTimeText(event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp, epochMs) ?? 0,
    type: event.type,
    reason: event.reason,
    message: event.message,
    from: event.source.component ?? event.reportingComponent,
    count: event.series?.count ?? event.count ?? 1,
  }))
}
