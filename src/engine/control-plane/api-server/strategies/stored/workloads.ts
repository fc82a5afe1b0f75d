/** StatefulSets, DaemonSets, Jobs, CronJobs and their kin. Sources: pkg/apis/{apps,batch}/{v1/defaults.go,validation/validation.go}. */
import type { PodTemplateSpec } from '../../../../../kubernetes/types/core.ts'
import type { LabelSelector, Labels, ObjectMeta } from '../../../../../kubernetes/types/meta.ts'
import { deepEqual } from '../../deep-equal.ts'
import { addUnder, forbidden, invalid, notSupported, required, type FieldProblem } from '../../field-errors.ts'
import { prepareTemplate } from '../../pod-template.ts'
import { podTemplate } from '../../schema/core.ts'
import { any, boolean, int, labelSelector, list, requiredStruct, string, stringMap, text } from '../../schema/types.ts'
import { checkNotNegative, checkSelectorAndTemplate } from '../../validation/workloads.ts'
import type { Members, StoredKind } from './strategy.ts'

interface WorkloadSpec {
  readonly selector: LabelSelector | undefined
  readonly template: PodTemplateSpec
  readonly [field: string]: unknown
}

function specOf(members: Members): WorkloadSpec {
  return members['spec'] as WorkloadSpec
}

/** Defaults of a spec's members, each taken where the member is missing; the template is prepared on the way. */
function withDefaults(members: Members, defaults: Members): Members {
  const spec = specOf(members)
  const filled: Record<string, unknown> = { ...spec, template: prepareTemplate(spec.template).template }
  for (const name of Object.keys(defaults)) filled[name] ??= defaults[name]
  return { ...members, spec: filled }
}

/** Claims of a StatefulSet stand for volumes of their name. */
function claimNames(spec: WorkloadSpec): readonly unknown[] {
  const claims = (spec['volumeClaimTemplates'] ?? []) as readonly ({ readonly metadata?: { readonly name?: unknown } | null } | null)[]
  return claims.map((claim) => claim?.metadata?.name)
}

function checkWorkload(kind: 'statefulset' | 'daemonset', members: Members, problems: FieldProblem[]): void {
  const spec = specOf(members)
  const claimed = claimNames(spec).map((name) => `Not found: ${JSON.stringify(name)}`)
  const found = prepareTemplate(spec.template).problems.filter((problem) => !claimed.includes(problem.message))
  checkSelectorAndTemplate(kind, spec.selector, spec.template, found, problems)
  for (const name of ['replicas', 'minReadySeconds', 'revisionHistoryLimit']) {
    checkNotNegative(spec[name] as number | undefined, `spec.${name}`, problems)
  }
}

function checkStrategy(spec: WorkloadSpec, problems: FieldProblem[]): void {
  const { type } = spec['updateStrategy'] as { readonly type?: unknown }
  if (type !== 'RollingUpdate' && type !== 'OnDelete') {
    problems.push(notSupported('spec.updateStrategy.type', type, ['OnDelete', 'RollingUpdate']))
  }
}

/** Members of a StatefulSet's spec that may change. */
const mutable = ['replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy', 'minReadySeconds',
  'revisionHistoryLimit']
const onlyMutable = "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', "
  + "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"

export const statefulSet: StoredKind = {
  fields: {
    spec: requiredStruct('StatefulSetSpec', {
      replicas: int, selector: labelSelector, template: podTemplate, volumeClaimTemplates: list(any), serviceName: text,
      podManagementPolicy: string, updateStrategy: any, revisionHistoryLimit: int, minReadySeconds: int,
      persistentVolumeClaimRetentionPolicy: any, ordinals: any,
    }),
    status: any,
  },
  generation: true,
  status: { replicas: 0, availableReplicas: 0 },
  complete: (members) => withDefaults(members, {
    replicas: 1, podManagementPolicy: 'OrderedReady', updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
    revisionHistoryLimit: 10, persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
  }),
  check(members, problems) {
    checkWorkload('statefulset', members, problems)
    checkStrategy(specOf(members), problems)
    const policy = specOf(members)['podManagementPolicy']
    if (policy !== 'OrderedReady' && policy !== 'Parallel') {
      problems.push(notSupported('spec.podManagementPolicy', policy, ['OrderedReady', 'Parallel']))
    }
  },
  checkUpdate(next, current, problems) {
    const names = Object.keys(specOf(next)).filter((name) => !mutable.includes(name))
    if (names.some((name) => !deepEqual(specOf(next)[name], specOf(current)[name]))) problems.push(forbidden('spec', onlyMutable))
  },
}

