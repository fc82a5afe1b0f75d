/** `-o custom-columns=NAME:.metadata.name,...`. Source: k8s.io/kubectl/pkg/cmd/get/customcolumn.go. */
import { plainError } from '../errors.ts'
import { valueText } from './json.ts'
import { fieldValues } from './jsonpath.ts'
import { JsonPathError } from './jsonpath-parse.ts'

interface CustomColumn {
  readonly header: string
  readonly path: string
}

/** The columns of a specification. Throws kubectl's error for one without a path. */
export function parseCustomColumns(spec: string): readonly CustomColumn[] {
  return spec.split(',').map((part) => {
    const colon = part.indexOf(':')
    if (colon < 0) throw plainError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`)
    const column = { header: part.slice(0, colon), path: part.slice(colon + 1) }
    try {
      fieldValues(column.path, {})
    } catch (error) {
      if (error instanceof JsonPathError) throw plainError(error.message)
      throw error
    }
    return column
  })
}

/** The cells of one object; a field that is not there is `<none>`. */
export function customColumnsRow(columns: readonly CustomColumn[], object: unknown): readonly string[] {
  return columns.map(({ path }) => {
    const found = fieldValues(path, object)
    return found.length === 0 ? '<none>' : found.map((value) => (typeof value === 'object' && value !== null ? goText(value) : valueText(value))).join(',')
  })
}

/** Maps and lists as Go's %v prints them, which is what custom columns show. */
function goText(value: object): string {
  if (Array.isArray(value)) return `[${value.map((item: unknown) => (typeof item === 'object' && item !== null ? goText(item) : String(item))).join(' ')}]`
  const pairs = Object.entries(value).map(([key, member]: [string, unknown]) => `${key}:${typeof member === 'object' && member !== null ? goText(member) : String(member)}`)
  return `map[${pairs.toSorted().join(' ')}]`
}
