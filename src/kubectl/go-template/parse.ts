/**
 * Reads Go templates as `-o go-template` takes them: text, pipelines, variables, `if`, `with`, `range`, `else`, trimming and comments. Not
 * `define`, `template`, `block`, `break`, `continue`. Source: text/template/parse.
 */
export type Argument =
  | { readonly is: 'value'; readonly value: string | number | boolean | null }
  /** A path of fields from what `from` names: "" the data, "$" the whole data, "$x" a variable. */
  | { readonly is: 'field'; readonly from: string; readonly path: readonly string[]; readonly text: string }
  | { readonly is: 'function'; readonly name: string }
  | { readonly is: 'pipe'; readonly pipe: Pipeline; readonly path: readonly string[] }

/** Commands, each with its arguments: what one gives is the last argument of the next. */
export interface Pipeline {
  readonly variables: readonly string[]
  /** `=`: the variables are there already. */
  readonly assigns: boolean
  readonly commands: readonly (readonly Argument[])[]
}

export type Node =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'print'; readonly pipe: Pipeline }
  | { readonly is: 'if' | 'with' | 'range'; readonly pipe: Pipeline; readonly body: readonly Node[]; readonly otherwise: readonly Node[] }

/** A template that fails at an object. */
export class TemplateError extends Error {}

/** A template that does not read. */
export class TemplateSyntaxError extends TemplateError {}

const action = /\{\{(-(?=\s))?([\s\S]*?)((?<=\s)-)?\}\}/g
const token = /\s*(?:("(?:[^"\\]|\\.)*")|(`[^`]*`)|(-?\d+(?:\.\d+)?)|(:=|=|\||\(|,)|(\)(?:\.\w+)*)|(\$\w*(?:\.\w+)*|(?:\.\w+)+|\.)|(\w+)|(\S))/gy

type Token = { readonly kind: 'string' | 'number' | 'sign' | 'close' | 'field' | 'word'; readonly text: string }
const kinds = ['string', 'string', 'number', 'sign', 'close', 'field', 'word'] as const

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(token)) {
    const at = match.slice(1).findIndex((part) => part !== undefined)
    const kind = kinds[at]
    if (kind === undefined) throw new TemplateSyntaxError(`unexpected ${JSON.stringify(match[at + 1])} in command`)
    tokens.push({ kind, text: match[at + 1]! })
  }
  return tokens
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\' }

function textOf(quoted: string): string {
  const inner = quoted.slice(1, -1)
  return quoted.startsWith('`') ? inner : inner.replaceAll(/\\(.)/g, (whole, letter: string) => escapes[letter] ?? whole)
}

const fieldsOf = (text: string): readonly string[] => text.split('.').slice(1).filter((name) => name !== '')
const constants: ReadonlyMap<string, boolean | null> = new Map([['true', true], ['false', false], ['nil', null]])

function argument({ kind, text }: Token): Argument {
  if (kind === 'string') return { is: 'value', value: textOf(text) }
  if (kind === 'number') return { is: 'value', value: Number(text) }
  if (kind === 'field') return { is: 'field', from: text.startsWith('$') ? text.split('.')[0]! : '', path: fieldsOf(text), text }
  const constant = constants.get(text)
  return constant === undefined ? { is: 'function', name: text } : { is: 'value', value: constant }
}

/** Reads a pipeline up to its end, or to the bracket that closes it. Takes what it reads off the list. */
function pipeline(tokens: Token[]): Pipeline {
  const declares = tokens.findIndex(({ text, kind }) => kind === 'sign' && (text === ':=' || text === '='))
  const isDeclaration = declares > 0 && tokens.slice(0, declares).every(({ kind, text }) => kind === 'field' ? text.startsWith('$') : text === ',')
  const head = isDeclaration ? tokens.splice(0, declares + 1) : []
  const commands: Argument[][] = [[]]
  while (tokens[0] !== undefined && tokens[0].kind !== 'close') {
    const next = tokens.shift()!
    if (next.text === '|' && next.kind === 'sign') commands.push([])
    else if (next.text === '(' && next.kind === 'sign') {
      const pipe = pipeline(tokens)
      const close = tokens.shift()
      if (close === undefined) throw new TemplateSyntaxError('unclosed left paren')
      commands.at(-1)!.push({ is: 'pipe', pipe, path: fieldsOf(close.text) })
    } else if (next.kind === 'sign') throw new TemplateSyntaxError(`unexpected "${next.text}" in operand`)
    else commands.at(-1)!.push(argument(next))
  }
  if (commands.some((command) => command.length === 0)) throw new TemplateSyntaxError('missing value for command')
  return { variables: head.filter(({ kind }) => kind === 'field').map(({ text }) => text), assigns: head.at(-1)?.text === '=', commands }
}

function wholePipeline(text: string): Pipeline {
  const tokens = tokensOf(text)
  const read = pipeline(tokens)
  if (tokens.length > 0) throw new TemplateSyntaxError('unexpected right paren')
  return read
}

type Open = { readonly is: 'if' | 'with' | 'range'; readonly pipe: Pipeline; readonly body: Node[]; otherwise: Node[] | undefined; readonly chained: boolean }

/** The nodes of a template. Throws `TemplateError`. */
export function parseTemplate(template: string): readonly Node[] {
  const root: Node[] = []
  const open: Open[] = []
  const into = (): Node[] => { const last = open.at(-1); return last === undefined ? root : last.otherwise ?? last.body }
  const close = (): void => {
    const last = open.pop()
    if (last === undefined) throw new TemplateSyntaxError('unexpected {{end}}')
    into().push({ is: last.is, pipe: last.pipe, body: last.body, otherwise: last.otherwise ?? [] })
    if (last.chained) close()
  }
  const begin = (is: Open['is'], text: string, chained: boolean): void => { open.push({ is, pipe: wholePipeline(text), body: [], otherwise: undefined, chained }) }
  let end = 0
  let trims = false
  const addText = (text: string): void => { if (text !== '') into().push({ is: 'text', text }) }
  for (const match of template.matchAll(action)) {
    const [whole, before, inner = '', after] = match
    const text = template.slice(end, match.index)
    const left = trims ? text.trimStart() : text
    addText(before === undefined ? left : left.trimEnd())
    end = match.index + whole.length
    trims = after !== undefined
    const said = inner.trim()
    const [, word = '', rest = ''] = /^(\w+)\s*([\s\S]*)$/.exec(said) ?? []
    if (said.startsWith('/*')) continue
    if (word === 'end') close()
    else if (word === 'else') {
      const last = open.at(-1)
      if (last === undefined || last.otherwise !== undefined) throw new TemplateSyntaxError('unexpected {{else}}')
      last.otherwise = []
      const [, again, condition = ''] = /^(if|with)\s+([\s\S]*)$/.exec(rest) ?? []
      if (again !== undefined) begin(again as Open['is'], condition, true)
    } else if (word === 'if' || word === 'with' || word === 'range') begin(word, rest, false)
    else into().push({ is: 'print', pipe: wholePipeline(said) })
  }
  if (template.slice(end).includes('{{')) throw new TemplateSyntaxError('unclosed action')
  addText(trims ? template.slice(end).trimStart() : template.slice(end))
  if (open.length > 0) throw new TemplateSyntaxError('unexpected EOF')
  return root
}
