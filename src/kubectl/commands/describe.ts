/** `kubectl describe`. Source: k8s.io/kubectl/pkg/cmd/describe/describe.go. */
import { resourceInfo } from '../../kubernetes/resources.ts'
import type { ResourceInfo } from '../../kubernetes/resources.ts'
import type { Deployment, ReplicaSet } from '../../kubernetes/types/apps.ts'
import type { Node, Pod, Service } from '../../kubernetes/types/core.ts'
import type { EndpointSlice, Lease } from '../../kubernetes/types/discovery.ts'
import { findObject, getObject, listObjects } from '../api.ts'
import type { ApiObject } from '../api.ts'
import { eventLines, eventsOf } from '../describe/events.ts'
import { nodeLines } from '../describe/node.ts'
import { configMapLines, endpointSliceLines, genericLines, namespaceLines, secretLines, serviceAccountLines } from '../describe/others.ts'
import { podLines } from '../describe/pod.ts'
import { autoscalerLines } from '../describe/autoscaler.ts'
import { bindingLines, budgetLines, ingressLines, limitRangeLines, priorityLines, quotaLines, roleLines } from '../describe/policy.ts'
import { addressesOf, serviceLines } from '../describe/service.ts'
import { deploymentLines, replicaSetLines } from '../describe/workloads.ts'
import { linesText } from '../describe/writer.ts'
import type { Lines } from '../describe/writer.ts'
import { errorsText, plainError, StatusError } from '../errors.ts'
import type { KubectlError } from '../errors.ts'
import type { Kubectl } from '../kubectl.ts'
import { flag } from '../parse/flags.ts'
import { preferredVersion, readTargets } from '../resources.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { manifestTargets } from './manifest-input.ts'

export const describe: Command = {
  name: 'describe',
  says: 'Show details of a specific resource or group of resources.',
  usage: 'kubectl describe (-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME) [flags]',
  flags: [common.selector, common.allNamespaces, common.filename, flag('show-events', 'bool', 'If true, display events related to the described object', { preset: 'true' })],
  run,
}

async function run(invocation: Invocation): Promise<number> {
  const { kubectl, args, flags } = invocation
  if (args.length === 0 && !flags.given('filename')) {
    throw plainError('You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.')
  }
  const { targets } = flags.given('filename') ? await manifestTargets(invocation) : readTargets(args)
  const namespace = flags.on('all-namespaces') ? '' : invocation.namespace
  const texts: string[] = []
  const errors: KubectlError[] = []
  for (const { info: said, name } of targets) {
    // Describers know the version that the group prefers, and ask for it.
    const info = preferredVersion(said)
    try {
      const objects = name === undefined
        ? (await listObjects(kubectl, info, namespace, { labelSelector: flags.text('selector') })).items
        : await byNameOrPrefix(kubectl, info, namespace, name)
      for (const object of objects) texts.push(await describeObject(kubectl, info, object, flags.on('show-events')))
    } catch (error) {
      if (!(error instanceof StatusError)) throw error
      errors.push(error)
    }
  }
  kubectl.out(texts.join('\n\n'))
  kubectl.error(errorsText(errors))
  if (texts.length === 0 && errors.length === 0) kubectl.error(namespace === '' ? 'No resources found\n' : `No resources found in ${namespace} namespace.\n`)
  return errors.length > 0 ? 1 : 0
}

/** A name that nothing has is taken as the beginning of names. */
async function byNameOrPrefix(kubectl: Kubectl, info: ResourceInfo, namespace: string, name: string): Promise<readonly ApiObject[]> {
  try {
    return [await getObject(kubectl, info, namespace, name)]
  } catch (error) {
    if (!(error instanceof StatusError) || error.status.reason !== 'NotFound') throw error
    const { items } = await listObjects(kubectl, info, namespace)
    const found = items.filter((object) => object.metadata.name.startsWith(name))
    if (found.length === 0) throw error
    return found
  }
}

async function describeObject(kubectl: Kubectl, info: ResourceInfo, object: ApiObject, withEvents: boolean): Promise<string> {
  const lines: Lines = { list: [] }
  const more = await kindLines(kubectl, info, object, lines)
  if (withEvents && more) eventLines(lines, await eventsOf(kubectl, object), kubectl.nowMs())
  return linesText(lines)
}

const nodeLeases = 'kube-node-lease'

/** Writes an object's lines; false for kinds that are described without events. */
async function kindLines(kubectl: Kubectl, info: ResourceInfo, object: ApiObject, lines: Lines): Promise<boolean> {
  const { metadata } = object
  const list = async (name: Parameters<typeof resourceInfo>[0], namespace: string, selection = {}): Promise<readonly ApiObject[]> =>
    (await listObjects(kubectl, resourceInfo(name), namespace, selection)).items
  switch (info.name) {
    case 'pods':
      podLines(lines, object as unknown as Pod, kubectl.nowMs())
      return true
    case 'nodes': {
      const lease = await findObject(kubectl, resourceInfo('leases'), nodeLeases, metadata.name)
      const pods = await list('pods', '', { fieldSelector: `spec.nodeName=${metadata.name}` })
      nodeLines(lines, object as unknown as Node, lease as unknown as Lease | undefined, pods as unknown as readonly Pod[], kubectl.nowMs())
      return true
    }
    case 'deployments':
      deploymentLines(lines, object as unknown as Deployment, await list('replicasets', metadata.namespace) as unknown as readonly ReplicaSet[])
      return true
    case 'replicasets':
      replicaSetLines(lines, object as unknown as ReplicaSet, await list('pods', metadata.namespace) as unknown as readonly Pod[])
      return true
    case 'services': {
      const slices = await list('endpointslices', metadata.namespace, { labelSelector: `kubernetes.io/service-name=${metadata.name}` })
      serviceLines(lines, object as unknown as Service, slices as unknown as readonly EndpointSlice[])
      return true
    }
    case 'namespaces':
      namespaceLines(lines, object, await list('resourcequotas', metadata.name), await list('limitranges', metadata.name))
      return false
    case 'poddisruptionbudgets':
      budgetLines(lines, object)
      return true
    case 'horizontalpodautoscalers':
      autoscalerLines(lines, object)
      return true
    case 'resourcequotas':
      quotaLines(lines, object, 0)
      return false
    case 'limitranges':
      limitRangeLines(lines, object)
      return false
    case 'roles':
    case 'clusterroles':
      roleLines(lines, object)
      return false
    case 'rolebindings':
    case 'clusterrolebindings':
      bindingLines(lines, object)
      return false
    case 'priorityclasses':
      priorityLines(lines, object)
      return true
    case 'ingresses': {
      const slices = await list('endpointslices', metadata.namespace)
      const services = new Set((await list('services', metadata.namespace)).map((one) => one.metadata.name))
      ingressLines(lines, object, (name) => (services.has(name) ? addressesOf(slices as unknown as readonly EndpointSlice[], name) : `<error: services "${name}" not found>`))
      return true
    }
    case 'configmaps':
      configMapLines(lines, object)
      return true
    case 'secrets':
      secretLines(lines, object)
      return false
    case 'serviceaccounts':
      serviceAccountLines(lines, object)
      return true
    case 'endpointslices':
      endpointSliceLines(lines, object)
      return true
    default:
      genericLines(lines, object)
      return true
  }
}
