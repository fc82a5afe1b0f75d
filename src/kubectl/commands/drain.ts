/** `kubectl drain`. Source: k8s.io/kubectl/pkg/drain/{drain,filters}.go. */
import { resourceInfo, resourcePath } from '../../kubernetes/resources.ts'
import type { Pod } from '../../kubernetes/types/core.ts'
import { call, dryRunOption, dryRunQuery, findObject, listObjects, poll } from '../api.ts'
import { isJsonObject } from '../apply/manifest.ts'
import { Interrupted, StatusError } from '../errors.ts'
import { durationText, flag } from '../parse/flags.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { dryRunOf, dryRunSuffix } from './generate.ts'
import { namedNodes, setUnschedulable } from './nodes.ts'

const pods = resourceInfo('pods')

export const drain: Command = {
  name: 'drain',
  says: 'Drain node in preparation for maintenance.',
  usage: 'kubectl drain NODE',
  flags: [
    common.selector, common.dryRun, common.timeout, flag('force', 'bool', 'Continue even if there are pods that do not declare a controller'),
    flag('ignore-daemonsets', 'bool', 'Ignore DaemonSet-managed pods'), flag('delete-emptydir-data', 'bool', 'Continue even if there are pods using emptyDir'),
    flag('grace-period', 'int', 'Period of time in seconds given to each pod to terminate gracefully', { preset: '-1' }),
    flag('pod-selector', 'text', 'Label selector to filter pods on the node'),
  ],
  run,
}

/** Cordons all nodes, then empties one after the other; what keeps one from it does not keep the next. */
async function run(invocation: Invocation): Promise<number> {
  const { kubectl } = invocation
  const nodes = await namedNodes(invocation)
  for (const node of nodes) await setUnschedulable(invocation, node, true)
  const pending: string[] = []
  const fatal: string[] = []
  for (const { metadata: { name } } of nodes) {
    const problems = await drainNode(invocation, name)
    if (problems.length === 0) kubectl.out(`node/${name} drained${dryRunSuffix(invocation)}\n`)
    else {
      kubectl.error(`error: unable to drain node "${name}" due to error: ${aggregate(problems)}, continuing command...\n`)
      pending.push(name)
      fatal.push(aggregate(problems))
    }
  }
  if (pending.length === 0) return 0
  kubectl.error(`There are pending nodes to be drained:\n${pending.map((name) => ` ${name}\n`).join('')}${fatal.map((text) => `${text}\n`).join('')}`)
  return 1
}

/** Several errors as one, as k8s.io/apimachinery/pkg/util/errors prints them. */
const aggregate = (problems: readonly string[]): string => (problems.length === 1 ? problems[0] ?? '' : `[${problems.join(', ')}]`)

const named = (list: readonly Pod[]): string => list.map((pod) => `${pod.metadata.namespace}/${pod.metadata.name}`).join(', ')

/** Gives what kept the node from being emptied; nothing: it is empty. */
async function drainNode(invocation: Invocation, node: string): Promise<readonly string[]> {
  const { kubectl, flags } = invocation
  const { items } = await listObjects(kubectl, pods, '', { fieldSelector: `spec.nodeName=${node}`, labelSelector: flags.text('pod-selector') })
  const all = items as unknown as readonly Pod[]
  const live = all.filter((pod) => pod.status.phase !== 'Succeeded' && pod.status.phase !== 'Failed')
  const unmanaged = live.filter((pod) => pod.metadata.ownerReferences?.some((owner) => owner.controller === true) !== true)
  const withData = live.filter((pod) => (pod.spec.volumes ?? []).some((volume) => isJsonObject(volume) && volume['emptyDir'] !== undefined))
  const refusals = [
    ...(unmanaged.length > 0 && !flags.on('force') ? [`cannot delete cannot delete Pods that declare no controller (use --force to override): ${named(unmanaged)}`] : []),
    ...(withData.length > 0 && !flags.on('delete-emptydir-data') ? [`cannot delete Pods with local storage (use --delete-emptydir-data to override): ${named(withData)}`] : []),
  ]
  if (refusals.length > 0) return refusals
  const warned = unmanaged.length > 0 ? [`deleting Pods that declare no controller: ${named(unmanaged)}`] : []
  if (warned.length > 0) kubectl.error(`Warning: ${warned.join('; ')}\n`)
  const problems = await evictAll(invocation, all)
  if (problems.length > 0) {
    const left = await stillThere(invocation, all)
    kubectl.error(left.length === 0 ? '' : `There are pending pods in node "${node}" when an error occurred: ${aggregate(problems)}\n${left.map((pod) => `pod/${pod.metadata.name}\n`).join('')}`)
  }
  return problems
}

