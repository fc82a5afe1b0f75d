/** `kubectl describe deployment` and `replicaset`. Source: k8s.io/kubectl/pkg/describe/describe.go. */
import { formatLabelSelector, matchesLabelSelector } from '../../kubernetes/selectors.ts'
import type { Deployment, ReplicaSet } from '../../kubernetes/types/apps.ts'
import type { Pod } from '../../kubernetes/types/core.ts'
import { longTime } from '../print/age.ts'
import { equalTemplates } from '../template.ts'
import { templateLines } from './containers.ts'
import { annotationLines, field, labelLines, line } from './writer.ts'
import type { Lines } from './writer.ts'

/** A Deployment's own ReplicaSets, and the one of its template; oldest first. */
export function replicaSetsOf(deployment: Deployment, all: readonly ReplicaSet[]): { readonly fresh: ReplicaSet | undefined; readonly old: readonly ReplicaSet[] } {
  const own = all
    .filter((one) => one.metadata.ownerReferences?.some((owner) => owner.controller === true && owner.uid === deployment.metadata.uid) === true)
    .toSorted((a, b) => Date.parse(a.metadata.creationTimestamp) - Date.parse(b.metadata.creationTimestamp))
  const fresh = own.find((one) => equalTemplates(one.spec.template, deployment.spec.template))
  return { fresh, old: own.filter((one) => one !== fresh) }
}

const counted = (sets: readonly ReplicaSet[]): string =>
  sets.length === 0 ? '<none>' : sets.map((one) => `${one.metadata.name} (${one.status.replicas}/${one.spec.replicas} replicas created)`).join(', ')

/** All but the events. */
export function deploymentLines(lines: Lines, deployment: Deployment, sets: readonly ReplicaSet[]): void {
  const { metadata, spec, status } = deployment
  field(lines, 0, 'Name', metadata.name)
  field(lines, 0, 'Namespace', metadata.namespace)
  field(lines, 0, 'CreationTimestamp', longTime(metadata.creationTimestamp))
  labelLines(lines, 0, 'Labels', metadata.labels)
  annotationLines(lines, 0, metadata.annotations)
  field(lines, 0, 'Selector', formatLabelSelector(spec.selector))
  field(lines, 0, 'Replicas', `${spec.replicas} desired | ${status.updatedReplicas ?? 0} updated | ${status.replicas ?? 0} total | ${status.availableReplicas ?? 0} available | ${status.unavailableReplicas ?? 0} unavailable`)
  field(lines, 0, 'StrategyType', spec.strategy.type)
  field(lines, 0, 'MinReadySeconds', spec.minReadySeconds ?? 0)
  const rolling = spec.strategy.rollingUpdate
  if (rolling !== undefined) field(lines, 0, 'RollingUpdateStrategy', `${rolling.maxUnavailable} max unavailable, ${rolling.maxSurge} max surge`)
  templateLines(lines, spec.template)
  conditionLines(lines, status.conditions)
  const { fresh, old } = replicaSetsOf(deployment, sets)
  field(lines, 0, 'OldReplicaSets', counted(old))
  field(lines, 0, 'NewReplicaSet', counted(fresh === undefined ? [] : [fresh]))
}

function conditionLines(lines: Lines, conditions: readonly { readonly type: string; readonly status: string; readonly reason: string }[] | undefined): void {
  if (conditions === undefined || conditions.length === 0) return
  line(lines, 0, 'Conditions:\n  Type\tStatus\tReason')
  line(lines, 1, '----\t------\t------')
  for (const condition of conditions) line(lines, 1, `${condition.type} \t${condition.status}\t${condition.reason}`)
}

/** All but the events. `pods`: of its namespace. */
export function replicaSetLines(lines: Lines, set: ReplicaSet, pods: readonly Pod[]): void {
  const { metadata, spec, status } = set
  field(lines, 0, 'Name', metadata.name)
  field(lines, 0, 'Namespace', metadata.namespace)
  field(lines, 0, 'Selector', formatLabelSelector(spec.selector))
  labelLines(lines, 0, 'Labels', metadata.labels)
  annotationLines(lines, 0, metadata.annotations)
  const owner = metadata.ownerReferences?.find((one) => one.controller === true)
  if (owner !== undefined) field(lines, 0, 'Controlled By', `${owner.kind}/${owner.name}`)
  field(lines, 0, 'Replicas', `${status.replicas} current / ${spec.replicas} desired`)
  const own = pods.filter((pod) => matchesLabelSelector(spec.selector, pod.metadata.labels)
    && pod.metadata.ownerReferences?.some((one) => one.controller === true && one.uid === metadata.uid) === true)
  const phase = (name: string): number => own.filter((pod) => pod.status.phase === name).length
  field(lines, 0, 'Pods Status', `${phase('Running')} Running / ${phase('Pending')} Waiting / ${phase('Succeeded')} Succeeded / ${phase('Failed')} Failed`)
  templateLines(lines, spec.template)
  conditionLines(lines, status.conditions)
}
