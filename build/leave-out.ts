/** Takes out of a program what a recorded run never ran. */
import { parseSync } from 'vite'

/** A part of a program: offsets in UTF-16 units, as both the parser and the profiler count. */
interface Span {
  readonly start: number
  readonly end: number
}

interface SyntaxNode extends Span {
  readonly type: string
  readonly [key: string]: unknown
}

interface Edit extends Span {
  readonly text: string
}

/** 1 where a character belongs to code that ran. */
export type Ran = Uint8Array

/** Name of the function that stands in place of what was taken out; the program must have it. */
export const trapName = 'leftOut'

/** A branch of fewer characters stays: the call in its place would be hardly shorter, and one more place to meet it. */
const shortest = 24

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

/**
 * The program `code` with every function, branch and tail of a block that never ran replaced by a call of `leftOut()`, which must throw.
 * Until that is called the result does what `code` does; what only left-out code used is left for the minifier to drop.
 */
export function leaveOut(code: string, ran: Ran): string {
  const ranBefore = new Uint32Array(code.length + 1)
  for (let i = 0; i < code.length; i++) ranBefore[i + 1] = ranBefore[i]! + ran[i]!
  const isCold = ({ start, end }: Span): boolean => ranBefore[start] === ranBefore[end]
  const { program, errors } = parseSync('program.js', code)
  if (errors.length > 0) throw new Error(`not a program: ${errors[0]!.message}`)
  const edits: Edit[] = []
  visit(program, isCold, edits)
  return withEdits(code, edits)
}

function visit(value: unknown, isCold: (span: Span) => boolean, edits: Edit[]): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, isCold, edits)
    return
  }
  if (!isNode(value)) return
  const own = editsOf(value, isCold)
  edits.push(...own)
  const isEdited = (part: unknown): boolean => isNode(part) && own.some(({ start, end }) => start <= part.start && part.end <= end)
  for (const child of Object.values(value)) {
    for (const part of Array.isArray(child) ? child : [child]) if (!isEdited(part)) visit(part, isCold, edits)
  }
}

/** What is left out directly in this node; its other parts are looked at on their own. */
function editsOf(node: SyntaxNode, isCold: (span: Span) => boolean): readonly Edit[] {
  if (functionTypes.has(node.type)) return isCold(node) ? wholeFunction(node) : []
  switch (node.type) {
    case 'IfStatement': return branches([node['consequent'], node['alternate']], isCold, `{ ${trapName}() }`)
    case 'ConditionalExpression': return branches([node['consequent'], node['alternate']], isCold, `${trapName}()`)
    case 'LogicalExpression': return branches([node['right']], isCold, `${trapName}()`)
    case 'BlockStatement': return tail(node['body'] as SyntaxNode[], isCold)
    case 'SwitchCase': return tail(node['consequent'] as SyntaxNode[], isCold)
    default: return []
  }
}

/** A function that was never called keeps its place and loses its parameters and its body. */
function wholeFunction(node: SyntaxNode): readonly Edit[] {
  const body = node['body'] as SyntaxNode
  const params = node['params'] as readonly SyntaxNode[]
  if (node.type === 'ArrowFunctionExpression') return [{ start: node.start, end: node.end, text: `() => ${trapName}()` }]
  const edits: Edit[] = [{ start: body.start, end: body.end, text: `{ ${trapName}() }` }]
  if (params.length > 0) edits.push({ start: params[0]!.start, end: params.at(-1)!.end, text: '' })
  return edits
}

/** A branch that is a function may have run without the function being called: that is looked at as a function. */
function branches(parts: readonly unknown[], isCold: (span: Span) => boolean, text: string): readonly Edit[] {
  return parts.filter(isNode).filter((part) => !functionTypes.has(part.type) && isCold(part) && part.end - part.start >= shortest)
    .map(({ start, end }) => ({ start, end, text }))
}

/** The statements at the end of a list that control never came to. A function declared there is hoisted, so it ends them. */
function tail(statements: readonly SyntaxNode[], isCold: (span: Span) => boolean): readonly Edit[] {
  let from = statements.length
  while (from > 0 && statements[from - 1]!.type !== 'FunctionDeclaration' && isCold(statements[from - 1]!)) from--
  if (from === statements.length) return []
  return [{ start: statements[from]!.start, end: statements.at(-1)!.end, text: `${trapName}();` }]
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { readonly type?: unknown }).type === 'string'
}

function withEdits(code: string, edits: readonly Edit[]): string {
  const parts: string[] = []
  let at = 0
  for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start)) {
    if (start < at) throw new Error(`two edits meet at ${start}`)
    parts.push(code.slice(at, start), text)
    at = end
  }
  parts.push(code.slice(at))
  return parts.join('')
}
