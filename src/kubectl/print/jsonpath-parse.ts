/** JSONPath templates to a tree. Source: k8s.io/client-go/util/jsonpath/parser.go. */

export type PathStep =
  | { readonly step: 'field'; readonly name: string }
  | { readonly step: 'wildcard' }
  | { readonly step: 'recursive' }
  /** Missing ends are undefined. `single`: one index. */
  | { readonly step: 'slice'; readonly from: number | undefined; readonly to: number | undefined; readonly by: number; readonly single: boolean }
  | { readonly step: 'union'; readonly paths: readonly (readonly PathStep[])[] }
  | { readonly step: 'filter'; readonly left: Operand; readonly operator: string; readonly right: Operand | undefined }

export type Operand = { readonly path: readonly PathStep[] } | { readonly value: string | number | boolean }

export type TemplatePart =
  | { readonly part: 'text'; readonly text: string }
  | { readonly part: 'path'; readonly path: readonly PathStep[] }
  | { readonly part: 'range'; readonly path: readonly PathStep[]; readonly body: readonly TemplatePart[] }

export class JsonPathError extends Error {}

/** The template itself is wrong. */
export class JsonPathSyntaxError extends JsonPathError {}

/** Parses a template; what is wrong with it is told as such. Throws JsonPathSyntaxError. */
export function parseTemplate(text: string): readonly TemplatePart[] {
  try {
    return readTemplate(text)
  } catch (error) {
    throw error instanceof JsonPathError ? new JsonPathSyntaxError(error.message) : error
  }
}

