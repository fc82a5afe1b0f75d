/** Completion with Tab: verbs, flags and their values, kinds, names, namespaces. */
import { resources } from '../kubernetes/resources.ts'
import type { ResourceInfo } from '../kubernetes/resources.ts'
import { globalFlags } from './commands/command.ts'
import type { Command } from './commands/command.ts'
import { commands } from './commands/table.ts'
import { customResources } from './custom-resources.ts'
import { parseFlags } from './parse/flags.ts'
import type { FlagSpec } from './parse/flags.ts'
import { withoutProgram } from './parse/script.ts'
import { isOperator, splitWords } from './parse/words.ts'
import { resourceInfo } from '../kubernetes/resources.ts'
import { resourceOf } from './resources.ts'
import { findCommand } from './run.ts'

export interface Completion {
  /** Offset in the line at which the candidates begin. */
  readonly start: number
  readonly candidates: readonly string[]
}

/** Names of the objects of a kind in a namespace; with a pod's name those of its containers. */
export type NameSource = (info: ResourceInfo, namespace: string, pod?: string) => Promise<readonly string[]>

const outputs = ['wide', 'yaml', 'json', 'name', 'jsonpath=', 'custom-columns=']

/** What may stand at the end of `line`. `namespace`: of the current context. */
export async function complete(line: string, namespace: string, names: NameSource): Promise<Completion> {
  const { words } = splitWords(line)
  const after = words.slice(words.findLastIndex((word) => isOperator(word)) + 1)
  const last = after.at(-1)
  const open = last !== undefined && last.end === line.length
  const current = open ? last.text : ''
  const start = open ? last.start : line.length
  const before = withoutProgram(after.slice(0, open ? -1 : undefined).map((word) => word.text))
  const found = await candidatesFor(before, current, namespace, names)
  const candidates = [...new Set(found)].filter((one) => one.startsWith(current) && one !== current).toSorted()
  return { start, candidates: candidates.length === 0 && found.includes(current) ? [current] : candidates }
}

async function candidatesFor(before: readonly string[], current: string, usual: string, names: NameSource): Promise<readonly string[]> {
  const found = findCommand(before)
  if (found === undefined) return before.length === 0 ? commands.map((command) => command.name) : []
  const { command, rest } = found
  const specs = [...command.flags, ...globalFlags]
  const valued = valueOf(specs, rest, current)
  const { flags, args } = parseFlags(rest, specs)
  const namespace = flags.text('namespace') === '' ? usual : flags.text('namespace')
  if (valued !== undefined) return flagValues(valued.spec, valued.prefix, names, namespace, args)
  if (current.startsWith('-')) return specs.map((spec) => `--${spec.name}${spec.alone === undefined ? '=' : ''}`)
  if (command.inner !== undefined && args.length === 0) return command.inner.map((inner) => inner.name)
  return argumentsOf(command, found.path, args, current, namespace, names)
}

/** The flag whose value is being typed: `-n sh|`, `--namespace=sh|`, `-o |`. */
function valueOf(specs: readonly FlagSpec[], rest: readonly string[], current: string): { readonly spec: FlagSpec; readonly prefix: string } | undefined {
  const equal = current.indexOf('=')
  if (current.startsWith('--') && equal > 0) {
    const spec = specs.find((one) => one.name === current.slice(2, equal))
    return spec === undefined ? undefined : { spec, prefix: current.slice(0, equal + 1) }
  }
  const word = rest.at(-1) ?? ''
  const spec = specs.find((one) => one.alone === undefined && (word === `--${one.name}` || (one.short !== '' && word === `-${one.short}`)))
  return spec === undefined ? undefined : { spec, prefix: '' }
}

async function flagValues(spec: FlagSpec, prefix: string, names: NameSource, namespace: string, args: readonly string[]): Promise<readonly string[]> {
  if (spec.name === 'container') return containersOf(args, namespace, prefix, names)
  if (spec.name === 'namespace') return (await names(resourceInfo('namespaces'), '')).map((name) => prefix + name)
  if (spec.name === 'output') return outputs.map((name) => prefix + name)
  if (spec.name === 'dry-run') return ['client', 'server', 'none'].map((name) => prefix + name)
  if (spec.name === 'for') return ['condition=', 'delete', 'jsonpath='].map((name) => prefix + name)
  return []
}

/** Containers of the pod that the line names. */
async function containersOf([word]: readonly string[], namespace: string, prefix: string, names: NameSource): Promise<readonly string[]> {
  const pod = word?.replace(/^(?:pods?|po)\//, '')
  if (pod === undefined || pod.includes('/')) return []
  return (await names(resourceInfo('pods'), namespace, pod)).map((name) => prefix + name)
}

/** Commands whose arguments are names of one kind. */
const kindOf: Readonly<Record<string, Parameters<typeof resourceInfo>[0]>> = {
  logs: 'pods', exec: 'pods', debug: 'pods', cordon: 'nodes', uncordon: 'nodes', drain: 'nodes', 'top pod': 'pods', 'top node': 'nodes',
}

/** Commands whose arguments are a kind and names. */
const takesKinds = new Set([
  'get', 'describe', 'delete', 'scale', 'label', 'annotate', 'patch', 'expose', 'wait', 'taint', 'rollout status', 'rollout history', 'rollout undo',
  'rollout restart', 'rollout pause', 'rollout resume', 'set image', 'set env', 'set resources', 'set serviceaccount', 'edit', 'autoscale', 'explain', 'apply view-last-applied',
])

async function argumentsOf(
  command: Command, path: string, args: readonly string[], current: string, namespace: string, names: NameSource,
): Promise<readonly string[]> {
  const only = kindOf[path] ?? kindOf[command.name]
  if (only !== undefined) return names(resourceInfo(only), namespace)
  if (!takesKinds.has(path)) return []
  const slash = current.indexOf('/')
  if (slash > 0) {
    const info = resourceOf(current.slice(0, slash))
    return info === undefined ? [] : (await names(info, namespace)).map((name) => `${current.slice(0, slash)}/${name}`)
  }
  const info = args[0] === undefined ? undefined : resourceOf(args[0].split(',')[0] ?? '')
  if (info === undefined) return args.length === 0 ? [...resources.map((one) => one.name), ...customResources().map((one) => one.name), 'all'] : []
  return (await names(info, namespace)).filter((name) => !args.includes(name))
}
