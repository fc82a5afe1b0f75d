/** One file of `src/` as the architecture rules see it: its imports and its syntax tree, read by the bundler's own parser. */
import { posix } from 'node:path'
import { parseSync } from 'vite'

export interface Import {
  /** Path of the imported file from the repository's root, or the package's name. */
  readonly target: string
  readonly external: boolean
  /** Gone after type stripping: it makes no run-time dependency. */
  readonly typeOnly: boolean
  readonly line: number
}

export interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly [field: string]: unknown
}

export interface SourceFile {
  readonly path: string
  readonly text: string
  readonly imports: readonly Import[]
  readonly program: SyntaxNode
  readonly comments: readonly { readonly value: string; readonly start: number }[]
}

/** Parses one file; throws with the parser's message when it is not TypeScript. */
export function parseSource(path: string, text: string): SourceFile {
  const parsed = parseSync(path, text)
  const broken = parsed.errors[0]
  if (broken !== undefined) throw new Error(`${path}: ${broken.message}`)
  const file = { path, text, program: asNode(parsed.program), comments: parsed.comments }
  return { ...file, imports: [...staticImports(file), ...workerImports(file)] }
}

/** Line number, from 1, of a position in the text. */
export function lineOf(text: string, position: number): number {
  return text.slice(0, position).split('\n').length
}

/** Calls `visit` for each node below and including `node`. */
export function walk(node: SyntaxNode, visit: (node: SyntaxNode) => void): void {
  visit(node)
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit)
  }
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** The name of an identifier node, else empty text. */
export function nameOf(value: unknown): string {
  return isNode(value) && typeof value['name'] === 'string' ? value['name'] : ''
}

function asNode(value: unknown): SyntaxNode {
  if (!isNode(value)) throw new Error('the parser gave no syntax tree')
  return value
}

function staticImports(file: Pick<SourceFile, 'path' | 'text' | 'program'>): Import[] {
  const found: Import[] = []
  walk(file.program, (node) => {
    const source = node['source']
    const importing = ['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression'].includes(node.type)
    if (!importing || !isNode(source) || typeof source['value'] !== 'string') return
    // Of a worker's address nothing of it is imported.
    found.push(makeImport(file, source['value'], isTypeOnly(node) || source['value'].endsWith('?worker&url'), node.start))
  })
  return found
}

/** `new URL('./worker.ts', import.meta.url)` names a file as an import does. */
function workerImports(file: Pick<SourceFile, 'path' | 'text' | 'program'>): Import[] {
  const found: Import[] = []
  walk(file.program, (node) => {
    if (node.type !== 'NewExpression' || nameOf(node['callee']) !== 'URL' || !Array.isArray(node['arguments'])) return
    const [first, base]: unknown[] = node['arguments']
    const source = isNode(first) ? first['value'] : undefined
    const fromHere = isNode(base) && base.type === 'MemberExpression' && isNode(base['object']) && base['object'].type === 'MetaProperty'
    if (fromHere && typeof source === 'string' && source.startsWith('.')) found.push({ ...makeImport(file, source, true, node.start), typeOnly: true })
  })
  return found
}

function isTypeOnly(node: SyntaxNode): boolean {
  if (node['importKind'] === 'type' || node['exportKind'] === 'type') return true
  const specifiers = node['specifiers']
  if (!Array.isArray(specifiers) || specifiers.length === 0) return false
  return specifiers.every((specifier) => isNode(specifier) && (specifier['importKind'] === 'type' || specifier['exportKind'] === 'type'))
}

function makeImport(file: Pick<SourceFile, 'path' | 'text'>, specifier: string, typeOnly: boolean, start: number): Import {
  const bare = specifier.replace(/\?.*$/, '')
  const external = !bare.startsWith('.')
  const target = external ? bare : posix.normalize(posix.join(posix.dirname(file.path), bare))
  return { target, external, typeOnly, line: lineOf(file.text, start) }
}
