/** Drops what nothing uses from a program whose top-level values are made without doing anything else, as the engine's are. */
import { parseSync } from 'vite'

interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

interface Part {
  readonly start: number
  readonly end: number
  /** What it declares; none: it does something, and stays. */
  readonly names: readonly string[]
  readonly uses: ReadonlySet<string>
}

/** `code`: one function that is called at once, `(function() { ... })()`. The result lacks the values and functions that no running part needs. */
export function dropUnused(code: string): string {
  const parts = statementsOf(code).map(partOf)
  const byName = new Map(parts.flatMap((part) => part.names.map((name) => [name, part] as const)))
  const live = new Set(parts.filter(({ names }) => names.length === 0))
  // A set takes what is added while it is walked, so this ends when nothing new is found.
  for (const part of live) {
    for (const name of part.uses) {
      const used = byName.get(name)
      if (used !== undefined) live.add(used)
    }
  }
  let small = code
  for (const part of parts.toReversed()) if (!live.has(part)) small = small.slice(0, part.start) + small.slice(part.end)
  return small
}

function statementsOf(code: string): readonly SyntaxNode[] {
  const { program, errors } = parseSync('program.js', code)
  const [only] = program.body
  let callee: unknown = only?.type === 'ExpressionStatement' && only.expression.type === 'CallExpression' ? only.expression.callee : undefined
  while (isNode(callee) && callee.type === 'ParenthesizedExpression') callee = callee['expression']
  if (errors.length > 0 || !isNode(callee) || callee.type !== 'FunctionExpression') throw new Error('not a function that is called at once')
  return (callee['body'] as SyntaxNode)['body'] as readonly SyntaxNode[]
}

function partOf(statement: SyntaxNode): Part {
  const uses = new Set<string>()
  collectNames(statement, uses)
  return { start: statement.start, end: statement.end, names: declaredNames(statement), uses }
}

/** Names that a statement declares, when it does nothing else. */
function declaredNames(statement: SyntaxNode): readonly string[] {
  if (statement.type === 'FunctionDeclaration') return nameOf(statement['id'])
  if (statement.type !== 'VariableDeclaration') return []
  const names = (statement['declarations'] as readonly SyntaxNode[]).map(({ id }) => nameOf(id))
  return names.every((one) => one.length > 0) ? names.flat() : []
}

function nameOf(id: unknown): readonly string[] {
  return isNode(id) && id.type === 'Identifier' ? [id['name'] as string] : []
}

/** Every name in `value` that may mean a variable; names of properties do not. */
function collectNames(value: unknown, names: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collectNames(item, names)
    return
  }
  if (!isNode(value)) return
  for (const name of nameOf(value)) names.add(name)
  const plain = value['computed'] !== true
  for (const [key, child] of Object.entries(value)) {
    const isPropertyName = plain && ((value.type === 'MemberExpression' && key === 'property') || (key === 'key' && value['shorthand'] !== true))
    if (!isPropertyName) collectNames(child, names)
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { readonly type?: unknown }).type === 'string'
}
