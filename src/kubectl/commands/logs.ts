/** `kubectl logs`. Source: k8s.io/kubectl/pkg/cmd/logs/logs.go. */
import { resourceInfo, resourcePath } from '../../kubernetes/resources.ts'
import type { RestRequest } from '../../protocol/rest.ts'
import { matchesLabelSelector } from '../../kubernetes/selectors.ts'
import type { Deployment } from '../../kubernetes/types/apps.ts'
import type { Pod, Service } from '../../kubernetes/types/core.ts'
import { hasLabels } from '../../kubernetes/selectors.ts'
import { call, getObject, listObjects } from '../api.ts'
import { Interrupted, plainError, StatusError, usageError } from '../errors.ts'
import type { Kubectl } from '../kubectl.ts'
import { flag } from '../parse/flags.ts'
import { valueText } from '../print/json.ts'
import { findResource } from '../resources.ts'
import { openStream } from '../watch.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'

const pods = resourceInfo('pods')

export const logs: Command = {
  name: 'logs',
  says: 'Print the logs for a container in a pod or specified resource.',
  usage: 'kubectl logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER] [flags]',
  flags: [
    common.container, common.selector, flag('follow', 'bool', 'Specify if the logs should be streamed', { short: 'f' }),
    flag('previous', 'bool', 'If true, print the logs for the previous instance of the container in a pod if it exists', { short: 'p' }),
    flag('tail', 'int', 'Lines of recent log file to display', { preset: '-1' }), flag('all-containers', 'bool', 'Get all containers\' logs in the pod(s)'),
    flag('timestamps', 'bool', 'Include timestamps on each line in the log output'), flag('since', 'duration', 'Only return logs newer than a relative duration', { preset: '0s' }),
    flag('since-time', 'text', 'Only return logs after a specific date (RFC3339)'), flag('limit-bytes', 'int', 'Maximum bytes of logs to return'),
    flag('max-log-requests', 'int', 'Maximum number of concurrent logs to follow when using a selector', { preset: '5' }),
    flag('prefix', 'bool', 'Prefix each log line with the log source (pod name and container name)'),
  ],
  run,
}

interface Source {
  readonly pod: string
  readonly container: string
}

async function run(invocation: Invocation): Promise<void> {
  const { kubectl, flags } = invocation
  const sources = await sourcesOf(invocation)
  if (flags.on('follow')) {
    if (sources.length > flags.number('max-log-requests')) {
      throw plainError(`you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${flags.number('max-log-requests')}, use --max-log-requests to increase the limit`)
    }
    await Promise.all(sources.map((source) => follow(invocation, source)))
    return
  }
  for (const source of sources) kubectl.out(decorated(invocation, source, await readLog(invocation, source)))
}

function decorated({ flags }: Invocation, { pod, container }: Source, text: string): string {
  return flags.on('prefix') ? text.replace(/^(?=.)/gm, `[pod/${pod}/${container}] `) : text
}

async function readLog(invocation: Invocation, source: Source): Promise<string> {
  return String(await call(invocation.kubectl, logRequest(invocation, source)))
}

function logRequest({ flags, namespace }: Invocation, { pod, container }: Source): RestRequest {
  const query: Record<string, string> = { container }
  if (flags.number('tail') >= 0) query['tailLines'] = flags.text('tail')
  else if (flags.text('selector') !== '') query['tailLines'] = '10'
  if (flags.on('previous')) query['previous'] = 'true'
  if (flags.on('timestamps')) query['timestamps'] = 'true'
  if (flags.duration('since') > 0) query['sinceSeconds'] = String(Math.ceil(flags.duration('since') / 1000))
  if (flags.text('since-time') !== '') query['sinceTime'] = flags.text('since-time')
  if (flags.number('limit-bytes') > 0) query['limitBytes'] = flags.text('limit-bytes')
  return { method: 'GET', path: resourcePath(pods, namespace, pod, 'log'), query }
}

/** Prints what is there and what comes, until the container has ended. */
async function follow(invocation: Invocation, source: Source): Promise<void> {
  const { kubectl } = invocation
  const stream = await openStream(kubectl, { ...logRequest(invocation, source), query: { ...logRequest(invocation, source).query, follow: 'true' } })
  const print = (text: string): void => { if (text !== '') kubectl.out(decorated(invocation, source, text)) }
  try {
    if (typeof stream.response.body === 'string') print(stream.response.body)
    for (;;) {
      const event = await stream.next(Number.POSITIVE_INFINITY)
      if (kubectl.signal.aborted) throw new Interrupted()
      if (event === 'ended' || event === 'timeout') return
      if (event.type === 'DATA') print(valueText(event.object))
    }
  } finally {
    stream.close()
  }
}

