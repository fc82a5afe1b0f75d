/** `kubectl exec`. Source: k8s.io/kubectl/pkg/cmd/exec/exec.go. */
import { resourceInfo, resourcePath } from '../../kubernetes/resources.ts'
import { call } from '../api.ts'
import { isJsonObject } from '../apply/manifest.ts'
import { plainError, StatusError, usageError } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import { valueText } from '../print/json.ts'
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

/** Simplified: the command is asked and answered as a whole, so there is no terminal to type into (`-it sh`). */
async function run(invocation: Invocation): Promise<number> {
  const { kubectl, flags, args: [word, ...command], afterDashes, namespace, path } = invocation
  if (word === undefined || afterDashes === 0) throw plainError('pod, type/name or --filename must be specified')
  if (afterDashes === undefined && command.length > 0) throw usageError(path, 'exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead')
  if (command.length === 0) throw plainError('you must specify at least one command for the container')
  const pod = await podOf(kubectl, namespace, word, false)
  const container = flags.text('container') === '' ? pod.spec.containers[0]?.name ?? '' : flags.text('container')
  if (flags.text('container') === '' && !flags.on('quiet')) kubectl.error(containerNotice(pod))
  if (!pod.spec.containers.some((one) => one.name === container)) throw plainError(`container ${container} is not valid for pod ${pod.metadata.name}`)
  const body = JSON.stringify({ command, stdin: flags.on('stdin') ? kubectl.stdin ?? '' : '' })
  const answer = await call(kubectl, {
    method: 'POST', path: resourcePath(pods, namespace, pod.metadata.name, 'exec'), query: { container }, headers: { 'content-type': 'application/json' }, body,
  }).catch((error: unknown) => {
    throw error instanceof StatusError && error.status.reason === 'InternalError' ? plainError(error.status.message ?? '') : error
  })
  const result = isJsonObject(answer) ? answer : {}
  kubectl.out(valueText(result['stdout']))
  kubectl.error(valueText(result['stderr']))
  const code = Number(result['exitCode'] ?? 0)
  if (code !== 0) kubectl.error(`command terminated with exit code ${code}\n`)
  return code
}
