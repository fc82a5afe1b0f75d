/** Columns of pods, Deployments and ReplicaSets. Source: pkg/printers/internalversion/printers.go (printPod, printDeployment, printReplicaSet). */
import { podStatusSummary, type PodStatusSummary } from '../pod-status.ts'
import type { Deployment, ReplicaSet } from '../types/apps.ts'
import type { Pod } from '../types/core.ts'
import { ageColumn, column, nameColumn, orNone, restartText, wideColumn, workloadColumns, type Column } from './column.ts'

/** Several columns read the same summary; a pod object never changes. */
const summaries = new WeakMap<Pod, PodStatusSummary>()

function summaryOf(pod: Pod): PodStatusSummary {
  let summary = summaries.get(pod)
  if (summary === undefined) {
    summary = podStatusSummary(pod)
    summaries.set(pod, summary)
  }
  return summary
}

function readyText(pod: Pod): string {
  const { ready, total } = summaryOf(pod)
  return `${ready}/${total}`
}

function restartsOf(pod: Pod, nowSeconds: number): string {
  const { restarts, lastRestart } = summaryOf(pod)
  return restartText(restarts, lastRestart, nowSeconds)
}

export const podColumns: readonly Column<Pod>[] = [
  nameColumn,
  column('Ready', readyText),
  column('Status', (pod) => summaryOf(pod).status),
  column('Restarts', restartsOf),
  ageColumn,
  wideColumn('IP', (pod) => orNone(pod.status.podIP)),
  wideColumn('Node', (pod) => orNone(pod.spec.nodeName)),
  wideColumn('Nominated Node', (pod) => orNone(pod.status.nominatedNodeName)),
  // Readiness gates are accepted and dropped at the door: there are never any.
  wideColumn('Readiness Gates', () => '<none>'),
]

export const deploymentColumns: readonly Column<Deployment>[] = [
  nameColumn,
  column('Ready', ({ spec, status }) => `${status.readyReplicas ?? 0}/${spec.replicas}`),
  column('Up-to-date', ({ status }) => status.updatedReplicas ?? 0, 'integer'),
  column('Available', ({ status }) => status.availableReplicas ?? 0, 'integer'),
  ageColumn,
  ...workloadColumns<Deployment>(({ spec }) => spec.template.spec.containers, ({ spec }) => spec.selector),
]

export const replicaSetColumns: readonly Column<ReplicaSet>[] = [
  nameColumn,
  column('Desired', ({ spec }) => spec.replicas, 'integer'),
  column('Current', ({ status }) => status.replicas, 'integer'),
  column('Ready', ({ status }) => status.readyReplicas ?? 0, 'integer'),
  ageColumn,
  ...workloadColumns<ReplicaSet>(({ spec }) => spec.template.spec.containers, ({ spec }) => spec.selector),
]
