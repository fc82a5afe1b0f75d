/** Unified differences of two texts, as `diff -u` prints them without times. */

const contextLines = 3

interface Row {
  readonly sign: ' ' | '-' | '+'
  readonly text: string
}

/** Lines that a shortest edit keeps, removes and adds (longest common subsequence). */
function editRows(before: readonly string[], after: readonly string[]): readonly Row[] {
  const width = after.length + 1
  const longest = new Uint32Array((before.length + 1) * width)
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      longest[i * width + j] = before[i] === after[j] ? longest[(i + 1) * width + j + 1]! + 1 : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!)
    }
  }
  const rows: Row[] = []
  let i = 0
  let j = 0
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      rows.push({ sign: ' ', text: before[i]! })
      i++
      j++
    } else if (i < before.length && (j >= after.length || longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!)) rows.push({ sign: '-', text: before[i++]! })
    else rows.push({ sign: '+', text: after[j++]! })
  }
  return rows
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))

/** Empty text: they are the same. */
export function unifiedDiff(before: string, after: string, beforeName: string, afterName: string): string {
  const rows = editRows(linesOf(before), linesOf(after))
  const changed = rows.flatMap((row, i) => (row.sign === ' ' ? [] : [i]))
  if (changed.length === 0) return ''
  let text = `--- ${beforeName}\n+++ ${afterName}\n`
  for (let at = 0; at < changed.length;) {
    const first = Math.max(0, changed[at]! - contextLines)
    while (at + 1 < changed.length && changed[at + 1]! - changed[at]! <= contextLines * 2) at++
    text += hunk(rows, first, Math.min(rows.length, changed[at]! + contextLines + 1))
    at++
  }
  return text
}

function hunk(rows: readonly Row[], first: number, end: number): string {
  const count = (from: number, to: number, sign: '-' | '+'): number => rows.slice(from, to).filter((row) => row.sign === ' ' || row.sign === sign).length
  const range = (sign: '-' | '+'): string => {
    const length = count(first, end, sign)
    const start = count(0, first, sign) + (length === 0 ? 0 : 1)
    return length === 1 ? String(start) : `${start},${length}`
  }
  return `@@ -${range('-')} +${range('+')} @@\n${rows.slice(first, end).map((row) => `${row.sign}${row.text}\n`).join('')}`
}
