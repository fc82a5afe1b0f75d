/**
 * The shell around kubectl: prompt, history, completion, here-documents, several lines one after another, Ctrl-C. It speaks to a screen of
 * rows and columns and knows no DOM.
 */
import { complete } from '../../kubectl/complete.ts'
import type { NameSource } from '../../kubectl/complete.ts'
import type { Kubectl, Session } from '../../kubectl/kubectl.ts'
import { parseScript } from '../../kubectl/parse/script.ts'
import type { ScriptCommand } from '../../kubectl/parse/script.ts'
import { runCommand } from '../../kubectl/run.ts'
import { beginSearch, foundLine, searchKey, searchPrompt } from './history-search.ts'
import type { HistorySearch } from './history-search.ts'
import { editKey, emptyLine, insertText, sharedBeginning } from './line-editor.ts'
import type { EditedLine } from './line-editor.ts'
import { drawLine, listColumns } from './screen-line.ts'
import type { Drawn, Screen } from './screen-line.ts'

/** What a command left behind. */
export interface LastCommand {
  readonly line: string
  /** First line of what it printed. */
  readonly result: string
  readonly failed: boolean
}

/** What outlives an opened terminal. */
export interface ConsoleMemory {
  readonly history: string[]
  readonly session: Session
}

interface ConsoleHost {
  readonly screen: Screen
  readonly clear: () => void
  readonly close: () => void
  readonly kubectl: (line: string, outputs: Pick<Kubectl, 'out' | 'error' | 'signal' | 'session' | 'stdin' | 'keyboard'>) => Kubectl
  readonly names: NameSource
  /** Undefined: nothing runs. */
  readonly onRunning: (line: string | undefined) => void
  readonly onDone: (last: LastCommand) => void
}

interface ConsoleSession {
  /** Takes what a terminal sends: a key, or text that was typed or pasted. */
  input(data: string): void
  /** Draws the prompt again, after the width changed; while a command runs there is none. */
  redraw(): void
  /** The screen goes away: what runs is stopped, and what was typed for afterwards is dropped. */
  end(): void
}

const prompt = '$ '
const morePrompt = '> '
/** Lines that are remembered. */
const historyLimit = 500
const red = '\u001b[31m'
const plain = '\u001b[0m'

interface State {
  line: EditedLine
  drawn: Drawn
  /** Lines of a command that is not whole yet. */
  begun: string
  running: AbortController | undefined
  /** The running command has the keyboard. */
  keys: ((text: string) => void) | undefined
  /** Ctrl-R: a line of the history is looked for. */
  search: HistorySearch | undefined
  /** Text that came while something ran. */
  readonly ahead: string[]
  ended: boolean
}

/** A session over a terminal. `memory` is shared by all sessions of a page. */
export function createConsoleSession(host: ConsoleHost, memory: ConsoleMemory): ConsoleSession {
  const state: State = { line: emptyLine(memory.history), drawn: { row: 0 }, begun: '', running: undefined, keys: undefined, search: undefined, ahead: [], ended: false }
  const draw = (): void => {
    const { search } = state
    const { text, cursor } = search === undefined ? state.line : foundLine(search, memory.history)
    const head = search === undefined ? state.begun === '' ? prompt : morePrompt : searchPrompt(search)
    state.drawn = drawLine(host.screen, state.drawn, head, text, cursor)
  }
  const fresh = (): void => {
    state.line = emptyLine(memory.history)
    state.drawn = { row: 0 }
    draw()
  }
  const controls = controlKeys(host, memory, state, draw, fresh)
  const input = (data: string): void => {
    if (state.keys !== undefined) {
      state.keys(data)
      return
    }
    if (state.running !== undefined) {
      if (data === '\u0003') state.running.abort()
      else if (!data.startsWith('\u001b')) state.ahead.push(data)
      return
    }
    if (state.search !== undefined && searching(memory, state, data)) {
      draw()
      return
    }
    const control = controls.get(data)
    if (control !== undefined) {
      control()
      return
    }
    const edited = editKey(state.line, data, memory.history)
    if (edited === undefined && (data.startsWith('\u001b') || (data.length === 1 && data < ' '))) return
    state.line = edited ?? insertText(state.line, data.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replaceAll('\t', '  '))
    if (state.line.text.includes('\n')) submit(host, memory, state, draw, fresh, input)
    else draw()
  }
  controls.set('\r', () => {
    state.line = { ...state.line, text: `${state.line.text}\n` }
    submit(host, memory, state, draw, fresh, input)
  })
  fresh()
  const end = (): void => {
    state.ended = true
    state.running?.abort()
  }
  return { input, redraw: () => { if (state.running === undefined) draw() }, end }
}

function controlKeys(host: ConsoleHost, memory: ConsoleMemory, state: State, draw: () => void, fresh: () => void): Map<string, () => void> {
  return new Map([
    ['\u0003', () => {
      host.screen.write('^C\r\n')
      state.begun = ''
      fresh()
    }],
    ['\u0004', () => { if (state.line.text === '') host.close() }],
    ['\u000c', () => {
      host.clear()
      state.drawn = { row: 0 }
      draw()
    }],
    ['\u0012', () => {
      state.search = beginSearch(state.line, memory.history)
      draw()
    }],
    ['\t', () => { void completeLine(host, memory, state, draw) }],
  ])
}

