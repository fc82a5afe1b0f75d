/** Deployments and ReplicaSets. Source: pkg/registry/apps/{deployment,replicaset}/strategy.go, pkg/apis/apps/v1/defaults.go. */
import { dnsSubdomainProblems } from '../../../../kubernetes/names.ts'
import type {
  Deployment, DeploymentSpec, DeploymentStatus, ReplicaSet, ReplicaSetSpec, ReplicaSetStatus,
} from '../../../../kubernetes/types/apps.ts'
import type { LabelSelector } from '../../../../kubernetes/types/meta.ts'
import { deepEqual } from '../deep-equal.ts'
import { invalid, type FieldProblem } from '../field-errors.ts'
import { prepareTemplate } from '../pod-template.ts'
import { deploymentSchema, replicaSetSchema } from '../schema/apps.ts'
import { checkDeploymentSpec, checkNotNegative, checkSelectorAndTemplate, shownSelector } from '../validation/workloads.ts'
import { always, assemble, nextGeneration, withMetadataOnly, type Strategy } from './strategy.ts'

const emptyDeploymentStatus: DeploymentStatus = Object.freeze({
  observedGeneration: undefined, replicas: undefined, updatedReplicas: undefined, readyReplicas: undefined, availableReplicas: undefined,
  unavailableReplicas: undefined, terminatingReplicas: undefined, conditions: undefined, collisionCount: undefined,
})
const emptyReplicaSetStatus: ReplicaSetStatus = Object.freeze({
  replicas: 0, fullyLabeledReplicas: undefined, readyReplicas: undefined, availableReplicas: undefined, terminatingReplicas: undefined,
  observedGeneration: undefined, conditions: undefined,
})

function positive(value: number | undefined): number | undefined {
  return value === 0 ? undefined : value
}

/** Defaults of a Deployment's spec; its template is prepared and checked on the way. */
function completeDeployment(raw: DeploymentSpec, problems: FieldProblem[]): DeploymentSpec {
  const { template, problems: found } = prepareTemplate(raw.template)
  const type = raw.strategy?.type ?? 'RollingUpdate'
  const rolling = raw.strategy?.rollingUpdate
  const spec: DeploymentSpec = {
    replicas: raw.replicas ?? 1,
    selector: raw.selector,
    template,
    strategy: {
      type,
      rollingUpdate: type === 'RollingUpdate' ? {
        maxUnavailable: rolling?.maxUnavailable ?? '25%', maxSurge: rolling?.maxSurge ?? '25%',
      } : rolling,
    },
    minReadySeconds: positive(raw.minReadySeconds),
    revisionHistoryLimit: raw.revisionHistoryLimit ?? 10,
    paused: raw.paused === true ? true : undefined,
    progressDeadlineSeconds: raw.progressDeadlineSeconds ?? 600,
  }
  checkDeploymentSpec(spec, problems)
  checkSelectorAndTemplate('deployment', spec.selector, template, found, problems)
  return spec
}

function completeReplicaSet(raw: ReplicaSetSpec, problems: FieldProblem[]): ReplicaSetSpec {
  const { template, problems: found } = prepareTemplate(raw.template)
  const spec: ReplicaSetSpec = {
    replicas: raw.replicas ?? 1, minReadySeconds: positive(raw.minReadySeconds), selector: raw.selector, template,
  }
  checkNotNegative(spec.replicas, 'spec.replicas', problems)
  checkNotNegative(spec.minReadySeconds, 'spec.minReadySeconds', problems)
  checkSelectorAndTemplate('replicaset', spec.selector, template, found, problems)
  return spec
}

function checkSelectorKept(next: LabelSelector | undefined, current: LabelSelector, problems: FieldProblem[]): void {
  if (next === undefined || deepEqual(next, current)) return
  problems.push(invalid('spec.selector', shownSelector(next), 'field is immutable'))
}

export const deploymentStrategy: Strategy = {
  schema: deploymentSchema,
  hasGeneration: always,
  nameProblems: dnsSubdomainProblems,
  create(_state, body, metadata, problems) {
    const spec = completeDeployment((body as Deployment).spec, problems)
    return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec, status: { ...emptyDeploymentStatus } } as Deployment
  },
  update(_state, body, current, metadata, problems) {
    const old = current as Deployment
    const raw = (body as Deployment).spec
    if (raw === old.spec) return withMetadataOnly(old, metadata)
    const spec = completeDeployment(raw, problems)
    checkSelectorKept(spec.selector, old.spec.selector, problems)
    const annotationsChanged = !deepEqual(metadata.annotations, old.metadata.annotations)
    const specChanged = !deepEqual(spec, old.spec)
    // A Deployment's annotations are copied to its ReplicaSets, so they count as a change too.
    if (specChanged || annotationsChanged) nextGeneration(metadata)
    return assemble(old, metadata, specChanged ? spec : old.spec, old.status)
  },
  updateStatus(_state, body, current, metadata) {
    return assemble(current, metadata, (current as Deployment).spec, { ...emptyDeploymentStatus, ...(body as Deployment).status })
  },
  withMetadata: withMetadataOnly,
}

export const replicaSetStrategy: Strategy = {
  schema: replicaSetSchema,
  hasGeneration: always,
  nameProblems: dnsSubdomainProblems,
  create(_state, body, metadata, problems) {
    const spec = completeReplicaSet((body as ReplicaSet).spec, problems)
    return { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata, spec, status: { ...emptyReplicaSetStatus } } as ReplicaSet
  },
  update(_state, body, current, metadata, problems) {
    const old = current as ReplicaSet
    const raw = (body as ReplicaSet).spec
    if (raw === old.spec) return withMetadataOnly(old, metadata)
    const spec = completeReplicaSet(raw, problems)
    checkSelectorKept(spec.selector, old.spec.selector, problems)
    const changed = !deepEqual(spec, old.spec)
    if (changed) nextGeneration(metadata)
    return assemble(old, metadata, changed ? spec : old.spec, old.status)
  },
  updateStatus(_state, body, current, metadata) {
    return assemble(current, metadata, (current as ReplicaSet).spec, { ...emptyReplicaSetStatus, ...(body as ReplicaSet).status })
  },
  withMetadata: withMetadataOnly,
}
