/** Checks of pod specs. Source: pkg/apis/core/validation/validation.go (ValidatePodSpec). Paths are relative to the spec. */
import { dnsLabelProblems, dnsSubdomainProblems, labelValueProblems, qualifiedNameProblems } from '../../../../kubernetes/names.ts'
import type { Affinity, NodeSelectorRequirement, NodeSelectorTerm, PodSpec, Toleration } from '../../../../kubernetes/types/core.ts'
import { addInvalid, duplicate, forbidden, invalid, notSupported, required, type FieldProblem } from '../field-errors.ts'
import { checkContainers } from './containers.ts'
import { checkLabels } from './metadata.ts'

const restartPolicies = ['Always', 'OnFailure', 'Never']
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']
const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']
const nodeOperators = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt']

/** Names of the volumes; what a volume is made of is not looked at. */
function checkVolumes(spec: PodSpec, problems: FieldProblem[]): ReadonlySet<string> {
  const names = new Set<string>()
  spec.volumes?.forEach((volume, i) => {
    const field = `volumes[${i}]`
    const name = typeof volume === 'object' && volume !== null && 'name' in volume && typeof volume.name === 'string' ? volume.name : ''
    if (name === '') problems.push(required(`${field}.name`))
    else addInvalid(problems, `${field}.name`, name, dnsLabelProblems(name))
    if (names.has(name) && name !== '') problems.push(duplicate(`${field}.name`, name))
    names.add(name)
  })
  return names
}

