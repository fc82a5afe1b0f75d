/** Rules about what may stand in a file: words that make a history depend on the host, and words that are banned everywhere. */
import { isNode, lineOf, nameOf, walk } from './source-file.ts'
import type { SourceFile, SyntaxNode } from './source-file.ts'

const clock = 'take the simulated time (simTimeUs) as an argument'
const timer = 'schedule an event in engine/simulation'
const promise = 'write a state machine: an input gives outputs; the order of promises is the host’s'
const table = 'not specified to the bit: use integer arithmetic or a table'
const order = 'compare with < and >: the order of a locale is the host’s'

/** Banned members of globals, in files where history is decided. */
const bannedMembers: Readonly<Record<string, string>> = {
  'Date.now': clock,
  'performance.now': clock,
  'Math.random': 'take a Random forked by component and purpose from engine/simulation',
  'Math.log': table, 'Math.log2': table, 'Math.log10': table, 'Math.log1p': table,
  'Math.exp': table, 'Math.expm1': table, 'Math.pow': table, 'Math.sin': table, 'Math.cos': table,
}
const bannedNames: Readonly<Record<string, string>> = {
  Promise: promise, setTimeout: timer, setInterval: timer, queueMicrotask: promise, Intl: order,
}
const bannedProperties: Readonly<Record<string, string>> = {
  localeCompare: order, toLocaleString: order, toLocaleDateString: order, toLocaleTimeString: order,
}

/** True for files whose history must be the same everywhere. */
export function decidesHistory(path: string): boolean {
  return ['src/engine/', 'src/kubernetes/', 'src/protocol/'].some((prefix) => path.startsWith(prefix))
}

/** Wall clock, randomness, promise order and arithmetic that differs between hosts. */
export function hostDependence(files: readonly SourceFile[]): string[] {
  return collect(files.filter((file) => decidesHistory(file.path)), (node) => {
    if (node['async'] === true) return `async: ${promise}`
    if (node.type === 'AwaitExpression') return `await: ${promise}`
    if (node.type === 'BinaryExpression' && node['operator'] === '**' && !isPowerOfTwo(node)) return `** of anything but 2: ${table}`
    if (node.type === 'NewExpression' && nameOf(node['callee']) === 'Date') return `new Date(: ${clock}`
    if (node.type === 'MemberExpression') return bannedMember(node)
    if (node.type === 'Identifier') return say(nameOf(node), bannedNames)
    return undefined
  })
}

function bannedMember(node: SyntaxNode): string | undefined {
  const property = nameOf(node['property'])
  return say(`${nameOf(node['object'])}.${property}`, bannedMembers) ?? say(property, bannedProperties)
}

/** Doublings are exact everywhere. */
function isPowerOfTwo(node: SyntaxNode): boolean {
  const base = node['left']
  return isNode(base) && base.type === 'Literal' && base['value'] === 2
}

function say(word: string, replacements: Readonly<Record<string, string>>): string | undefined {
  const replacement = Object.hasOwn(replacements, word) ? replacements[word] : undefined
  return replacement === undefined ? undefined : `${word}: ${replacement}`
}

const htmlDoors = new Set(['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'dangerouslySetInnerHTML', 'createContextualFragment', 'srcdoc'])

/** Text is never inserted as HTML: it could come from a manifest. */
export function htmlInsertion(files: readonly SourceFile[]): string[] {
  return collect(files, (node) => {
    const word = node.type === 'JSXIdentifier' || node.type === 'Identifier' ? nameOf(node) : ''
    return htmlDoors.has(word) ? `${word}: text is never inserted as HTML; give it to React as a child or set textContent` : undefined
  })
}

/** `any` as a type, and default exports. */
export function looseCode(files: readonly SourceFile[]): string[] {
  return collect(files, (node) => {
    if (node.type === 'TSAnyKeyword') return 'any: say the type, or take `unknown` and narrow it'
    if (node.type === 'ExportDefaultDeclaration') return 'default export: export it by its name'
    return undefined
  })
}

const reminders = /\b(?:TODO|FIXME|XXX|HACK)\b/
const silencers = /(?:eslint|oxlint)-disable|@ts-(?:ignore|nocheck|expect-error)/

/** Left-over reminders and silenced checks. */
export function leftOvers(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => file.comments.flatMap((comment) => {
    const where = `${file.path}:${lineOf(file.text, comment.start)}`
    const reminder = reminders.exec(comment.value)?.[0]
    const silencer = silencers.exec(comment.value)?.[0]
    return [
      ...(reminder === undefined ? [] : [`${where}: ${reminder}: do it now, or say what is left out and why`]),
      ...(silencer === undefined ? [] : [`${where}: ${silencer}: put the code right instead of silencing the check`]),
    ]
  }))
}

function collect(files: readonly SourceFile[], judge: (node: SyntaxNode) => string | undefined): string[] {
  return files.flatMap((file) => {
    const found: string[] = []
    walk(file.program, (node) => {
      const verdict = judge(node)
      if (verdict !== undefined) found.push(`${file.path}:${lineOf(file.text, node.start)}: ${verdict}`)
    })
    return found
  })
}
