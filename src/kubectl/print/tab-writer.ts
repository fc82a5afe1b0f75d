/**
 * Columns as Go's tabwriter sets them: a column is a run of lines that have a tab-ended cell there, and is as wide as its widest cell plus
 * padding. Source: text/tabwriter (Go standard library).
 */
interface TabLayout {
  readonly minimumWidth: number
  readonly padding: number
}

/** `kubectl describe`. */
export const describeLayout: TabLayout = { minimumWidth: 0, padding: 2 }
/** `kubectl get`. */
export const tableLayout: TabLayout = { minimumWidth: 6, padding: 3 }

/** Text whose cells end with tabs to text in columns. */
export function alignTabs(text: string, layout: TabLayout): string {
  const lines = text.split('\n').map((line) => line.split('\t'))
  const widths: number[][] = lines.map(() => [])
  setColumn(lines, widths, 0, lines.length, 0, layout)
  return lines.map((cells, row) => cells.map((cell, column) => (column === cells.length - 1 ? cell : cell.padEnd(widths[row]![column] ?? 0))).join('')).join('\n')
}

/** Sets one column for the lines from `start` to before `end`, and the columns to its right for each run inside. */
function setColumn(lines: readonly (readonly string[])[], widths: number[][], start: number, end: number, column: number, layout: TabLayout): void {
  for (let first = start; first < end; first++) {
    if ((lines[first]?.length ?? 0) <= column + 1) continue
    let last = first
    let width = layout.minimumWidth
    for (; last < end && (lines[last]?.length ?? 0) > column + 1; last++) {
      width = Math.max(width, lines[last]![column]!.length + layout.padding)
    }
    for (let row = first; row < last; row++) widths[row]![column] = width
    setColumn(lines, widths, first, last, column + 1, layout)
    first = last - 1
  }
}