async function sourcesOf(invocation: Invocation): Promise<readonly Source[]> {
  const { kubectl, flags, args, namespace, path } = invocation
  const labelSelector = flags.text('selector')
  const [first, second] = args
  if (first === undefined && labelSelector === '') throw usageError(path, 'expected \'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]\'.\nPOD or TYPE/NAME is a required argument for the logs command')
  if (first !== undefined && labelSelector !== '') throw usageError(path, 'only a selector (-l) or a POD name is allowed')
  if (first === undefined) {
    const { items } = await listObjects(kubectl, pods, namespace, { labelSelector })
    return items.flatMap((object) => containersOf(invocation, object as unknown as Pod))
  }
  const pod = await podOf(kubectl, namespace, first)
  return containersOf({ ...invocation, flags: second !== undefined && !first.includes('/') ? withContainer(flags, second) : flags }, pod)
}

/** `kubectl logs POD CONTAINER` is the old way to name the container. */
function withContainer(flags: Invocation['flags'], container: string): Invocation['flags'] {
  return { ...flags, text: (name) => (name === 'container' && flags.text('container') === '' ? container : flags.text(name)) }
}

/** A pod by name, or the first of those that a Deployment, ReplicaSet or Service chooses. */
export async function podOf(kubectl: Kubectl, namespace: string, word: string, forLogs = true): Promise<Pod> {
  const slash = word.indexOf('/')
  const info = slash < 0 ? pods : findResource(word.slice(0, slash))
  const name = word.slice(slash + 1)
  const object = await getObject(kubectl, info, namespace, name).catch((error: unknown) => {
    if (forLogs && error instanceof StatusError && error.status.reason === 'NotFound') throw plainError(`error from server (NotFound): ${error.status.message ?? ''} in namespace "${namespace}"`)
    throw error
  })
  if (info.name === 'pods') return object as unknown as Pod
  const { items } = await listObjects(kubectl, pods, namespace)
  const chosen = (items as unknown as readonly Pod[]).filter((pod) => (info.name === 'services'
    ? hasLabels(pod.metadata.labels, (object as unknown as Service).spec.selector ?? {})
    : matchesLabelSelector((object as unknown as Deployment).spec.selector, pod.metadata.labels)))
  const [pod] = chosen
  if (!['deployments', 'replicasets', 'services'].includes(info.name)) throw plainError(`cannot get the logs from ${info.kind}: only pods, deployments, replicasets and services have them`)
  if (pod === undefined) throw plainError('timed out waiting for the condition')
  if (chosen.length > 1 && forLogs) kubectl.error(`Found ${chosen.length} pods, using pod/${pod.metadata.name}\n`)
  return pod
}

/** What is told when one of several containers is taken; empty text: there is only one. Source: k8s.io/kubectl/pkg/cmd/util/podcmd. */
export function containerNotice({ spec }: Pod): string {
  const names = [
    ...spec.containers.map((one) => one.name), ...(spec.ephemeralContainers ?? []).map((one) => `${one.name} (ephem)`),
    ...(spec.initContainers ?? []).map((one) => `${one.name} (init)`),
  ]
  return names.length > 1 ? `Defaulted container "${names[0] ?? ''}" out of: ${names.join(', ')}\n` : ''
}

function containersOf({ kubectl, flags }: Invocation, pod: Pod): readonly Source[] {
  const { name } = pod.metadata
  const wanted = flags.text('container')
  const { containers, initContainers = [], ephemeralContainers = [] } = pod.spec
  const all = [...initContainers, ...containers, ...ephemeralContainers].map((container) => container.name)
  if (wanted !== '') {
    if (!all.includes(wanted)) throw plainError(`container ${wanted} is not valid for pod ${name}`)
    return [{ pod: name, container: wanted }]
  }
  if (flags.on('all-containers')) return all.map((container) => ({ pod: name, container }))
  kubectl.error(containerNotice(pod))
  return [{ pod: name, container: containers[0]?.name ?? '' }]
}