/** Evicts the pods and waits until they are gone, for as long as `--timeout` says. Gives what went wrong. */
async function evictAll(invocation: Invocation, all: readonly Pod[]): Promise<readonly string[]> {
  const { kubectl, flags } = invocation
  const dryRun = dryRunOf(invocation)
  const timeoutMs = flags.duration('timeout')
  const limit: Limit = { untilMs: timeoutMs === 0 ? Number.POSITIVE_INFINITY : kubectl.nowMs() + timeoutMs, says: `global timeout reached: ${durationText(timeoutMs)}` }
  const problems: string[] = []
  const evicted: Pod[] = []
  for (const pod of all) {
    kubectl.out(`evicting pod ${pod.metadata.namespace}/${pod.metadata.name}${dryRunSuffix(invocation)}\n`)
    const problem = dryRun === 'client' ? undefined : await evict(invocation, pod, limit)
    if (problem === undefined) evicted.push(pod)
    else problems.push(problem)
  }
  if (dryRun !== 'none') return problems
  for (const pod of evicted) {
    const gone = await poll(kubectl, async () => (await isGone(invocation, pod) ? true : kubectl.nowMs() >= limit.untilMs ? false : undefined))
    if (gone) kubectl.out(`pod/${pod.metadata.name} evicted\n`)
    else problems.push(`error when waiting for pod "${pod.metadata.name}" in namespace "${pod.metadata.namespace}" to terminate: ${limit.says}`)
  }
  return problems
}

interface Limit {
  /** By the cluster's clock, milliseconds since 1970. */
  readonly untilMs: number
  readonly says: string
}

async function stillThere(invocation: Invocation, all: readonly Pod[]): Promise<readonly Pod[]> {
  const left: Pod[] = []
  for (const pod of all) if (!await isGone(invocation, pod)) left.push(pod)
  return left
}

/** The same name may belong to a new pod by then. */
async function isGone({ kubectl }: Invocation, { metadata }: Pod): Promise<boolean> {
  const found = await findObject(kubectl, pods, metadata.namespace, metadata.name)
  return found === undefined || found.metadata.uid !== metadata.uid
}

const retryMs = 5000

/** A disruption budget that refuses is asked again every five seconds, until the limit: then this gives kubectl's words for it. */
async function evict(invocation: Invocation, { metadata }: Pod, limit: Limit): Promise<string | undefined> {
  const { kubectl, flags } = invocation
  const dryRun = dryRunOf(invocation) === 'server'
  const grace = flags.number('grace-period')
  const { name, namespace } = metadata
  const body = JSON.stringify({
    apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace }, deleteOptions: { ...(grace < 0 ? {} : { gracePeriodSeconds: grace }), ...dryRunOption(dryRun) },
  })
  for (;;) {
    if (kubectl.nowMs() >= limit.untilMs) return `error when evicting pods/"${name}" -n "${namespace}": ${limit.says}`
    try {
      const path = resourcePath(pods, namespace, name, 'eviction')
      await call(kubectl, { method: 'POST', path, query: dryRunQuery(dryRun), headers: { 'content-type': 'application/json' }, body })
      return undefined
    } catch (error) {
      if (!(error instanceof StatusError) || (error.status.code !== 429 && error.status.code !== 404)) throw error
      if (error.status.code === 404) return undefined
      kubectl.error(`error when evicting pods/"${name}" -n "${namespace}" (will retry after 5s): ${error.status.message ?? ''}\n`)
      await kubectl.sleep(retryMs)
      if (kubectl.signal.aborted) throw new Interrupted()
    }
  }
}
