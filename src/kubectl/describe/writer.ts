/** Lines of `kubectl describe`: an indent by level, fields and tables with tabs. Source: k8s.io/kubectl/pkg/describe/describe.go. */
import type { Labels } from '../../kubernetes/types/meta.ts'
import { byText } from '../print/json.ts'
import { alignTabs, describeLayout } from '../print/tab-writer.ts'

export interface Lines {
  readonly list: string[]
}

/** Adds a line at a level of two blanks each. Cells end with tabs. */
export function line(lines: Lines, level: number, text: string): void {
  lines.list.push('  '.repeat(level) + text)
}

/** "Name:<tab>value" at a level. */
export function field(lines: Lines, level: number, name: string, value: string | number): void {
  line(lines, level, `${name}:\t${value}`)
}

/** The lines as text in columns, with a line feed at the end. */
export function linesText({ list }: Lines): string {
  return `${alignTabs(list.join('\n'), describeLayout)}\n`
}

/** Labels below one another, the first beside its title; `<none>`. */
export function labelLines(lines: Lines, level: number, title: string, labels: Labels | undefined): void {
  const pairs = Object.entries(labels ?? {}).toSorted(([a], [b]) => byText(a, b)).map(([key, value]) => `${key}=${value}`)
  stacked(lines, level, title, pairs)
}

/** kubectl's own notes are not shown. */
const hiddenAnnotations = new Set(['kubectl.kubernetes.io/last-applied-configuration'])
const longestAnnotation = 140

/** Annotations below one another. */
export function annotationLines(lines: Lines, level: number, annotations: Labels | undefined): void {
  const indent = '  '.repeat(level)
  const shown = Object.entries(annotations ?? {}).filter(([key]) => !hiddenAnnotations.has(key)).toSorted(([a], [b]) => byText(a, b))
  const pairs = shown.flatMap(([key, value]) => {
    const text = value.replace(/\n$/, '')
    if (`${key}: ${text}`.length < longestAnnotation && !text.includes('\n')) return [`${key}: ${text}`]
    const rows = text.split('\n').map((row) => (row.length > longestAnnotation ? `${row.slice(0, longestAnnotation)}...` : row))
    return [`${key}:`, ...rows.map((row) => `  ${row}`)]
  })
  stacked(lines, level, 'Annotations', pairs, indent)
}

/** Values below one another, the first beside its title; `<none>` without any. */
export function stacked(lines: Lines, level: number, title: string, values: readonly string[], indent = '  '.repeat(level)): void {
  if (values.length === 0) {
    field(lines, level, title, '<none>')
    return
  }
  values.forEach((value, i) => { lines.list.push(i === 0 ? `${indent}${title}:\t${value}` : `\t${value}`) })
}
