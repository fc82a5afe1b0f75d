/** Who may do what and how much of it: RBAC, quotas, budgets, autoscalers. Sources: pkg/apis/{rbac,core,policy,autoscaling}. */
import { deepEqual } from '../../deep-equal.ts'
import { forbidden, invalid, notSupported, required, type FieldProblem } from '../../field-errors.ts'
import {
  any, boolean, int, intOrString, labelSelector, list, requiredStruct, resourceList, string, struct, text,
} from '../../schema/types.ts'
import type { Members, StoredKind } from './strategy.ts'

/** Names of roles are parts of paths, nothing more. Source: apimachinery/pkg/api/validation/path/name.go. */
function pathSegmentProblems(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`]
  return ['/', '%'].filter((sign) => name.includes(sign)).map((sign) => `may not contain '${sign}'`)
}

const rbacGroup = 'rbac.authorization.k8s.io'
const rule = struct('PolicyRule', {
  verbs: list(string), apiGroups: list(string), resources: list(string), resourceNames: list(string), nonResourceURLs: list(string),
})

function checkRules(members: Members, problems: FieldProblem[]): void {
  const rules = (members['rules'] ?? []) as readonly { readonly [name: string]: readonly string[] | undefined }[]
  rules.forEach((one, i) => {
    if ((one['verbs'] ?? []).length === 0) problems.push(required(`rules[${i}].verbs`, 'verbs must contain at least one value'))
    if ((one['nonResourceURLs'] ?? []).length > 0) return
    if ((one['apiGroups'] ?? []).length === 0) {
      problems.push(required(`rules[${i}].apiGroups`, 'resource rules must supply at least one api group'))
    }
    if ((one['resources'] ?? []).length === 0) {
      problems.push(required(`rules[${i}].resources`, 'resource rules must supply at least one resource'))
    }
  })
}

export const role: StoredKind = { fields: { rules: list(rule) }, nameProblems: pathSegmentProblems, check: checkRules }
export const clusterRole: StoredKind = {
  fields: { rules: list(rule), aggregationRule: any }, nameProblems: pathSegmentProblems, check: checkRules,
}

interface Subject {
  readonly kind: string
  readonly apiGroup: string | undefined
  readonly name: string
  readonly namespace: string | undefined
}
interface RoleRef {
  readonly apiGroup: string
  readonly kind: string
  readonly name: string
}
const subjectKinds = ['ServiceAccount', 'User', 'Group']

function checkBinding(kinds: readonly string[], members: Members, problems: FieldProblem[]): void {
  const { kind, name } = members['roleRef'] as RoleRef
  if (!kinds.includes(kind)) problems.push(notSupported('roleRef.kind', kind, kinds))
  if (name === '') problems.push(required('roleRef.name'))
  const subjects = (members['subjects'] ?? []) as readonly Subject[]
  subjects.forEach((subject, i) => {
    if (subject.name === '') problems.push(required(`subjects[${i}].name`))
    if (!subjectKinds.includes(subject.kind)) problems.push(notSupported(`subjects[${i}].kind`, subject.kind, subjectKinds))
    if (subject.kind === 'ServiceAccount' && (subject.namespace ?? '') === '') problems.push(required(`subjects[${i}].namespace`))
  })
}

/** `kinds`: of the roles that may be bound. */
function binding(kinds: readonly string[]): StoredKind {
  return {
    fields: {
      subjects: list(struct('Subject', { kind: text, apiGroup: string, name: text, namespace: string })),
      roleRef: requiredStruct('RoleRef', { apiGroup: text, kind: text, name: text }),
    },
    nameProblems: pathSegmentProblems,
    complete(members) {
      const roleRef = members['roleRef'] as RoleRef
      const subjects = members['subjects'] as readonly Subject[] | undefined
      return {
        subjects: subjects?.map((subject) => {
          const own = subject.kind === 'ServiceAccount' ? undefined : rbacGroup
          return (subject.apiGroup ?? '') === '' ? { ...subject, apiGroup: own } : subject
        }),
        roleRef: roleRef.apiGroup === '' ? { ...roleRef, apiGroup: rbacGroup } : roleRef,
      }
    },
    check: (members, problems) => { checkBinding(kinds, members, problems) },
    checkUpdate(next, current, problems) {
      if (!deepEqual(next['roleRef'], current['roleRef'])) problems.push(invalid('roleRef', next['roleRef'], 'cannot change roleRef'))
    },
  }
}
export const roleBinding = binding(['Role', 'ClusterRole'])
export const clusterRoleBinding = binding(['ClusterRole'])

export const podDisruptionBudget: StoredKind = {
  fields: {
    spec: requiredStruct('PodDisruptionBudgetSpec', {
      minAvailable: intOrString, selector: labelSelector, maxUnavailable: intOrString, unhealthyPodEvictionPolicy: string,
    }),
    status: any,
  },
  generation: true,
  status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
  check(members, problems) {
    const spec = members['spec'] as Members
    if (spec['minAvailable'] !== undefined && spec['maxUnavailable'] !== undefined) {
      problems.push(invalid('spec', spec, 'minAvailable and maxUnavailable cannot be both set'))
    }
    for (const name of ['minAvailable', 'maxUnavailable']) {
      const value = spec[name]
      if (typeof value === 'number' && value < 0) problems.push(invalid(`spec.${name}`, value, 'must be greater than or equal to 0'))
      if (typeof value === 'string' && !/^\d+%$/.test(value)) {
        const detail = "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', "
          + "regex used for validation is '[0-9]+%')"
        problems.push(invalid(`spec.${name}`, value, detail))
      }
    }
  },
}

const cpuMetric = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }

export const horizontalPodAutoscaler: StoredKind = {
  fields: {
    spec: requiredStruct('HorizontalPodAutoscalerSpec', {
      scaleTargetRef: requiredStruct('CrossVersionObjectReference', { kind: text, name: text, apiVersion: string }),
      minReplicas: int, maxReplicas: int, metrics: list(any), behavior: any,
    }),
    status: any,
  },
  generation: false,
  status: { desiredReplicas: 0, currentMetrics: null },
  complete(members) {
    const spec = members['spec'] as Members
    return { ...members, spec: { ...spec, minReplicas: spec['minReplicas'] ?? 1, metrics: spec['metrics'] ?? [cpuMetric] } }
  },
  check(members, problems) {
    const spec = members['spec'] as Members
    const target = spec['scaleTargetRef'] as { readonly kind: string; readonly name: string }
    if (target.kind === '') problems.push(required('spec.scaleTargetRef.kind'))
    if (target.name === '') problems.push(required('spec.scaleTargetRef.name'))
    const least = spec['minReplicas'] as number
    const most = (spec['maxReplicas'] ?? 0) as number
    if (least < 1) problems.push(invalid('spec.minReplicas', least, 'must be greater than or equal to 1'))
    if (most < 1) problems.push(invalid('spec.maxReplicas', most, 'must be greater than 0'))
    if (most < least) problems.push(invalid('spec.maxReplicas', most, 'must be greater than or equal to `minReplicas`'))
  },
}

/** Classes of users are below this; above are the system's own. Source: scheduling.HighestUserDefinablePriority. */
const highestPriority = 1_000_000_000

export const priorityClass: StoredKind = {
  fields: { value: int, globalDefault: boolean, description: string, preemptionPolicy: string },
  generation: true,
  complete: (members) => ({
    ...members, value: members['value'] ?? 0, preemptionPolicy: members['preemptionPolicy'] ?? 'PreemptLowerPriority',
  }),
  check(members, problems) {
    const value = members['value'] as number
    if (value > highestPriority) {
      problems.push(forbidden('value', `maximum allowed value of a user defined priority is ${highestPriority}`))
    }
  },
  checkUpdate(next, current, problems) {
    if (next['value'] !== current['value']) problems.push(forbidden('value', 'may not be changed in an update.'))
  },
}

export const resourceQuota: StoredKind = {
  fields: {
    spec: requiredStruct('ResourceQuotaSpec', { hard: resourceList, scopes: list(string), scopeSelector: any }), status: any,
  },
}
export const limitRange: StoredKind = {
  fields: { spec: requiredStruct('LimitRangeSpec', { limits: list(any) }) },
  check(members, problems) {
    const limits = ((members['spec'] as Members)['limits'] ?? []) as readonly ({ readonly type?: unknown } | null)[]
    limits.forEach((limit, i) => {
      if (typeof limit?.type !== 'string' || limit.type === '') problems.push(required(`spec.limits[${i}].type`))
    })
  },
}
