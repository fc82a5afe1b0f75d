/** `--help`: what a command is for, how it is used, its flags. */
import { usageError } from '../errors.ts'
import type { Command, Invocation } from './command.ts'

/** A command whose second word is missing or unknown. */
export function withoutSubcommand(command: Command, { kubectl, args, path }: Invocation): Promise<number> {
  const [word] = args
  if (word !== undefined) throw usageError(path, `unknown command "${word}"`)
  kubectl.out(helpText(command, path))
  return Promise.resolve(1)
}

/** Help of a command; undefined: that of kubectl itself. */
export function helpText(command: Command | undefined, path: string, all: readonly Command[] = []): string {
  if (command === undefined) {
    return `kubectl controls the Kubernetes cluster manager.\n\n${listText('Commands', all)}Use "kubectl <command> --help" for more information about a given command.\n`
  }
  const inner = command.inner === undefined ? '' : listText('Available Commands', command.inner)
  const options = command.flags.length === 0 ? '' : `Options:\n${command.flags.map((one) => {
    const short = one.short === '' ? '    ' : `-${one.short}, `
    return `    ${short}--${one.name}=${one.type === 'text' || one.type === 'list' ? `'${one.preset}'` : one.preset}:\n\t${one.says}\n`
  }).join('\n')}\n`
  return `${command.says}\n\n${inner}${options}Usage:\n  ${command.usage}\n${inner === '' ? '' : `\nUse "kubectl ${path} <command> --help" for more information about a given command.\n`}`
}

function listText(title: string, list: readonly Command[]): string {
  const width = Math.max(0, ...list.map((one) => one.name.length))
  return list.length === 0 ? '' : `${title}:\n${list.map((one) => `  ${one.name.padEnd(width)}   ${one.says.replace(/\.$/, '')}\n`).join('')}\n`
}
