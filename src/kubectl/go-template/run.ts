/** Fills a Go template with an object. Sources: text/template/exec.go, text/template/funcs.go, k8s.io/cli-runtime/pkg/printers/template.go. */
import { decodeBase64Text } from '../../kubernetes/base64-text.ts'
import { byText } from '../print/json.ts'
import { parseTemplate, TemplateError, type Argument, type Node, type Pipeline } from './parse.ts'

type Variables = Map<string, unknown>

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)
const keysOf = (map: Readonly<Record<string, unknown>>): readonly string[] => Object.keys(map).toSorted(byText)

/** As Go's `%v` prints a value of JSON. `inside`: within a list or map. */
function shown(value: unknown, inside = false): string {
  if (value === undefined || value === null) return inside ? '<nil>' : '<no value>'
  if (Array.isArray(value)) return `[${value.map((one) => shown(one, true)).join(' ')}]`
  if (isMap(value)) return `map[${keysOf(value).map((key) => `${key}:${shown(value[key], true)}`).join(' ')}]`
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function truth(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (isMap(value)) return Object.keys(value).length > 0
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== ''
}

/** `printf`, with the verbs that templates use. */
function printf(format: unknown, ...values: readonly unknown[]): string {
  let next = 0
  return shown(format).replaceAll(/%(-?)(\d*)([svdqt%])/g, (_whole, minus: string, width: string, verb: string) => {
    if (verb === '%') return '%'
    const value = values[next++]
    const text = verb === 'q' ? JSON.stringify(shown(value)) : shown(value)
    return minus === '' ? text.padStart(Number(width)) : text.padEnd(Number(width))
  })
}

function indexed(value: unknown, ...keys: readonly unknown[]): unknown {
  return keys.reduce((now, key) => {
    if (Array.isArray(now)) {
      if (typeof key !== 'number') throw new TemplateError(`error calling index: cannot index slice/array with type ${typeof key}`)
      if (key < 0 || key >= now.length) throw new TemplateError(`error calling index: index out of range: ${key}`)
      return now[key] as unknown
    }
    if (isMap(now)) return now[shown(key)]
    throw new TemplateError(now === undefined || now === null ? 'error calling index: index of untyped nil' : `error calling index: can't index item of type ${typeof now}`)
  }, value)
}

/** -1, 0 or 1; numbers by size, the rest as text. */
function compared(a: unknown, b: unknown): number {
  if (typeof a !== typeof b) throw new TemplateError('error calling eq: incompatible types for comparison')
  return typeof a === 'number' ? Math.sign(a - (b as number)) : byText(shown(a), shown(b))
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  if (isMap(value)) return Object.keys(value).length
  throw new TemplateError('error calling len: len of nil pointer')
}

const functions: Readonly<Record<string, (...values: readonly unknown[]) => unknown>> = {
  printf,
  print: (...values) => values.map((value) => shown(value)).join(' '),
  println: (...values) => `${values.map((value) => shown(value)).join(' ')}\n`,
  index: indexed,
  len: lengthOf,
  not: (value) => !truth(value),
  and: (...values) => values.find((value) => !truth(value)) ?? values.at(-1),
  or: (...values) => values.find(truth) ?? values.at(-1),
  eq: (value, ...others) => others.some((other) => compared(value, other) === 0),
  ne: (a, b) => compared(a, b) !== 0,
  lt: (a, b) => compared(a, b) < 0,
  le: (a, b) => compared(a, b) <= 0,
  gt: (a, b) => compared(a, b) > 0,
  ge: (a, b) => compared(a, b) >= 0,
  // kubectl's own two.
  base64decode: (value) => decodeBase64Text(shown(value)),
  exists: (value, ...keys) => keys.reduce<unknown>((now, key) => (isMap(now) ? now[shown(key)] : Array.isArray(now) ? now[Number(key)] as unknown : undefined), value) !== undefined,
}

function fieldOf(value: unknown, path: readonly string[], text: string): unknown {
  return path.reduce((now, name) => {
    if (now === undefined || now === null) return undefined
    if (!isMap(now)) throw new TemplateError(`<${text}>: can't evaluate field ${name} in type interface {}`)
    return Object.hasOwn(now, name) ? now[name] : undefined
  }, value)
}

function valueOf(argument: Argument, data: unknown, variables: Variables): unknown {
  switch (argument.is) {
    case 'value': return argument.value
    case 'pipe': return fieldOf(evaluated(argument.pipe, data, variables), argument.path, '(...)')
    case 'function': return called(argument.name, [])
    case 'field': {
      const { from, path, text } = argument
      if (from !== '' && !variables.has(from)) throw new TemplateError(`undefined variable "${from}"`)
      return fieldOf(from === '' ? data : variables.get(from), path, text)
    }
  }
}

function called(name: string, values: readonly unknown[]): unknown {
  const work = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (work === undefined) throw new TemplateError(`function "${name}" not defined`)
  return work(...values)
}

/** The value of a pipeline. Variables that it declares are set. */
function evaluated(pipe: Pipeline, data: unknown, variables: Variables): unknown {
  let value: unknown
  pipe.commands.forEach(([first, ...rest], i) => {
    const values = rest.map((one) => valueOf(one, data, variables))
    if (i > 0) values.push(value)
    if (first?.is === 'function') value = called(first.name, values)
    else if (first !== undefined && values.length === 0) value = valueOf(first, data, variables)
    else throw new TemplateError('can\'t give argument to non-function')
  })
  const [name] = pipe.variables
  if (name !== undefined) variables.set(name, value)
  return value
}

function entriesOf(value: unknown): readonly (readonly [unknown, unknown])[] {
  if (Array.isArray(value)) return value.map((one: unknown, i) => [i, one] as const)
  if (isMap(value)) return keysOf(value).map((key) => [key, value[key]] as const)
  if (value === undefined || value === null) return []
  throw new TemplateError(`range can't iterate over ${shown(value)}`)
}

function ranged(node: Extract<Node, { readonly pipe: Pipeline; readonly body: readonly Node[] }>, data: unknown, variables: Variables): string {
  const { pipe, body, otherwise } = node
  const entries = entriesOf(evaluated({ ...pipe, variables: [] }, data, variables))
  if (entries.length === 0) return filled(otherwise, data, variables)
  const names = pipe.variables
  return entries.map(([key, value]) => {
    const own: Variables = new Map(variables)
    if (names.length > 1) own.set(names[0]!, key)
    const last = names.at(-1)
    if (last !== undefined) own.set(last, value)
    const text = filled(body, value, own)
    // What was assigned to variables from outside stays assigned.
    for (const name of variables.keys()) if (!names.includes(name)) variables.set(name, own.get(name))
    return text
  }).join('')
}

function filled(nodes: readonly Node[], data: unknown, variables: Variables): string {
  return nodes.map((node) => {
    switch (node.is) {
      case 'text': return node.text
      case 'print': {
        const value = evaluated(node.pipe, data, variables)
        return node.pipe.variables.length > 0 ? '' : shown(value)
      }
      case 'range': return ranged(node, data, variables)
      default: {
        const value = evaluated(node.pipe, data, variables)
        return truth(value) ? filled(node.body, node.is === 'with' ? value : data, variables) : filled(node.otherwise, data, variables)
      }
    }
  }).join('')
}

/** The text that a template makes of an object. Throws `TemplateError`. */
export function goTemplateText(template: string, data: unknown): string {
  return filled(parseTemplate(template), data, new Map([['$', data]]))
}