function checkToleration(toleration: Toleration, field: string, problems: FieldProblem[]): void {
  const key = toleration.key ?? ''
  if (key !== '') addInvalid(problems, `${field}.key`, key, qualifiedNameProblems(key))
  else if (toleration.operator !== 'Exists') {
    const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
    problems.push(invalid(`${field}.operator`, toleration.operator ?? '', detail))
  }
  if (toleration.tolerationSeconds !== undefined && toleration.effect !== 'NoExecute') {
    problems.push(invalid(`${field}.effect`, toleration.effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set"))
  }
  switch (toleration.operator) {
    case undefined:
    case 'Equal': addInvalid(problems, `${field}.operator`, toleration.value, labelValueProblems(toleration.value ?? '')); break
    case 'Exists': {
      if ((toleration.value ?? '') === '') break
      problems.push(invalid(`${field}.operator`, toleration.value, "value must be empty when `operator` is 'Exists'"))
      break
    }
    default: problems.push(notSupported(`${field}.operator`, toleration.operator, ['Equal', 'Exists']))
  }
  if (toleration.effect !== undefined && !effects.includes(toleration.effect)) {
    problems.push(notSupported(`${field}.effect`, toleration.effect, effects))
  }
}

function checkRequirement(requirement: NodeSelectorRequirement, field: string, problems: FieldProblem[]): void {
  const values = requirement.values ?? []
  addInvalid(problems, `${field}.key`, requirement.key, qualifiedNameProblems(requirement.key))
  const at = `${field}.values`
  switch (requirement.operator) {
    case 'In':
    case 'NotIn': {
      if (values.length === 0) problems.push(required(at, "must be specified when `operator` is 'In' or 'NotIn'"))
      break
    }
    case 'Exists':
    case 'DoesNotExist': {
      if (values.length > 0) problems.push(forbidden(at, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
      break
    }
    case 'Gt':
    case 'Lt': {
      if (values.length !== 1) problems.push(required(at, "must be specified single value when `operator` is 'Lt' or 'Gt'"))
      break
    }
    default: problems.push(notSupported(`${field}.operator`, requirement.operator, nodeOperators))
  }
}

function checkTerm(term: NodeSelectorTerm, field: string, problems: FieldProblem[]): void {
  term.matchExpressions?.forEach((requirement, i) => checkRequirement(requirement, `${field}.matchExpressions[${i}]`, problems))
  term.matchFields?.forEach((requirement, i) => {
    if (requirement.key !== 'metadata.name') {
      problems.push(invalid(`${field}.matchFields[${i}].key`, requirement.key, 'not a valid field selector key'))
    }
  })
}

function checkAffinity(affinity: Affinity | undefined, problems: FieldProblem[]): void {
  const node = affinity?.nodeAffinity
  const terms = node?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
  const field = 'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms'
  if (terms !== undefined && terms.length === 0) problems.push(required(field, 'must have at least one node selector term'))
  terms?.forEach((term, i) => checkTerm(term, `${field}[${i}]`, problems))
  node?.preferredDuringSchedulingIgnoredDuringExecution?.forEach((preferred, i) => {
    const at = `affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[${i}]`
    if (!(preferred.weight >= 1 && preferred.weight <= 100)) {
      problems.push(invalid(`${at}.weight`, preferred.weight, 'must be in the range 1-100'))
    }
    checkTerm(preferred.preference, `${at}.preference`, problems)
  })
}

function checkSpread(spec: PodSpec, problems: FieldProblem[]): void {
  spec.topologySpreadConstraints?.forEach((constraint, i) => {
    const field = `topologySpreadConstraints[${i}]`
    if (!(constraint.maxSkew > 0)) problems.push(invalid(`${field}.maxSkew`, constraint.maxSkew, 'must be greater than zero'))
    if (constraint.topologyKey === '') problems.push(required(`${field}.topologyKey`, 'can not be empty'))
    const { whenUnsatisfiable } = constraint
    if (whenUnsatisfiable !== 'DoNotSchedule' && whenUnsatisfiable !== 'ScheduleAnyway') {
      problems.push(notSupported(`${field}.whenUnsatisfiable`, whenUnsatisfiable, ['DoNotSchedule', 'ScheduleAnyway']))
    }
  })
}

/** All problems of a defaulted pod spec. */
export function podSpecProblems(spec: PodSpec): FieldProblem[] {
  const problems: FieldProblem[] = []
  const volumes = checkVolumes(spec, problems)
  checkContainers(spec, volumes, problems)
  if (!restartPolicies.includes(spec.restartPolicy)) problems.push(notSupported('restartPolicy', spec.restartPolicy, restartPolicies))
  if (!dnsPolicies.includes(spec.dnsPolicy)) problems.push(notSupported('dnsPolicy', spec.dnsPolicy, dnsPolicies))
  checkLabels(spec.nodeSelector, 'nodeSelector', problems)
  if (spec.terminationGracePeriodSeconds < 0) {
    problems.push(invalid('terminationGracePeriodSeconds', spec.terminationGracePeriodSeconds, 'must be greater than or equal to 0'))
  }
  if (spec.activeDeadlineSeconds !== undefined && !(spec.activeDeadlineSeconds >= 1 && spec.activeDeadlineSeconds <= 2147483647)) {
    problems.push(invalid('activeDeadlineSeconds', spec.activeDeadlineSeconds, 'must be between 1 and 2147483647, inclusive'))
  }
  if (spec.serviceAccountName !== undefined) {
    addInvalid(problems, 'serviceAccountName', spec.serviceAccountName, dnsSubdomainProblems(spec.serviceAccountName))
  }
  if (spec.nodeName !== undefined) addInvalid(problems, 'nodeName', spec.nodeName, dnsSubdomainProblems(spec.nodeName))
  if (spec.hostname !== undefined) addInvalid(problems, 'hostname', spec.hostname, dnsLabelProblems(spec.hostname))
  if (spec.subdomain !== undefined) addInvalid(problems, 'subdomain', spec.subdomain, dnsLabelProblems(spec.subdomain))
  spec.tolerations?.forEach((toleration, i) => checkToleration(toleration, `tolerations[${i}]`, problems))
  checkAffinity(spec.affinity, problems)
  checkSpread(spec, problems)
  return problems
}