function checkSelectorKept(next: Members, current: Members, problems: FieldProblem[]): void {
  const { selector } = specOf(next)
  if (!deepEqual(selector, specOf(current).selector)) problems.push(invalid('spec.selector', selector, 'field is immutable'))
}

export const daemonSet: StoredKind = {
  fields: {
    spec: requiredStruct('DaemonSetSpec', {
      selector: labelSelector, template: podTemplate, updateStrategy: any, minReadySeconds: int, revisionHistoryLimit: int,
    }),
    status: any,
  },
  generation: true,
  status: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
  complete: (members) => withDefaults(members, {
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } }, revisionHistoryLimit: 10,
  }),
  check(members, problems) {
    checkWorkload('daemonset', members, problems)
    checkStrategy(specOf(members), problems)
  },
  checkUpdate: checkSelectorKept,
}

/** Jobs own their pods by a selector on their uid, which the server writes. Source: pkg/registry/batch/job/strategy.go. */
function withJobSelector(spec: WorkloadSpec, metadata: ObjectMeta): WorkloadSpec {
  if (spec['manualSelector'] === true || spec.selector !== undefined) return spec
  const { template } = spec
  const labels: Labels = {
    ...template.metadata.labels, 'batch.kubernetes.io/controller-uid': metadata.uid, 'batch.kubernetes.io/job-name': metadata.name,
    'controller-uid': metadata.uid, 'job-name': metadata.name,
  }
  return {
    ...spec,
    selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': metadata.uid }, matchExpressions: undefined },
    template: { ...template, metadata: { ...template.metadata, labels } },
  }
}

const jobFields = {
  parallelism: int, completions: int, activeDeadlineSeconds: int, podFailurePolicy: any, successPolicy: any, backoffLimit: int,
  backoffLimitPerIndex: int, maxFailedIndexes: int, selector: labelSelector, manualSelector: boolean, template: podTemplate,
  ttlSecondsAfterFinished: int, completionMode: string, suspend: boolean, podReplacementPolicy: string, managedBy: string,
}

function jobDefaults(spec: WorkloadSpec): Members {
  const counts = spec['completions'] === undefined && spec['parallelism'] === undefined
  return {
    parallelism: 1, ...(counts ? { completions: 1 } : {}), backoffLimit: 6, completionMode: 'NonIndexed', suspend: false,
    podReplacementPolicy: 'TerminatingOrFailed',
  }
}

function checkJobSpec(spec: WorkloadSpec, prefix: string, problems: FieldProblem[]): void {
  for (const name of ['parallelism', 'completions', 'backoffLimit', 'activeDeadlineSeconds', 'ttlSecondsAfterFinished']) {
    checkNotNegative(spec[name] as number | undefined, `${prefix}.${name}`, problems)
  }
  addUnder(problems, `${prefix}.template.spec`, prepareTemplate(spec.template).problems)
  const policy = spec.template.spec.restartPolicy
  // A pod's default is Always, which a Job cannot have: it must be said.
  if (policy === 'Always') problems.push(required(`${prefix}.template.spec.restartPolicy`, 'valid values: "OnFailure", "Never"'))
  else if (policy !== 'OnFailure' && policy !== 'Never') {
    problems.push(notSupported(`${prefix}.template.spec.restartPolicy`, policy, ['OnFailure', 'Never']))
  }
}

