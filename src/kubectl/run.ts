/** Runs one kubectl command: finds it, reads its flags, and turns what it throws into text and an exit code. */
import { commands } from './commands/table.ts'
import { common, globalFlags } from './commands/command.ts'
import type { Command, Invocation } from './commands/command.ts'
import { checkDryRun } from './commands/generate.ts'
import { helpText } from './commands/help.ts'
import { learnCustomResources } from './custom-resources.ts'
import { flagError, KubectlError, UnknownKind } from './errors.ts'
import type { Kubectl } from './kubectl.ts'
import { parseFlags } from './parse/flags.ts'
import type { ScriptCommand } from './parse/script.ts'

interface FoundCommand {
  readonly command: Command
  /** "create deployment". */
  readonly path: string
  /** What follows the command's own words. */
  readonly rest: readonly string[]
}

/** The command that the words begin with; undefined when there is none. Flags before it are kept for it. */
export function findCommand(words: readonly string[]): FoundCommand | undefined {
  const { before, after } = leadingFlags(words)
  const [verb = '', ...rest] = after
  let command = byName(commands, verb)
  if (command === undefined) return undefined
  let path = command.name
  let left: readonly string[] = rest
  while (command.inner !== undefined) {
    const inner: Command | undefined = byName(command.inner, left[0] ?? '')
    if (inner === undefined) break
    command = inner
    path += ` ${inner.name}`
    left = left.slice(1)
  }
  return { command, path, rest: [...before, ...left] }
}

function byName(table: readonly Command[], word: string): Command | undefined {
  return table.find((command) => command.name === word || command.aliases?.includes(word) === true)
}

/** `kubectl -n shop get pods`: flags of every command may stand before the verb. */
function leadingFlags(words: readonly string[]): { readonly before: readonly string[]; readonly after: readonly string[] } {
  let at = 0
  while (words[at]?.startsWith('-') === true) {
    const word = words[at]!
    at += (word === '-n' || word === '--namespace') && at + 1 < words.length ? 2 : 1
  }
  return { before: words.slice(0, at), after: words.slice(at) }
}

/** Runs a command of a script; never throws but for a broken connection's error, which becomes text too. */
export async function runCommand(kubectl: Kubectl, { words, problem }: Pick<ScriptCommand, 'words' | 'problem'>): Promise<number> {
  try {
    if (problem !== undefined) throw new KubectlError(`error: ${problem}`)
    return await dispatch(kubectl, words).catch(async (error: unknown) => {
      // Kinds are read before anything is done, so the command may begin again when there is a new one.
      if (error instanceof UnknownKind && await learnCustomResources(kubectl.send)) return dispatch(kubectl, words)
      throw error
    })
  } catch (error) {
    const message = error instanceof KubectlError ? error.message : `error: ${error instanceof Error ? error.message : String(error)}`
    if (message !== '') kubectl.error(`${message}\n`)
    return error instanceof KubectlError ? error.exitCode : 1
  }
}

async function dispatch(kubectl: Kubectl, words: readonly string[]): Promise<number> {
  const found = findCommand(words)
  if (found === undefined) {
    const word = words.find((one) => !one.startsWith('-'))
    if (word !== undefined) throw new KubectlError(unknownCommand(word))
    kubectl.out(helpText(undefined, '', commands))
    return 0
  }
  const { command, path, rest } = found
  const { flags, args, afterDashes, problem } = parseFlags(rest, [...command.flags, ...globalFlags])
  if (problem !== undefined) throw flagError(path, problem)
  if (flags.on('help')) {
    kubectl.out(helpText(command, path))
    return 0
  }
  const namespace = flags.text('namespace') === '' ? kubectl.session.namespace : flags.text('namespace')
  const invocation: Invocation = { kubectl, flags, args, ...(afterDashes === undefined ? {} : { afterDashes }), namespace, path }
  if (command.flags.includes(common.dryRun)) checkDryRun(invocation)
  return await command.run(invocation) ?? 0
}

/** With the commands that are nearly the same. */
function unknownCommand(word: string): string {
  const near = commands.map((command) => command.name).filter((name) => distance(name, word) <= 2 || (word !== '' && name.startsWith(word)))
  const hint = near.length === 0 ? '' : `\n\nDid you mean this?\n${near.map((name) => `\t${name}\n`).join('')}`
  return `error: unknown command "${word}" for "kubectl"${hint}`
}

/** Edits from one word to the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length] ?? 0
}
