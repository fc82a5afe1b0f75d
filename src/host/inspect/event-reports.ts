/** Events about an object, as the inspector's table shows them. */
import { eventsAbout, newestEvents, parseTimeText, type ClusterState } from '../../engine/index.ts'
import type { Event } from '../../kubernetes/types/core.ts'
import type { EventReport, TimelineEvent } from '../../protocol/inspect.ts'

export function eventReports(cluster: ClusterState, kind: string, namespace: string, name: string): EventReport[] {
  const { nowUs } = cluster.sim
  return eventsAbout(cluster.etcd.store, kind, namespace, name, nowUs).map((event) => eventReport(cluster, event))
}

function eventReport(cluster: ClusterState, event: Event): EventReport {
  return {
    simTimeUs: parseTimeText(event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp, cluster.sim.epochMs) ?? 0,
    type: event.type,
    reason: event.reason,
    message: event.message,
    from: event.source.component ?? event.reportingComponent,
    count: event.series?.count ?? event.count ?? 1,
  }
}

/** The newest events of the cluster with what they are about, oldest first. */
export function timelineEvents(cluster: ClusterState, limit: number): TimelineEvent[] {
  return newestEvents(cluster.etcd.store, cluster.sim.nowUs, limit).map((event) => {
    const { kind, namespace, name } = event.involvedObject
    return { ...eventReport(cluster, event), kind, namespace: namespace ?? '', name }
  })
}
