/** `kubectl attach`, and what `kubectl run -it` does after it has made its pod. Source: k8s.io/kubectl/pkg/cmd/{attach/attach.go,run/run.go}. */
import { resourceInfo, resourcePath } from '../../kubernetes/resources.ts'
import type { Container, Pod } from '../../kubernetes/types/core.ts'
import { deleteObject } from '../api.ts'
import type { ApiObject } from '../api.ts'
import { Interrupted, KubectlError, plainError, reasonText } from '../errors.ts'
import { runSession } from '../exec/session.ts'
import { flag } from '../parse/flags.ts'
import { valueText } from '../print/json.ts'
import { openStream, untilObject } from '../watch.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { hasTerminal } from './exec.ts'
import { containerNotice, podOf } from './logs.ts'

const pods = resourceInfo('pods')

export const attach: Command = {
  name: 'attach',
  says: 'Attach to a process that is already running inside an existing container.',
  usage: 'kubectl attach (POD | TYPE/NAME) -c CONTAINER [flags]',
  flags: [
    common.container, flag('stdin', 'bool', 'Pass stdin to the container', { short: 'i' }), flag('tty', 'bool', 'Stdin is a TTY', { short: 't' }),
    flag('quiet', 'bool', 'Only print output from the remote session', { short: 'q' }),
  ],
  run: async (invocation) => {
    const { kubectl, flags, args: [word], namespace } = invocation
    if (word === undefined) throw plainError('at least 1 argument is required for attach')
    const pod = await podOf(kubectl, namespace, word, false)
    const { phase } = pod.status
    if (phase === 'Succeeded' || phase === 'Failed') throw plainError(`cannot attach a container in a completed pod; current phase is ${phase}`)
    const wanted = flags.text('container')
    const container = allContainers(pod).find((one) => wanted === '' || one.name === wanted)
    if (container === undefined) throw plainError(`container not found (${wanted})`)
    if (wanted === '' && !flags.on('quiet')) kubectl.error(containerNotice(pod))
    await attachTo(invocation, pod, container, false)
  },
}

/** Those of its own first, the first of which is taken where none is named. */
function allContainers({ spec: { containers, ephemeralContainers = [], initContainers = [] } }: Pod): readonly Container[] {
  return [...containers, ...ephemeralContainers, ...initContainers]
}

/** Words of a container whose program reads what is typed. */
const shells: ReadonlySet<string> = new Set(['sh', '/bin/sh', 'bash', '/bin/bash', 'ash', '/bin/ash'])

function isShell({ command = [], args = [] }: Container): boolean {
  const [first, ...more] = [...command, ...args]
  return more.length === 0 && (first === undefined || shells.has(first))
}

/**
 * Types into a container's own program and shows what it prints, until it ends. Simplified: what it printed before is shown as well.
 * `orLog`: of one that is over by now the log is shown, as commands do that have made the container.
 */
async function attachTo(invocation: Invocation, pod: Pod, container: Container, orLog: boolean): Promise<void> {
  const { name } = pod.metadata
  const { kubectl, flags, namespace } = invocation
  const path = resourcePath(pods, namespace, name)
  const stdin = flags.on('stdin') && container.stdin === true
  const tty = container.tty === true && hasTerminal(kubectl, flags)
  if (!flags.on('quiet')) kubectl.error('If you don\'t see a command prompt, try pressing enter.\n')
  let log: Promise<void> | undefined
  const showLog = (): Promise<void> => (log ??= followLog(invocation, path, container.name))
  // Ctrl-C is all that a program hears which is no shell; what it prints is in its log.
  const beside = stdin && isShell(container) ? undefined : showLog
  try {
    await runSession(kubectl, { path, container: container.name, command: [], stdin, tty, attach: true }, beside)
  } catch (error) {
    if (!orLog || !(error instanceof KubectlError) || error instanceof Interrupted) throw error
    kubectl.error(`warning: couldn't attach to pod/${name}, falling back to streaming logs: ${reasonText(error)}\n`)
    await showLog()
    return
  }
  if (stdin && tty && !flags.on('quiet')) kubectl.out(resumeText(pod, container.name))
}

