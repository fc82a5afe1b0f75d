/** Label and field selectors: parsing and matching. Source: k8s.io/apimachinery/pkg/labels/selector.go, pkg/fields/selector.go. */
import type { Labels, LabelSelector } from './types/meta.ts'

export interface LabelRequirement {
  readonly key: string
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'
  readonly values: readonly string[]
}
export interface FieldRequirement {
  readonly field: string
  readonly value: string
  /** false: must differ. */
  readonly equal: boolean
}
interface ParsedLabelSelector {
  readonly requirements: readonly LabelRequirement[]
  /** Text of what is wrong; undefined: nothing. */
  readonly error: string | undefined
}
interface ParsedFieldSelector {
  readonly requirements: readonly FieldRequirement[]
  readonly error: string | undefined
}

/** True when `labels` carries every pair of `selector`, as a Service's `spec.selector` or a nodeSelector asks. */
export function hasLabels(labels: Labels | undefined, selector: Labels): boolean {
  for (const key in selector) if (labels === undefined || labels[key] !== selector[key]) return false
  return true
}

function meets(requirement: LabelRequirement, labels: Labels | undefined): boolean {
  const value = labels === undefined || !Object.hasOwn(labels, requirement.key) ? undefined : labels[requirement.key]
  switch (requirement.operator) {
    case 'In': return value !== undefined && requirement.values.includes(value)
    case 'NotIn': return value === undefined || !requirement.values.includes(value)
    case 'Exists': return value !== undefined
    case 'DoesNotExist': return value === undefined
  }
}

/** True when labels meet all requirements. */
export function meetsRequirements(requirements: readonly LabelRequirement[], labels: Labels | undefined): boolean {
  for (const requirement of requirements) if (!meets(requirement, labels)) return false
  return true
}

const requirementsMemo = new WeakMap<LabelSelector, readonly LabelRequirement[]>()

/** A LabelSelector's requirements; matchLabels first. */
function requirementsOf(selector: LabelSelector): readonly LabelRequirement[] {
  const known = requirementsMemo.get(selector)
  if (known !== undefined) return known
  const requirements: LabelRequirement[] = []
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) requirements.push({ key, operator: 'In', values: [value] })
  for (const expression of selector.matchExpressions ?? []) {
    requirements.push({ key: expression.key, operator: expression.operator, values: expression.values ?? [] })
  }
  requirementsMemo.set(selector, requirements)
  return requirements
}

/** A missing selector matches nothing, an empty one everything. */
export function matchesLabelSelector(selector: LabelSelector | undefined, labels: Labels | undefined): boolean {
  return selector !== undefined && meetsRequirements(requirementsOf(selector), labels)
}

/** Splits at commas outside parentheses. */
function splitTerms(text: string): string[] {
  const terms: string[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++
    else if (text[i] === ')') depth--
    else if (text[i] === ',' && depth === 0) {
      terms.push(text.slice(start, i))
      start = i + 1
    }
  }
  terms.push(text.slice(start))
  return terms.map((term) => term.trim())
}

const setTerm = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/
const equalTerm = /^([^=!\s]+)\s*(==|=|!=)\s*([^=!\s]*)$/
const existsTerm = /^(!?)\s*([^=!\s(),]+)$/

function parseTerm(term: string): LabelRequirement | undefined {
  const set = setTerm.exec(term)
  if (set !== null) {
    return { key: set[1] ?? '', operator: set[2] === 'in' ? 'In' : 'NotIn', values: (set[3] ?? '').split(',').map((value) => value.trim()) }
  }
  const equal = equalTerm.exec(term)
  if (equal !== null) return { key: equal[1] ?? '', operator: equal[2] === '!=' ? 'NotIn' : 'In', values: [equal[3] ?? ''] }
  const exists = existsTerm.exec(term)
  if (exists !== null) return { key: exists[2] ?? '', operator: exists[1] === '!' ? 'DoesNotExist' : 'Exists', values: [] }
  return undefined
}

/** Parses `a=b,c!=d,e in (f,g),!h`. Empty text selects everything. */
export function parseLabelSelector(text: string): ParsedLabelSelector {
  if (text.trim() === '') return { requirements: [], error: undefined }
  const requirements: LabelRequirement[] = []
  for (const term of splitTerms(text)) {
    const requirement = parseTerm(term)
    if (requirement === undefined) return { requirements: [], error: `unable to parse requirement: found '${term}', expected: identifier` }
    requirements.push(requirement)
  }
  return { requirements, error: undefined }
}

/** Parses `spec.nodeName=node-1,status.phase!=Running`. */
export function parseFieldSelector(text: string): ParsedFieldSelector {
  if (text.trim() === '') return { requirements: [], error: undefined }
  const requirements: FieldRequirement[] = []
  for (const term of text.split(',')) {
    const match = equalTerm.exec(term.trim())
    if (match === null) return { requirements: [], error: `invalid selector: '${text}'; can't understand '${term.trim()}'` }
    requirements.push({ field: match[1] ?? '', value: match[3] ?? '', equal: match[2] !== '!=' })
  }
  return { requirements, error: undefined }
}

/** A LabelSelector as text, as `kubectl get -o wide` prints it; `<none>` when it is empty or missing. */
export function formatLabelSelector(selector: LabelSelector | undefined): string {
  if (selector === undefined) return '<none>'
  const terms = requirementsOf(selector).map((requirement) => {
    const values = requirement.values.toSorted().join(',')
    switch (requirement.operator) {
      case 'In': return requirement.values.length === 1 ? `${requirement.key}=${values}` : `${requirement.key} in (${values})`
      case 'NotIn': return `${requirement.key} notin (${values})`
      case 'Exists': return requirement.key
      case 'DoesNotExist': return `!${requirement.key}`
    }
  })
  return terms.length === 0 ? '<none>' : terms.toSorted().join(',')
}