export const job: StoredKind = {
  fields: { spec: requiredStruct('JobSpec', jobFields), status: any },
  generation: true,
  complete(members, metadata) {
    const filled = withDefaults(members, { manualSelector: false, ...jobDefaults(specOf(members)) })
    return { ...filled, spec: withJobSelector(specOf(filled), metadata) }
  },
  check: (members, problems) => { checkJobSpec(specOf(members), 'spec', problems) },
  checkUpdate(next, current, problems) {
    for (const name of ['completions', 'selector', 'template', 'completionMode']) {
      const value = specOf(next)[name]
      if (!deepEqual(value, specOf(current)[name])) problems.push(invalid(`spec.${name}`, value, 'field is immutable'))
    }
  },
}

const macros = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']

/** Five fields of digits, names and signs, a macro, or `@every`; the ranges are not looked at. */
function scheduleProblem(schedule: string): string | undefined {
  if (macros.includes(schedule) || /^@every \S+$/.test(schedule)) return undefined
  if (schedule.startsWith('@')) return `unrecognized descriptor: ${schedule}`
  const fields = schedule.trim().split(/\s+/)
  if (fields.length !== 5) return `expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`
  const bad = fields.find((field) => !/^[\dA-Za-z*/,?-]+$/.test(field))
  return bad === undefined ? undefined : `failed to parse int from ${bad}: strconv.Atoi: parsing "${bad}": invalid syntax`
}

export const cronJob: StoredKind = {
  fields: {
    spec: requiredStruct('CronJobSpec', {
      schedule: text, timeZone: string, startingDeadlineSeconds: int, concurrencyPolicy: string, suspend: boolean,
      jobTemplate: requiredStruct('JobTemplateSpec', { metadata: any, spec: requiredStruct('JobSpec', jobFields) }),
      successfulJobsHistoryLimit: int, failedJobsHistoryLimit: int,
    }),
    status: any,
  },
  generation: true,
  complete(members) {
    const spec = members['spec'] as Members
    const template = spec['jobTemplate'] as Members
    const defaults = { concurrencyPolicy: 'Allow', suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 }
    const said = Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined))
    const { spec: jobSpec } = withDefaults({ spec: template['spec'] }, {})
    return { ...members, spec: { ...spec, ...defaults, ...said, jobTemplate: { ...template, spec: jobSpec } } }
  },
  check(members, problems) {
    const spec = members['spec'] as Members
    const schedule = spec['schedule'] as string
    const problem = scheduleProblem(schedule)
    if (schedule === '') problems.push(required('spec.schedule'))
    else if (problem !== undefined) problems.push(invalid('spec.schedule', schedule, problem))
    const policy = spec['concurrencyPolicy']
    if (policy !== 'Allow' && policy !== 'Forbid' && policy !== 'Replace') {
      problems.push(notSupported('spec.concurrencyPolicy', policy, ['Allow', 'Forbid', 'Replace']))
    }
    checkJobSpec((spec['jobTemplate'] as Members)['spec'] as WorkloadSpec, 'spec.jobTemplate.spec', problems)
  },
}

export const replicationController: StoredKind = {
  fields: {
    spec: requiredStruct('ReplicationControllerSpec', { replicas: int, minReadySeconds: int, selector: stringMap, template: podTemplate }),
    status: any,
  },
  generation: true,
  status: { replicas: 0 },
  complete: (members) => withDefaults(members, { replicas: 1, selector: specOf(members).template.metadata.labels ?? {} }),
  check(members, problems) {
    const spec = specOf(members)
    checkNotNegative(spec['replicas'] as number, 'spec.replicas', problems)
    if (Object.keys(spec.selector as object).length === 0) problems.push(required('spec.selector'))
    addUnder(problems, 'spec.template.spec', prepareTemplate(spec.template).problems)
  },
}

export const controllerRevision: StoredKind = {
  fields: { data: any, revision: int },
  check(members, problems) {
    if (members['revision'] === undefined) problems.push(required('revision'))
  },
  checkUpdate(next, current, problems) {
    if (!deepEqual(next['data'], current['data'])) problems.push(invalid('data', next['data'], 'field is immutable'))
  },
}

export const podTemplateKind: StoredKind = {
  fields: { template: podTemplate },
  generation: true,
  complete: (members) => ({ template: prepareTemplate(members['template'] as PodTemplateSpec).template }),
  check: (members, problems) => { addUnder(problems, 'template.spec', prepareTemplate(members['template'] as PodTemplateSpec).problems) },
}