/** Parses `{.items[*].metadata.name}{"\n"}`, with `{range ...}` and `{end}`. Throws JsonPathError. */
function readTemplate(text: string): readonly TemplatePart[] {
  const tokens = tokensOf(text)
  const stack: { path: readonly PathStep[]; body: TemplatePart[] }[] = [{ path: [], body: [] }]
  for (const token of tokens) {
    const top = stack.at(-1)!
    if (token.kind === 'text') top.body.push({ part: 'text', text: token.text })
    else if (token.text.startsWith('range ')) stack.push({ path: parsePath(token.text.slice(6).trim()), body: [] })
    else if (token.text === 'end') {
      if (stack.length < 2) throw new JsonPathError('not in range, nothing to end')
      stack.pop()
      stack.at(-1)!.body.push({ part: 'range', path: top.path, body: top.body })
    } else if (/^["']/.test(token.text)) top.body.push({ part: 'text', text: unquote(token.text) })
    else top.body.push({ part: 'path', path: parsePath(token.text) })
  }
  if (stack.length > 1) throw new JsonPathError('unexpected end of range')
  return stack[0]!.body
}

interface Token {
  readonly kind: 'text' | 'code'
  readonly text: string
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('{', at)
    if (open < 0) {
      tokens.push({ kind: 'text', text: text.slice(at) })
      break
    }
    if (open > at) tokens.push({ kind: 'text', text: text.slice(at, open) })
    const close = closing(text, open + 1, '}')
    if (close < 0) throw new JsonPathError(closing(text, open + 1, ']') < 0 && /\[[^\]]*$/.test(text) ? 'unterminated array' : 'unclosed action')
    tokens.push({ kind: 'code', text: text.slice(open + 1, close).trim() })
    at = close + 1
  }
  return tokens
}

/** Position of the closing character outside quotes and inner brackets; -1: none. */
function closing(text: string, start: number, close: string): number {
  let quote = ''
  let depth = 0
  for (let i = start; i < text.length; i++) {
    const char = text[i]!
    if (quote !== '') {
      if (char === '\\') i++
      else if (char === quote) quote = ''
    } else if (char === '"' || char === "'") quote = char
    else if (depth === 0 && char === close) return i
    else if ('[(' .includes(char)) depth++
    else if ('])'.includes(char)) depth--
  }
  return -1
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

function unquote(text: string): string {
  const quote = text[0] ?? ''
  if (text.length < 2 || !text.endsWith(quote)) throw new JsonPathError('unterminated quoted string')
  return text.slice(1, -1).replace(/\\(.)/g, (_, char: string) => escapes[char] ?? char)
}

/** Parses one path: `.a.b[0]`, `$.a`, `@.x`, `..name`. */
function parsePath(text: string): readonly PathStep[] {
  const steps: PathStep[] = []
  let at = /^[$@]/.test(text) ? 1 : 0
  while (at < text.length) {
    const char = text[at]!
    if (char === '.' && text[at + 1] === '.') {
      steps.push({ step: 'recursive' })
      at += text[at + 2] === '[' ? 2 : 1
    } else if (char === '.') {
      const name = fieldName(text, at + 1)
      if (name.text === '' && text[at + 1] === '[') at++
      else if (name.text === '' && at + 1 === text.length) at++
      else {
        steps.push(name.text === '*' ? { step: 'wildcard' } : { step: 'field', name: name.text.replace(/\\(.)/g, '$1') })
        at = name.end
      }
    } else if (char === '[') {
      const close = closing(text, at + 1, ']')
      if (close < 0) throw new JsonPathError('unterminated array')
      steps.push(bracketStep(text.slice(at + 1, close).trim()))
      at = close + 1
    } else if (/\s/.test(char)) at++
    else if (at === 0) {
      const name = fieldName(text, 0)
      steps.push({ step: 'field', name: name.text })
      at = name.end
    } else throw new JsonPathError(`unexpected character ${JSON.stringify(char)} in ${text}`)
  }
  return steps
}

function fieldName(text: string, start: number): { text: string; end: number } {
  let end = start
  while (end < text.length && !/[.[\]\s]/.test(text[end]!)) end += text[end] === '\\' ? 2 : 1
  return { text: text.slice(start, end), end }
}

function bracketStep(inside: string): PathStep {
  if (inside === '*') return { step: 'wildcard' }
  if (inside.startsWith('?(') && inside.endsWith(')')) return filterStep(inside.slice(2, -1).trim())
  const parts = splitOutsideQuotes(inside, ',')
  if (parts.length > 1) return { step: 'union', paths: parts.map((part) => [bracketStep(part.trim())]) }
  if (/^["']/.test(inside)) return { step: 'field', name: unquote(inside) }
  const slice = /^(-?\d+)?(?:(:)(-?\d+)?(?::(-?\d+)?)?)?$/.exec(inside)
  if (slice === null || inside === '') throw new JsonPathError(`invalid array index ${inside}`)
  const from = slice[1] === undefined ? undefined : Number(slice[1])
  if (slice[2] === undefined) return { step: 'slice', from, to: undefined, by: 1, single: true }
  return { step: 'slice', from, to: slice[3] === undefined ? undefined : Number(slice[3]), by: slice[4] === undefined ? 1 : Number(slice[4]), single: false }
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = []
  let start = 0
  for (;;) {
    const at = closing(text, start, separator)
    if (at < 0) break
    parts.push(text.slice(start, at))
    start = at + 1
  }
  parts.push(text.slice(start))
  return parts
}

function filterStep(text: string): PathStep {
  const match = /^(.*?)\s*(==|!=|<=|>=|<|>)\s*(.*)$/s.exec(text)
  if (match === null) return { step: 'filter', left: operand(text), operator: 'exists', right: undefined }
  return { step: 'filter', left: operand(match[1]!.trim()), operator: match[2]!, right: operand(match[3]!.trim()) }
}

function operand(text: string): Operand {
  if (/^["']/.test(text)) return { value: unquote(text) }
  if (/^-?\d+(\.\d+)?$/.test(text)) return { value: Number(text) }
  if (text === 'true' || text === 'false') return { value: text === 'true' }
  return { path: parsePath(text) }
}
