/** `kubectl exec`. Source: k8s.io/kubectl/pkg/cmd/exec/exec.go. */
import { resourceInfo, resourcePath } from '../../kubernetes/resources.ts'
import { plainError, usageError } from '../errors.ts'
import { runSession } from '../exec/session.ts'
import type { Kubectl } from '../kubectl.ts'
import type { Flags } from '../parse/flags.ts'
import { flag } from '../parse/flags.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { containerNotice, podOf } from './logs.ts'

const pods = resourceInfo('pods')

export const exec: Command = {
  name: 'exec',
  says: 'Execute a command in a container.',
  usage: 'kubectl exec (POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]',
  flags: [
    common.container, flag('stdin', 'bool', 'Pass stdin to the container', { short: 'i' }), flag('tty', 'bool', 'Stdin is a TTY', { short: 't' }),
    flag('quiet', 'bool', 'Only print output from the remote session', { short: 'q' }),
  ],
  run,
}

async function run(invocation: Invocation): Promise<number> {
  const { kubectl, flags, args: [word, ...command], afterDashes, namespace, path } = invocation
  if (word === undefined || afterDashes === 0) throw plainError('pod, type/name or --filename must be specified')
  if (afterDashes === undefined && command.length > 0) throw usageError(path, 'exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead')
  if (command.length === 0) throw plainError('you must specify at least one command for the container')
  const pod = await podOf(kubectl, namespace, word, false)
  const { phase } = pod.status
  if (phase === 'Succeeded' || phase === 'Failed') throw plainError(`cannot exec into a container in a completed pod; current phase is ${phase}`)
  const container = flags.text('container') === '' ? pod.spec.containers[0]?.name ?? '' : flags.text('container')
  if (flags.text('container') === '' && !flags.on('quiet')) kubectl.error(containerNotice(pod))
  const code = await runSession(kubectl, {
    path: resourcePath(pods, namespace, pod.metadata.name), container, command, stdin: flags.on('stdin'), tty: hasTerminal(kubectl, flags), attach: false,
  })
  if (code !== 0) kubectl.error(`command terminated with exit code ${code}\n`)
  return code
}

/** `-t`, where there is a terminal. */
export function hasTerminal({ keyboard, error }: Kubectl, flags: Flags): boolean {
  if (!flags.on('tty') || !flags.on('stdin')) return false
  if (keyboard === undefined) error('Unable to use a TTY - input is not a terminal or the right kind of file\n')
  return keyboard !== undefined
}
