/**
 * Which nodes a pod's `nodeSelector` and node affinity allow, and which it prefers.
 * Source: k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go.
 */
import type { NodeSelectorRequirement, NodeSelectorTerm, PodSpec } from './types/core.ts'
import type { Labels } from './types/meta.ts'

function integer(text: string | undefined): number | undefined {
  return text !== undefined && /^-?[0-9]+$/.test(text) ? Number(text) : undefined
}

function compares(operator: 'Gt' | 'Lt', value: string, values: readonly string[]): boolean {
  const have = integer(value)
  const bound = integer(values[0])
  if (have === undefined || bound === undefined || values.length !== 1) return false
  return operator === 'Gt' ? have > bound : have < bound
}

/** `value` undefined: the node has no such label. NotIn and DoesNotExist hold then. */
function requirementHolds(requirement: NodeSelectorRequirement, value: string | undefined): boolean {
  const values = requirement.values ?? []
  switch (requirement.operator) {
    case 'In': return value !== undefined && values.includes(value)
    case 'NotIn': return value === undefined || !values.includes(value)
    case 'Exists': return value !== undefined
    case 'DoesNotExist': return value === undefined
    default: return value !== undefined && compares(requirement.operator, value, values)
  }
}

/** All requirements of a term together; a term without any matches no node. `matchFields` knows metadata.name only, as upstream. */
function termMatches(term: NodeSelectorTerm, labels: Labels | undefined, nodeName: string): boolean {
  const expressions = term.matchExpressions ?? []
  const fields = term.matchFields ?? []
  if (expressions.length === 0 && fields.length === 0) return false
  for (const requirement of expressions) {
    const value = labels !== undefined && Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined
    if (!requirementHolds(requirement, value)) return false
  }
  for (const requirement of fields) {
    if (!requirementHolds(requirement, requirement.key === 'metadata.name' ? nodeName : undefined)) return false
  }
  return true
}

/** True when the pod says anything about nodes that must hold. */
export function hasRequiredNodeAffinity(spec: PodSpec): boolean {
  return spec.nodeSelector !== undefined || spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution !== undefined
}

/** `nodeSelector` and the required terms (any one of them) together. */
export function requiredNodeAffinityMatches(spec: PodSpec, labels: Labels | undefined, nodeName: string): boolean {
  for (const [key, value] of Object.entries(spec.nodeSelector ?? {})) {
    if (labels === undefined || !Object.hasOwn(labels, key) || labels[key] !== value) return false
  }
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  if (required === undefined) return true
  return required.nodeSelectorTerms.some((term) => termMatches(term, labels, nodeName))
}

/** Sum of the weights of the preferred terms that the node meets. */
export function preferredNodeAffinityWeight(spec: PodSpec, labels: Labels | undefined, nodeName: string): number {
  let sum = 0
  for (const { weight, preference } of spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []) {
    if (weight !== 0 && termMatches(preference, labels, nodeName)) sum += weight
  }
  return sum
}
