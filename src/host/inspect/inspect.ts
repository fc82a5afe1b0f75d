/** Answers what the page wants to look at: outside the simulation, no hop, no time, not logged. It changes nothing. */
import { historyHash, openApiDocument, toWire, decisionOf, findSlot, getObject, objectIn, tableOf, type ClusterState } from '../../engine/index.ts'
import type { JsonObject } from '../../kubernetes/patch/json-value.ts'
import type { KubernetesObject } from '../../kubernetes/types/meta.ts'
import { kubernetesVersion } from '../../kubernetes/version.ts'
import type { CommandLog, InspectAnswers, InspectQuery } from '../../protocol/inspect.ts'
import { componentReport } from './component-report.ts'
import { eventReports, timelineEvents } from './event-reports.ts'
import { hopReport } from './hop-report.ts'
import { linkCounts } from './link-counts.ts'
import { whySteps } from './why.ts'

type Answerer<Q extends InspectQuery['query']> = (cluster: ClusterState, query: Extract<InspectQuery, { query: Q }>) => InspectAnswers[Q]

const answerers: { readonly [Q in InspectQuery['query']]: Answerer<Q> } = {
  object(cluster, query) {
    const slot = findSlot(cluster.etcd.store, query.resource, query.namespace, query.name)
    const object = slot < 0 ? undefined : getObject(cluster.etcd.store, query.resource, slot)
    return object === undefined ? undefined : shown(object)
  },
  list(cluster, query) {
    const found: unknown[] = []
    const table = tableOf(cluster.etcd.store, query.resource)
    for (let slot = 0; slot < table.objects.length; slot++) {
      const object = objectIn(table, slot)
      if (object === undefined || (query.namespace !== '' && object.metadata.namespace !== query.namespace)) continue
      found.push(shown(object))
      if (found.length >= (query.limit ?? 500)) break
    }
    return found
  },
  timeline: (cluster, query) => timelineEvents(cluster, query.limit),
  events: (cluster, query) => eventReports(cluster, query.kind, query.namespace, query.name),
  decision: (cluster, query) => decisionOf(cluster.scheduler, query.namespace, query.name),
  component: (cluster, query) => componentReport(cluster, query.ref),
  hop: (cluster, query) => hopReport(cluster, query.id),
  why: (cluster, query) => whySteps(cluster, query.resource, query.namespace, query.name),
  links: (cluster) => linkCounts(cluster),
  log: (cluster) => commandLog(cluster),
  openapi: (cluster, query) => openApiDocument(query.path, cluster.apiServer.cache),
  hash: (cluster) => ({ hash: historyHash(cluster), steps: cluster.sim.steps, simTimeUs: cluster.sim.nowUs }),
}

/** As kubectl prints objects: without the managers of fields. */
function shown(object: KubernetesObject): unknown {
  const wire = toWire(object)
  const { managedFields: _, ...metadata } = wire['metadata'] as JsonObject
  return { ...wire, metadata }
}

function commandLog(cluster: ClusterState): CommandLog {
  return { header: { version: kubernetesVersion, epochMs: cluster.sim.epochMs, options: cluster.options }, entries: cluster.log }
}

/** The answer to a query; its type follows from `query.query` (`InspectAnswers`). Throws for a query that does not exist. */
export function inspect<Q extends InspectQuery>(cluster: ClusterState, query: Q): InspectAnswers[Q['query']] {
  const answer = answerers[query.query] as ((cluster: ClusterState, query: InspectQuery) => unknown) | undefined
  if (answer === undefined) throw new Error(`unknown inspect query "${query.query}"`)
  return answer(cluster, query) as InspectAnswers[Q['query']]
}
