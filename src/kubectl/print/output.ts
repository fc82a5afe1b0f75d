/** `-o`: how objects are printed. One printer for one command line; it keeps what later lines of a watch need. */
import type { ResourceInfo } from '../../kubernetes/resources.ts'
import type { ApiObject } from '../api.ts'
import { columnsFor } from '../custom-resources.ts'
import { plainError } from '../errors.ts'
import { TemplateError, TemplateSyntaxError } from '../go-template/parse.ts'
import { goTemplateText } from '../go-template/run.ts'
import { kindWithGroup } from '../resources.ts'
import { parseCustomColumns, customColumnsRow } from './custom-columns.ts'
import { jsonText } from './json.ts'
import { jsonPathText, jsonPathValues } from './jsonpath.ts'
import { JsonPathError, JsonPathSyntaxError } from './jsonpath-parse.ts'
import { labelsText } from './service-words.ts'
import { tableText } from './table.ts'
import type { ColumnWidths } from './table.ts'
import { yamlText } from './yaml.ts'

export interface OutputOptions {
  /** Text of `-o`. */
  readonly output: string
  readonly showLabels: boolean
  readonly headers: boolean
  readonly showKind: boolean
  readonly allNamespaces: boolean
  readonly labelColumns: readonly string[]
  readonly allowMissing: boolean
  /** Without it YAML and JSON leave them out. */
  readonly managedFields?: boolean
}

const formats = 'custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,name,template,templatefile,wide,yaml'

/** True when objects are printed as tables. */
export function isTable(output: string): boolean {
  return output === '' || output === 'wide' || output.startsWith('custom-columns=')
}

/** The text of `-o` with what `--template` says. Source: cli-runtime/pkg/genericclioptions/kube_template_flags.go. */
export function outputWithTemplate(output: string, template: string): string {
  if (template === '') return output
  return output === '' ? `go-template=${template}` : /^(?:go-template|template|jsonpath|jsonpath-as-json)$/.test(output) ? `${output}=${template}` : output
}

/** Throws kubectl's error for a format that is not understood. */
export function checkOutput(output: string): void {
  if (['', 'wide', 'yaml', 'json', 'name'].includes(output) || /^(?:jsonpath|jsonpath-as-json|custom-columns|go-template|template)=./.test(output)) return
  if (/^(?:jsonpath|jsonpath-as-json|go-template|template)=?$/.test(output)) throw plainError('template format specified but no template given')
  if (/^custom-columns=?$/.test(output)) throw plainError('custom-columns format specified but no custom columns given')
  throw plainError(`unable to match a printer suitable for the output format "${output}", allowed formats are: ${formats}`)
}

/**
 * A table's rows of one kind; `widths` go on over the lines of a watch, `event` is its first column. Printed here from the objects by the API server's own columns, where
 * kubectl asks the server for a Table: one answer then serves every format.
 */
export function objectsTable(
  info: ResourceInfo, objects: readonly ApiObject[], options: OutputOptions, nowMs: number, headers: boolean, widths: ColumnWidths = [], event?: string,
): string {
  if (options.output.startsWith('custom-columns=')) {
    const columns = parseCustomColumns(options.output.slice('custom-columns='.length))
    return tableText({ headers: columns.map((column) => column.header), rows: objects.map((object) => customColumnsRow(columns, object)) }, headers, widths)
  }
  const wide = options.output === 'wide'
  const labelHeaders = options.labelColumns.map((label) => label.slice(label.lastIndexOf('/') + 1).toUpperCase())
  const spread = options.allNamespaces && info.namespaced
  const columns = columnsFor(info).filter((column) => wide || !column.wide)
  const rows = objects.map((object) => {
    const { namespace, labels } = object.metadata
    const cells = columns.map((column) => {
      const cell = String(column.cell(object, nowMs / 1000))
      return column.format === 'name' && options.showKind ? `${kindWithGroup(info)}/${cell}` : cell
    })
    return [
      ...(event === undefined ? [] : [event]), ...(spread ? [namespace] : []), ...cells, ...options.labelColumns.map((label) => labels?.[label] ?? ''), ...(options.showLabels ? [labelsText(labels)] : []),
    ]
  })
  const head = [...(event === undefined ? [] : ['EVENT']), ...(spread ? ['NAMESPACE'] : []), ...columns.map((column) => column.name.toUpperCase()), ...labelHeaders, ...(options.showLabels ? ['LABELS'] : [])]
  return tableText({ headers: head, rows }, headers, widths)
}

/** kubectl keeps the managers of fields to itself. */
export function withoutManagers(object: ApiObject): unknown {
  if (object.metadata === undefined || !('managedFields' in object.metadata)) return object
  const { managedFields: _, ...metadata } = object.metadata
  return { ...object, metadata }
}

/** Objects in a format that is no table. A single object stands alone, several in a List. */
export function objectsText(objects: readonly { readonly info: ResourceInfo; readonly object: ApiObject }[], single: boolean, options: OutputOptions): string {
  if (options.output === 'name') return objects.map(({ info, object }) => `${kindWithGroup(info)}/${object.metadata.name}\n`).join('')
  const shown = objects.map(({ object }) => (options.managedFields !== true && (options.output === 'yaml' || options.output === 'json') ? withoutManagers(object) : object))
  const value = single ? shown[0]
    : { apiVersion: 'v1', items: shown, kind: 'List', metadata: { resourceVersion: '' } }
  return formattedText(value, options.output, options.allowMissing)
}

/** A value as YAML, as JSON or by a template. */
export function formattedText(value: unknown, output: string, allowMissing: boolean): string {
  if (output === 'yaml') return yamlText(value)
  if (output === 'json') return `${jsonText(value)}\n`
  const template = output.slice(output.indexOf('=') + 1)
  if (/^(?:go-)?template=/.test(output)) return withTemplateErrors(template, () => goTemplateText(template, value))
  if (output.startsWith('jsonpath-as-json=')) return withTemplateErrors(template, () => `${jsonText(jsonPathValues(template, value, allowMissing))}\n`)
  return withTemplateErrors(template, () => jsonPathText(template, value, allowMissing))
}

function withTemplateErrors(template: string, print: () => string): string {
  try {
    return print()
  } catch (error) {
    if (error instanceof JsonPathSyntaxError) throw plainError(`error parsing jsonpath ${template}, ${error.message}`)
    if (error instanceof TemplateSyntaxError) throw plainError(`error parsing template ${template}, template: output:1: ${error.message}`)
    if (error instanceof TemplateError) throw plainError(`error executing template ${JSON.stringify(template)}: ${error.message}`)
    if (error instanceof JsonPathError) throw plainError(`error executing jsonpath ${JSON.stringify(template)}: ${error.message}`)
    throw error
  }
}