/** How to come back, where there may be something to come back to. */
function resumeText({ metadata: { name }, spec }: Pod, container: string): string {
  const again = `'kubectl attach ${name} -c ${container} -i -t'`
  if (spec.ephemeralContainers?.some((one) => one.name === container) === true) {
    return `Session ended, the ephemeral container will not be restarted but may be reattached using ${again} if it is still running\n`
  }
  return spec.restartPolicy === 'Always' ? `Session ended, resume using ${again} command when the pod is running\n` : ''
}

async function followLog({ kubectl }: Invocation, path: string, container: string): Promise<void> {
  const stream = await openStream(kubectl, { method: 'GET', path: `${path}/log`, query: { container, follow: 'true' } })
  try {
    if (typeof stream.response.body === 'string') kubectl.out(stream.response.body)
    if (stream.response.stream !== true) return
    for (;;) {
      const event = await stream.next(Number.POSITIVE_INFINITY)
      if (kubectl.signal.aborted) throw new Interrupted()
      if (event === 'ended' || event === 'timeout') return
      if (event.type === 'DATA') kubectl.out(valueText(event.object))
    }
  } finally {
    stream.close()
  }
}

const begun: ReadonlySet<string> = new Set(['Running', 'Succeeded', 'Failed'])
const over: ReadonlySet<string> = new Set(['Succeeded', 'Failed'])

/** The pod, once it has come so far. */
async function podIn({ kubectl, namespace }: Invocation, name: string, phases: ReadonlySet<string>): Promise<Pod> {
  const reached = (object: ApiObject | undefined): Pod | undefined => {
    if (object === undefined) throw plainError(`pods "${name}" not found`)
    const pod = object as unknown as Pod
    return phases.has(pod.status.phase) ? pod : undefined
  }
  const pod = await untilObject(kubectl, pods, namespace, name, reached, Number.POSITIVE_INFINITY)
  if (pod === undefined) throw plainError('timed out waiting for the condition')
  return pod
}

/** `kubectl debug -i`: waits until the container has begun and attaches to it; of one that has ended its log is shown. */
export async function attachToContainer(invocation: Invocation, podName: string, name: string): Promise<void> {
  const { kubectl, namespace } = invocation
  const found = await untilObject(kubectl, pods, namespace, podName, (object) => {
    if (object === undefined) throw plainError(`pods "${podName}" not found`)
    const pod = object as unknown as Pod
    const { containerStatuses = [], ephemeralContainerStatuses = [] } = pod.status
    const state = [...containerStatuses, ...ephemeralContainerStatuses].find((one) => one.name === name)?.state
    return state?.running === undefined && state?.terminated === undefined ? undefined : { pod, ended: state.terminated !== undefined }
  }, Number.POSITIVE_INFINITY)
  const container = found === undefined ? undefined : allContainers(found.pod).find((one) => one.name === name)
  if (found === undefined || container === undefined) throw plainError('timed out waiting for the condition')
  if (found.ended) await followLog(invocation, resourcePath(pods, namespace, podName), name)
  else await attachTo(invocation, found.pod, container, true)
}

/** `kubectl run -i`: waits for the pod, attaches, takes it away with `--rm`, and ends as its program ended. */
export async function attachToNew(invocation: Invocation, name: string): Promise<number> {
  const { kubectl, flags, namespace } = invocation
  try {
    const pod = await podIn(invocation, name, begun)
    const [container] = pod.spec.containers
    const path = resourcePath(pods, namespace, name)
    if (over.has(pod.status.phase)) await followLog(invocation, path, container?.name ?? '')
    else if (container !== undefined) await attachTo(invocation, pod, container, true)
    return pod.spec.restartPolicy === 'Never' ? endOf(await podIn(invocation, name, over)) : 0
  } finally {
    if (flags.on('rm')) {
      await deleteObject(kubectl, pods, namespace, name, {})
      kubectl.out(`pod "${name}" deleted from ${namespace} namespace\n`)
    }
  }
}

function endOf({ metadata: { name, namespace }, status }: Pod): number {
  const ended = status.containerStatuses?.[0]?.state?.terminated
  if (status.phase === 'Succeeded') return 0
  if (ended === undefined || ended.exitCode === 0) throw plainError(`pod ${namespace}/${name} failed with unknown exit code`)
  throw new KubectlError(`pod ${namespace}/${name} terminated (${ended.reason ?? ''})`, ended.exitCode)
}
