/** What a command is: a row of the table. */
import type { Kubectl } from '../kubectl.ts'
import type { Flags, FlagSpec } from '../parse/flags.ts'
import { flag } from '../parse/flags.ts'

export interface Invocation {
  readonly kubectl: Kubectl
  readonly flags: Flags
  readonly args: readonly string[]
  /** How many of them stand before `--`; undefined: the line has none. */
  readonly afterDashes?: number
  /** Of `-n`, else of the current context. */
  readonly namespace: string
  /** "create deployment": for usage errors. */
  readonly path: string
}

export interface Command {
  readonly name: string
  /** First line of its help. */
  readonly says: string
  readonly usage: string
  readonly aliases?: readonly string[]
  readonly flags: readonly FlagSpec[]
  /** Its commands of the second word; then `run` answers where none fits. */
  readonly inner?: readonly Command[]
  /** Resolves with the exit code; undefined is 0. Throws KubectlError. */
  readonly run: (invocation: Invocation) => Promise<number | void>
}

/** Flags of several commands. */
export const common = {
  output: flag('output', 'text', 'Output format. One of: (json, yaml, name, wide, jsonpath, custom-columns)', { short: 'o' }),
  selector: flag('selector', 'text', 'Selector (label query) to filter on, supports \'=\', \'==\', \'!=\', \'in\', \'notin\'', { short: 'l' }),
  fieldSelector: flag('field-selector', 'text', 'Selector (field query) to filter on, supports \'=\', \'==\' and \'!=\''),
  allNamespaces: flag('all-namespaces', 'bool', 'If present, the command runs across all namespaces', { short: 'A' }),
  filename: flag('filename', 'list', 'Name of a file; - is the standard input', { short: 'f' }),
  dryRun: flag('dry-run', 'text', 'Must be "none", "server", or "client"', { preset: 'none', alone: 'unchanged' }),
  all: flag('all', 'bool', 'Select all resources in the namespace of the specified resource types'),
  overwrite: flag('overwrite', 'bool', 'If true, allow values to be overwritten'),
  fieldManager: flag('field-manager', 'text', 'Name of the manager used to track field ownership', { preset: 'kubectl' }),
  timeout: flag('timeout', 'duration', 'The length of simulated time to wait before giving up', { preset: '0s' }),
  validate: flag('validate', 'text', 'Must be one of: strict (or true), warn, ignore (or false)', { preset: 'strict', alone: 'strict' }),
  container: flag('container', 'text', 'Name of a container', { short: 'c' }),
} as const

/** Flags of every command. Those that choose another server or user have nothing to choose here and are left out. */
export const globalFlags: readonly FlagSpec[] = [
  flag('namespace', 'text', 'If present, the namespace scope for this CLI request', { short: 'n' }),
  flag('help', 'bool', 'Help for this command', { short: 'h' }),
  flag('v', 'int', 'Number for the log level verbosity', { short: 'v' }),
  flag('warnings-as-errors', 'bool', 'Treat warnings received from the server as errors'),
]
