/** `kubectl drain`. Source: k8s.io/kubectl/pkg/drain/{drain,filters}.go. */
import { resourceInfo, resourcePath } from '../../kubernetes/resources.ts'
import type { Pod } from '../../kubernetes/types/core.ts'
import { call, dryRunOption, dryRunQuery, findObject, listObjects, poll } from '../api.ts'
import { isJsonObject } from '../apply/manifest.ts'
import { Interrupted, KubectlError, StatusError } from '../errors.ts'
import { flag } from '../parse/flags.ts'
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
  run: async (invocation) => {
    for (const node of await namedNodes(invocation)) {
      await setUnschedulable(invocation, node, true)
      await drainNode(invocation, node.metadata.name)
      invocation.kubectl.out(`node/${node.metadata.name} drained${dryRunSuffix(invocation)}\n`)
    }
  },
}

const named = (list: readonly Pod[]): string => list.map((pod) => `${pod.metadata.namespace}/${pod.metadata.name}`).join(', ')

async function drainNode(invocation: Invocation, node: string): Promise<void> {
  const { kubectl, flags } = invocation
  const dryRun = dryRunOf(invocation)
  const { items } = await listObjects(kubectl, pods, '', { fieldSelector: `spec.nodeName=${node}`, labelSelector: flags.text('pod-selector') })
  const all = items as unknown as readonly Pod[]
  const live = all.filter((pod) => pod.status.phase !== 'Succeeded' && pod.status.phase !== 'Failed')
  const unmanaged = live.filter((pod) => pod.metadata.ownerReferences?.some((owner) => owner.controller === true) !== true)
  const withData = live.filter((pod) => (pod.spec.volumes ?? []).some((volume) => isJsonObject(volume) && volume['emptyDir'] !== undefined))
  const refusals = [
    ...(unmanaged.length > 0 && !flags.on('force') ? [`cannot delete cannot delete Pods that declare no controller (use --force to override): ${named(unmanaged)}`] : []),
    ...(withData.length > 0 && !flags.on('delete-emptydir-data') ? [`cannot delete Pods with local storage (use --delete-emptydir-data to override): ${named(withData)}`] : []),
  ]
  if (refusals.length > 0) {
    const list = refusals.length === 1 ? refusals[0] ?? '' : `[${refusals.join(', ')}]`
    throw new KubectlError(`error: unable to drain node "${node}" due to error: ${list}, continuing command...\nThere are pending nodes to be drained:\n ${node}\n${list}`)
  }
  const warned = unmanaged.length > 0 ? [`deleting Pods that declare no controller: ${named(unmanaged)}`] : []
  if (warned.length > 0) kubectl.error(`Warning: ${warned.join('; ')}\n`)
  for (const pod of all) {
    kubectl.out(`evicting pod ${pod.metadata.namespace}/${pod.metadata.name}${dryRunSuffix(invocation)}\n`)
    if (dryRun !== 'client') await evict(invocation, pod)
  }
  if (dryRun !== 'none') return
  for (const pod of all) {
    await poll(kubectl, async () => (await isGone(invocation, pod) ? true : undefined))
    kubectl.out(`pod/${pod.metadata.name} evicted\n`)
  }
}

/** The same name may belong to a new pod by then. */
async function isGone({ kubectl }: Invocation, { metadata }: Pod): Promise<boolean> {
  const found = await findObject(kubectl, pods, metadata.namespace, metadata.name)
  return found === undefined || found.metadata.uid !== metadata.uid
}

const retryMs = 5000

/** A disruption budget that refuses is asked again every five seconds. */
async function evict(invocation: Invocation, { metadata }: Pod): Promise<void> {
  const { kubectl, flags } = invocation
  const dryRun = dryRunOf(invocation) === 'server'
  const grace = flags.number('grace-period')
  const { name, namespace } = metadata
  const body = JSON.stringify({
    apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace }, deleteOptions: { ...(grace < 0 ? {} : { gracePeriodSeconds: grace }), ...dryRunOption(dryRun) },
  })
  for (;;) {
    try {
      const path = resourcePath(pods, namespace, name, 'eviction')
      await call(kubectl, { method: 'POST', path, query: dryRunQuery(dryRun), headers: { 'content-type': 'application/json' }, body })
      return
    } catch (error) {
      if (!(error instanceof StatusError) || (error.status.code !== 429 && error.status.code !== 404)) throw error
      if (error.status.code === 404) return
      kubectl.error(`error when evicting pods/"${name}" -n "${namespace}" (will retry after 5s): ${error.status.message ?? ''}\n`)
      await kubectl.sleep(retryMs)
      if (kubectl.signal.aborted) throw new Interrupted()
    }
  }
}
