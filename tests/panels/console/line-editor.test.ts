import { describe, expect, it } from 'vitest'
import { editKey, emptyLine, insertText, sharedBeginning } from '../../../src/panels/console/line-editor.ts'
import { beginSearch, foundLine, searchKey, searchPrompt } from '../../../src/panels/console/history-search.ts'
import type { HistorySearch } from '../../../src/panels/console/history-search.ts'
import { drawLine, listColumns } from '../../../src/panels/console/screen-line.ts'

const history = ['get nodes', 'get pods']
/** Types keys one after another; the cursor is shown as |. */
function typed(...keys: readonly string[]): string {
  let line = emptyLine(history)
  for (const key of keys) line = editKey(line, key, history) ?? insertText(line, key)
  return `${line.text.slice(0, line.cursor)}|${line.text.slice(line.cursor)}`
}

describe('the line that is typed', () => {
  it.each([
    [['ab', '\u001b[D', 'x'], 'ax|b'], [['ab', '\u0001', 'x'], 'x|ab'], [['ab', '\u0001', '\u0005', 'x'], 'abx|'], [['ab', '\u007f'], 'a|'], [['ab', '\u001b[D', '\u001b[3~'], 'a|'],
    [['get pods', '\u0017'], 'get |'], [['get pods', '\u001b[1;5D', '\u0015'], '|pods'], [['get pods', '\u0001', '\u001b[1;5C', '\u000b'], 'get|'], [['\u001b[D'], '|'], [['\u007f'], '|'],
  ])('%j gives %s', (keys, shown) => expect(typed(...keys)).toBe(shown))
  it.each([
    [['\u001b[A'], 'get pods|'], [['\u001b[A', '\u001b[A'], 'get nodes|'], [['\u001b[A', '\u001b[A', '\u001b[A'], 'get nodes|'], [['new', '\u001b[A', '\u001b[B'], 'new|'], [['\u001b[B'], '|'],
  ])('%j recalls %s', (keys, shown) => expect(typed(...keys)).toBe(shown))
  it('is completed by what all candidates share', () => expect([sharedBeginning(['web-a', 'web-b']), sharedBeginning(['x']), sharedBeginning(['a', 'b'])]).toEqual(['web-', 'x', '']))
})

describe('Ctrl-R', () => {
  const lines = ['get pods', 'describe pod a', 'get nodes', 'get pods -A']
  const search = (...keys: readonly string[]): readonly string[] => {
    let at: HistorySearch | string = beginSearch(emptyLine(lines), lines)
    for (const key of keys) if (typeof at === 'object') at = searchKey(at, key, lines)
    return typeof at === 'object' ? [searchPrompt(at), foundLine(at, lines).text] : [at]
  }
  it.each([
    [['p', 'o'], ["(reverse-i-search)`po': ", 'get pods -A']], [['pod', '\u0012'], ["(reverse-i-search)`pod': ", 'describe pod a']], [['pod', '\u0012', '\u0012'], ["(reverse-i-search)`pod': ", 'get pods']],
    [['pod', '\u0012', '\u0012', '\u0012'], ["(failed reverse-i-search)`pod': ", 'get pods']], [['nosuch'], ["(failed reverse-i-search)`nosuch': ", '']], [['nx', '\u007f'], ["(reverse-i-search)`n': ", 'get nodes']],
    [['pod', '\u0007'], ['given up']], [['pod', '\r'], ['taken']], [['pod', '\u001b[C'], ['taken']],
  ])('%j finds %j', (keys, found) => expect(search(...keys)).toEqual(found))
})

describe('drawing', () => {
  const drawn = (columns: number, before: number, text: string, cursor: number): readonly [string, number] => {
    let out = ''
    const { row } = drawLine({ columns: () => columns, write: (written) => { out += written } }, { row: before }, '$ ', text, cursor)
    return [out, row]
  }
  it('puts the cursor where it belongs', () => expect(drawn(80, 0, 'get pods', 3)).toEqual(['\r\u001b[J$ get pods\r\u001b[5C', 0]))
  it('goes up over the rows that were drawn before', () => expect(drawn(10, 1, 'get pods -A', 11)).toEqual(['\u001b[1A\r\u001b[J$ get pods -A\r\u001b[3C', 1]))
  it('begins a row when the one before is just full', () => expect(drawn(10, 0, 'get pods', 8)).toEqual(['\r\u001b[J$ get pods\r\n\r', 1]))
  it('lists candidates in columns', () => expect(listColumns(['aa', 'b', 'cc'], 9)).toBe('aa  b\r\ncc\r\n'))
})
