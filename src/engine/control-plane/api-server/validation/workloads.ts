/** Checks of Deployments and ReplicaSets. Source: pkg/apis/apps/validation/validation.go. */
import { labelValueProblems, qualifiedNameProblems } from '../../../../kubernetes/names.ts'
import { matchesLabelSelector } from '../../../../kubernetes/selectors.ts'
import type { DeploymentSpec, RollingUpdateDeployment } from '../../../../kubernetes/types/apps.ts'
import type { PodTemplateSpec } from '../../../../kubernetes/types/core.ts'
import type { IntOrString, LabelSelector } from '../../../../kubernetes/types/meta.ts'
import { addInvalid, addUnder, forbidden, invalid, notSupported, required, type FieldProblem } from '../field-errors.ts'
import { checkAnnotations, checkLabels } from './metadata.ts'

const selectorOperators = ['In', 'NotIn', 'Exists', 'DoesNotExist']

function checkSelector(selector: LabelSelector, field: string, problems: FieldProblem[]): void {
  checkLabels(selector.matchLabels, `${field}.matchLabels`, problems)
  selector.matchExpressions?.forEach((expression, i) => {
    const at = `${field}.matchExpressions[${i}]`
    const values = expression.values ?? []
    if (!selectorOperators.includes(expression.operator)) {
      problems.push(invalid(`${at}.operator`, expression.operator, 'not a valid selector operator'))
    }
    const wantsValues = expression.operator === 'In' || expression.operator === 'NotIn'
    if (wantsValues && values.length === 0) problems.push(required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'"))
    if (!wantsValues && values.length > 0) {
      problems.push(forbidden(`${at}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
    }
    addInvalid(problems, `${at}.key`, expression.key, qualifiedNameProblems(expression.key))
    values.forEach((value, n) => addInvalid(problems, `${at}.values[${n}]`, value, labelValueProblems(value)))
  })
}

/** Numbers that may not be negative. */
export function checkNotNegative(value: number | undefined, field: string, problems: FieldProblem[]): void {
  if (value !== undefined && value < 0) problems.push(invalid(field, value, 'must be greater than or equal to 0'))
}

/** Selector and template: the selector must pick the pods of the template. `templateProblems` are those of the template's pod spec. */
export function checkSelectorAndTemplate(
  kind: 'deployment' | 'replicaset' | 'statefulset' | 'daemonset', selector: LabelSelector | undefined, template: PodTemplateSpec,
  templateProblems: readonly FieldProblem[], problems: FieldProblem[],
): void {
  if (selector === undefined) problems.push(required('spec.selector'))
  else {
    checkSelector(selector, 'spec.selector', problems)
    const empty = Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length === 0
    if (empty) problems.push(invalid('spec.selector', shownSelector(selector), `empty selector is invalid for ${kind}`))
    else if (!matchesLabelSelector(selector, template.metadata.labels)) {
      problems.push(invalid('spec.template.metadata.labels', template.metadata.labels ?? {}, '`selector` does not match template `labels`'))
    }
  }
  checkLabels(template.metadata.labels, 'spec.template.metadata.labels', problems)
  checkAnnotations(template.metadata.annotations, 'spec.template.metadata.annotations', problems)
  addUnder(problems, 'spec.template.spec', templateProblems)
  const { restartPolicy, activeDeadlineSeconds } = template.spec
  if (restartPolicy !== 'Always') problems.push(notSupported('spec.template.spec.restartPolicy', restartPolicy, ['Always']))
  if (activeDeadlineSeconds !== undefined) {
    problems.push(forbidden('spec.template.spec.activeDeadlineSeconds', 'activeDeadlineSeconds in ReplicaSet is not Supported'))
  }
}

/** A selector as an error shows it. */
export function shownSelector(selector: LabelSelector): unknown {
  return { matchLabels: selector.matchLabels, matchExpressions: selector.matchExpressions }
}

const percentPattern = /^[0-9]+%$/

/** Percent of a value, undefined when it is a number; problems when it is neither. */
function checkIntOrPercent(value: IntOrString, field: string, problems: FieldProblem[]): void {
  if (typeof value === 'number') checkNotNegative(value, field, problems)
  else if (!percentPattern.test(value)) {
    problems.push(
      invalid(
        field, value,
        "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
      ),
    )
  }
}

function isZero(value: IntOrString): boolean {
  return typeof value === 'number' ? value === 0 : /^0+%$/.test(value)
}

function checkRollingUpdate(rolling: RollingUpdateDeployment, problems: FieldProblem[]): void {
  const field = 'spec.strategy.rollingUpdate'
  const { maxUnavailable, maxSurge } = rolling
  checkIntOrPercent(maxUnavailable, `${field}.maxUnavailable`, problems)
  checkIntOrPercent(maxSurge, `${field}.maxSurge`, problems)
  if (isZero(maxUnavailable) && isZero(maxSurge)) {
    problems.push(invalid(`${field}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0'))
  }
  if (typeof maxUnavailable === 'string' && percentPattern.test(maxUnavailable) && Number.parseInt(maxUnavailable, 10) > 100) {
    problems.push(invalid(`${field}.maxUnavailable`, maxUnavailable, 'must not be greater than 100%'))
  }
}

/** All of a defaulted Deployment's spec but selector and template. */
export function checkDeploymentSpec(spec: DeploymentSpec, problems: FieldProblem[]): void {
  checkNotNegative(spec.replicas, 'spec.replicas', problems)
  const { strategy } = spec
  if (strategy.type === 'RollingUpdate') {
    if (strategy.rollingUpdate !== undefined) checkRollingUpdate(strategy.rollingUpdate, problems)
  } else if (strategy.type === 'Recreate') {
    if (strategy.rollingUpdate !== undefined) {
      problems.push(forbidden('spec.strategy.rollingUpdate', "may not be specified when strategy `type` is 'Recreate'"))
    }
  } else problems.push(notSupported('spec.strategy.type', strategy.type, ['Recreate', 'RollingUpdate']))
  checkNotNegative(spec.minReadySeconds, 'spec.minReadySeconds', problems)
  checkNotNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit', problems)
  checkNotNegative(spec.progressDeadlineSeconds, 'spec.progressDeadlineSeconds', problems)
  if (spec.progressDeadlineSeconds <= (spec.minReadySeconds ?? 0)) {
    problems.push(invalid('spec.progressDeadlineSeconds', spec.progressDeadlineSeconds, 'must be greater than minReadySeconds'))
  }
}
