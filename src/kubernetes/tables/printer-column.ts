/** Columns that a CustomResourceDefinition asks for. Source: apiextensions-apiserver/pkg/registry/customresource/tableconvertor. */
import { ageColumn, nameColumn, since, type Cell, type Column } from './column.ts'
import type { KubernetesObject } from '../types/meta.ts'
import { valueAtPath } from '../simple-path.ts'

export interface PrinterColumn {
  readonly name: string
  readonly type: string
  readonly jsonPath: string
  readonly format?: string
  readonly description?: string
  readonly priority?: number
}

function cellOf(column: PrinterColumn, object: KubernetesObject, nowSeconds: number): Cell {
  const value = valueAtPath(object, column.jsonPath)
  if (value === undefined || value === null) return ''
  if (column.type === 'date') return typeof value === 'string' ? since(value, nowSeconds) : ''
  if (typeof value === 'number' && column.type !== 'string') return value
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The columns of a version: NAME and those that it asks for; NAME and AGE when it asks for none. */
export function printerColumns(columns: readonly PrinterColumn[] | undefined): readonly Column<KubernetesObject>[] {
  if (columns === undefined || columns.length === 0) return [nameColumn, ageColumn]
  return [nameColumn, ...columns.map((column): Column<KubernetesObject> => ({
    name: column.name, type: column.type === 'integer' ? 'integer' : 'string', format: '', wide: (column.priority ?? 0) > 0,
    cell: (object, nowSeconds) => cellOf(column, object, nowSeconds),
  }))]
}
