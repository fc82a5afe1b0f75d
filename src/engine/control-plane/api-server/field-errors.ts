/** Problems with fields of an object, in upstream's words. Source: k8s.io/apimachinery/pkg/util/validation/field/errors.go. */
import type { StatusCause } from '../../../kubernetes/types/status.ts'

export type FieldProblem = StatusCause

/** A value as an error prints it: text quoted, numbers plain, structures as JSON. */
function shown(value: unknown): string {
  return value === undefined ? 'null' : JSON.stringify(value)
}

export function required(field: string, detail = ''): FieldProblem {
  return { reason: 'FieldValueRequired', field, message: detail === '' ? 'Required value' : `Required value: ${detail}` }
}

export function invalid(field: string, value: unknown, detail: string): FieldProblem {
  return { reason: 'FieldValueInvalid', field, message: `Invalid value: ${shown(value)}: ${detail}` }
}

export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldProblem {
  const list = supported.map((item) => `"${item}"`).join(', ')
  return { reason: 'FieldValueNotSupported', field, message: `Unsupported value: ${shown(value)}: supported values: ${list}` }
}

export function duplicate(field: string, value: unknown): FieldProblem {
  return { reason: 'FieldValueDuplicate', field, message: `Duplicate value: ${shown(value)}` }
}

export function forbidden(field: string, detail: string): FieldProblem {
  return { reason: 'FieldValueForbidden', field, message: `Forbidden: ${detail}` }
}

export function notFoundField(field: string, value: unknown): FieldProblem {
  return { reason: 'FieldValueNotFound', field, message: `Not found: ${shown(value)}` }
}

export function tooLong(field: string, most: number): FieldProblem {
  return { reason: 'FieldValueTooLong', field, message: `Too long: may not be more than ${most} bytes` }
}

/** The problem as one line: path and text. */
export function problemText(problem: FieldProblem): string {
  return `${problem.field}: ${problem.message}`
}

/** Adds an `invalid` for each text. */
export function addInvalid(problems: FieldProblem[], field: string, value: unknown, details: readonly string[]): void {
  for (const detail of details) problems.push(invalid(field, value, detail))
}

/** Adds problems found in a part with the part's path before theirs. */
export function addUnder(problems: FieldProblem[], prefix: string, found: readonly FieldProblem[]): void {
  for (const problem of found) problems.push({ reason: problem.reason, field: `${prefix}.${problem.field}`, message: problem.message })
}
