/** JSONPath over JSON values. Source: k8s.io/client-go/util/jsonpath/jsonpath.go. */
import { isJsonObject } from '../apply/manifest.ts'
import { byText, valueText } from './json.ts'
import { JsonPathError, parseTemplate } from './jsonpath-parse.ts'
import type { Operand, PathStep, TemplatePart } from './jsonpath-parse.ts'

/** What a template gives for a value. `allowMissing`: a field that is not there is nothing, else an error. */
export function jsonPathText(template: string, value: unknown, allowMissing: boolean): string {
  return render(parseTemplate(template), value, allowMissing)
}

/** All values of a template's paths. */
export function jsonPathValues(template: string, value: unknown, allowMissing: boolean): readonly unknown[] {
  return parseTemplate(template).flatMap((part) => (part.part === 'path' ? walk(part.path, value, allowMissing) : []))
}

function render(parts: readonly TemplatePart[], at: unknown, allowMissing: boolean): string {
  return parts.map((part) => {
    if (part.part === 'text') return part.text
    const found = walk(part.path, at, allowMissing)
    if (part.part === 'path') return found.map(valueText).join(' ')
    return found.map((item) => render(part.body, item, allowMissing)).join('')
  }).join('')
}

/** All values at a path. */
function walk(path: readonly PathStep[], value: unknown, allowMissing: boolean): readonly unknown[] {
  let found: readonly unknown[] = [value]
  for (const step of path) found = found.flatMap((item) => stepInto(step, item, allowMissing))
  return found
}

function members(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return isJsonObject(value) ? Object.keys(value).toSorted(byText).map((key) => value[key]) : []
}

function descend(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? [value, ...members(value).flatMap(descend)] : []
}

function stepInto(step: PathStep, value: unknown, allowMissing: boolean): readonly unknown[] {
  switch (step.step) {
    case 'field': return fieldOf(value, step.name, allowMissing)
    case 'wildcard': return members(value)
    case 'recursive': return descend(value).filter((item) => !Array.isArray(item))
    case 'slice': return sliceOf(step, value, allowMissing)
    case 'union': return step.paths.flatMap((path) => walk(path, value, allowMissing))
    case 'filter': return (Array.isArray(value) ? value : []).filter((item) => passes(step, item))
  }
}

function fieldOf(value: unknown, name: string, allowMissing: boolean): readonly unknown[] {
  if (isJsonObject(value) && value[name] !== undefined) return [value[name]]
  if (allowMissing || value === null || value === undefined) return []
  throw new JsonPathError(`${name} is not found`)
}

function sliceOf(step: Extract<PathStep, { step: 'slice' }>, value: unknown, allowMissing: boolean): readonly unknown[] {
  if (!Array.isArray(value)) {
    if (allowMissing) return []
    throw new JsonPathError('is not array or slice')
  }
  const { length } = value
  const from = step.from === undefined ? 0 : step.from < 0 ? step.from + length : step.from
  if (step.single) {
    if (from >= 0 && from < length) return [value[from]]
    if (allowMissing) return []
    throw new JsonPathError(`array index out of bounds: index ${step.from ?? 0}, length ${length}`)
  }
  const to = step.to === undefined ? length : step.to < 0 ? step.to + length : step.to
  return value.slice(Math.max(0, from), to).filter((_, i) => i % Math.max(1, step.by) === 0)
}

function operandValues(operand: Operand, item: unknown): readonly unknown[] {
  return 'value' in operand ? [operand.value] : walk(operand.path, item, true)
}

function passes(step: Extract<PathStep, { step: 'filter' }>, item: unknown): boolean {
  const left = operandValues(step.left, item)
  if (step.right === undefined) return left.length > 0
  const [a] = left
  const [b] = operandValues(step.right, item)
  if (a === undefined || b === undefined) return false
  switch (step.operator) {
    case '==': return a === b
    case '!=': return a !== b
    default: return typeof a === typeof b && (typeof a === 'number' || typeof a === 'string') && ordered(step.operator, a, b as typeof a)
  }
}

function ordered(operator: string, a: string | number, b: string | number): boolean {
  switch (operator) {
    case '<': return a < b
    case '<=': return a <= b
    case '>': return a > b
    default: return a >= b
  }
}

/** `.metadata.name`, `metadata.name`, `{.metadata.name}` are the same where a bare field is asked for. Source: get.RelaxedJSONPathExpression. */
function relaxedPath(text: string): string {
  const match = /^\{?\.?([^{}]+)\}?$/.exec(text.trim())
  if (match === null) throw new JsonPathError(`unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`)
  return `{.${match[1] ?? ''}}`
}

/** The values at a relaxed path; missing fields give nothing. */
export function fieldValues(text: string, value: unknown): readonly unknown[] {
  const [part] = parseTemplate(relaxedPath(text))
  return part?.part === 'path' ? walk(part.path, value, true) : []
}
