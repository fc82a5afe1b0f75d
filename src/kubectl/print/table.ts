/** Tables of `kubectl get`: upper-case headers, three blanks between columns, widths that only grow while watching. */
import { tableLayout } from './tab-writer.ts'

export interface Table {
  readonly headers: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Widths that a table had before, so that lines which follow stand under those above. */
export type ColumnWidths = number[]

/** A table as text with a line feed at the end; `widths` is grown. */
export function tableText({ headers, rows }: Table, showHeaders: boolean, widths: ColumnWidths = []): string {
  const lines = showHeaders ? [headers, ...rows] : rows
  for (const line of lines) {
    for (let i = 0; i < line.length; i++) widths[i] = Math.max(widths[i] ?? tableLayout.minimumWidth, line[i]!.length + tableLayout.padding)
  }
  return lines.map((line) => `${line.map((cell, i) => (i === line.length - 1 ? cell : cell.padEnd(widths[i] ?? 0))).join('')}\n`).join('')
}