/** A key while a line is looked for. Gives false when it is one for the line that was found. */
function searching({ history }: ConsoleMemory, state: State, data: string): boolean {
  if (state.search === undefined) return false
  const next = searchKey(state.search, data, history)
  if (typeof next === 'object') state.search = next
  else {
    state.line = next === 'taken' ? foundLine(state.search, history) : state.search.before
    state.search = undefined
  }
  return next !== 'taken'
}

async function completeLine(host: ConsoleHost, memory: ConsoleMemory, state: State, draw: () => void): Promise<void> {
  const { line } = state
  const typed = line.text.slice(0, line.cursor)
  const { start, candidates } = await complete(typed, memory.session.namespace, host.names)
  // What was typed while the names were looked up stands.
  if (state.line !== line || candidates.length === 0) return
  const shared = sharedBeginning(candidates)
  const more = shared.slice(typed.length - start)
  if (candidates.length > 1 && more === '') {
    host.screen.write(`\r\n${listColumns(candidates, host.screen.columns())}`)
    state.drawn = { row: 0 }
  } else {
    const done = candidates.length === 1 && !/[=/]$/.test(shared)
    state.line = insertText(line, `${more}${done ? ' ' : ''}`)
  }
  draw()
}

/** Takes the whole lines; what stands after the last line feed is left to be edited, unless it belongs to a transcript. */
function submit(host: ConsoleHost, memory: ConsoleMemory, state: State, draw: () => void, fresh: () => void, input: (data: string) => void): void {
  const { text } = state.line
  const transcript = /^\s*\$ /m.test(text)
  const end = transcript ? text.length : text.lastIndexOf('\n') + 1
  const whole = `${state.begun}${text.slice(0, end)}`.replace(/\n$/, '')
  const rest = text.slice(end)
  const firstLine = text.slice(0, text.indexOf('\n'))
  const single = !whole.includes('\n') && !transcript
  state.line = { ...state.line, text: firstLine, cursor: firstLine.length }
  if (single || state.begun !== '') {
    draw()
    host.screen.write('\r\n')
  } else state.line = { ...state.line, text: '', cursor: 0 }
  const script = parseScript(whole)
  if (script.open !== undefined) {
    state.begun = `${whole}\n`
    fresh()
    return
  }
  state.begun = ''
  remember(memory, single || script.commands.length === 1 ? [whole] : script.commands.map((command) => command.line))
  void runAll(host, memory, state, script.commands, !single).then(() => {
    if (state.ended) return
    state.line = emptyLine(memory.history)
    state.drawn = { row: 0 }
    draw()
    for (const data of [rest, ...state.ahead.splice(0)]) if (data !== '') input(data)
  })
}

/** Each line once in a row; the oldest are forgotten. */
function remember({ history }: ConsoleMemory, lines: readonly string[]): void {
  for (const line of lines) if (line.trim() !== '' && line !== history.at(-1)) history.push(line)
  history.splice(0, Math.max(0, history.length - historyLimit))
}

async function runAll(host: ConsoleHost, memory: ConsoleMemory, state: State, commands: readonly ScriptCommand[], echo: boolean): Promise<void> {
  let code = 0
  const controller = new AbortController()
  state.running = controller
  for (const command of commands) {
    if (controller.signal.aborted) break
    if (!command.always && code !== 0) continue
    if (echo) host.screen.write(`\r\u001b[J${prompt}${command.line.replaceAll('\n', '\r\n')}\r\n`)
    code = builtIn(host, memory, command) ? 0 : await runOne(host, memory, state, command, controller.signal)
  }
  state.running = undefined
  host.onRunning(undefined)
}

/** Words of the shell itself. */
function builtIn(host: ConsoleHost, { history }: ConsoleMemory, { words }: ScriptCommand): boolean {
  if (words.length !== 1) return words.length === 0
  switch (words[0]) {
    case 'clear':
      host.clear()
      return true
    case 'exit':
      host.close()
      return true
    case 'history':
      host.screen.write(history.map((line, i) => `${String(i + 1).padStart(5)}  ${line.replaceAll('\n', '\r\n')}\r\n`).join(''))
      return true
    default: return false
  }
}

async function runOne(host: ConsoleHost, memory: ConsoleMemory, state: State, command: ScriptCommand, signal: AbortSignal): Promise<number> {
  const line = command.words.join(' ')
  let first = ''
  let column = 0
  const print = (text: string, colour: string): void => {
    if (text === '') return
    if (first === '') first = text.split('\n').find((row) => row.trim() !== '') ?? ''
    column = text.endsWith('\n') ? 0 : 1
    const turned = text.replaceAll(/\r?\n/g, '\r\n')
    host.screen.write(colour === '' ? turned : `${colour}${turned}${plain}`)
  }
  host.onRunning(line)
  const kubectl = host.kubectl(line, {
    out: (text) => { print(text, '') }, error: (text) => { print(text, red) }, signal, session: memory.session, stdin: command.stdin,
    ...(command.stdin === undefined ? { keyboard: (onKeys) => takeKeyboard(state, onKeys) } : {}),
  })
  const code = await runCommand(kubectl, command)
  if (signal.aborted) host.screen.write('^C\r\n')
  else if (column !== 0) host.screen.write('\r\n')
  host.onDone({ line, result: first, failed: code !== 0 })
  return code
}

/** Gives the keyboard to a command; what was typed ahead is its first. */
function takeKeyboard(state: State, onKeys: (text: string) => void): () => void {
  state.keys = onKeys
  for (const data of state.ahead.splice(0)) onKeys(data)
  return () => { state.keys = undefined }
}
