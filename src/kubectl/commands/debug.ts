/** `kubectl debug`. Source: k8s.io/kubectl/pkg/cmd/debug/debug.go. Simplified: no `-f`, no custom profiles. */
import { apiVersionOf, resourceInfo } from '../../kubernetes/resources.ts'
import type { Node, Pod } from '../../kubernetes/types/core.ts'
import { createObject, deleteObject, getObject, patchObject } from '../api.ts'
import { ephemeralContainer, nodePod, podCopy } from '../debug/containers.ts'
import { debugFlags, debugOptions, type DebugOptions } from '../debug/options.ts'
import { plainError } from '../errors.ts'
import type { Kubectl } from '../kubectl.ts'
import { namedTargets } from '../resources.ts'
import { attachToContainer } from './attach.ts'
import type { Command, Invocation } from './command.ts'

const pods = resourceInfo('pods')

export const debug: Command = {
  name: 'debug',
  says: 'Create debugging sessions for troubleshooting workloads and nodes.',
  usage: 'kubectl debug (POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]',
  flags: debugFlags,
  run,
}

async function run(invocation: Invocation): Promise<void> {
  const { kubectl, namespace } = invocation
  const options = debugOptions(invocation)
  for (const word of options.targets) {
    const [target] = namedTargets([word.includes('/') ? word : `pods/${word}`])
    const { info, name } = target!
    const object = await getObject(kubectl, info, info.namespaced ? namespace : '', name)
    const place = info.name === 'pods' ? await debugPod(kubectl, options, object as unknown as Pod)
      : info.name === 'nodes' ? await debugNode(kubectl, options, object as unknown as Node, namespace) : undefined
    if (place === undefined) throw plainError(`"${info.group === '' ? '/' : ''}${apiVersionOf(info)}, Kind=${info.kind}" not supported by debug`)
    if (options.attach && place.container !== '') await attachToContainer(invocation, place.pod, place.container)
  }
}

/** Where it can be looked into. An empty container: nowhere, only images were changed. */
interface Place {
  readonly pod: string
  readonly container: string
}

async function debugPod(kubectl: Kubectl, options: DebugOptions, pod: Pod): Promise<Place> {
  const { namespace, name } = pod.metadata
  const freshName = (of: Pod): string => containerName(kubectl, options, of)
  if (options.copyTo === '') {
    const container = options.container === '' ? freshName(pod) : options.container
    const order = [...(pod.spec.ephemeralContainers ?? []).map((one) => ({ name: one.name })), { name: container }]
    const spec = { '$setElementOrder/ephemeralContainers': order, ephemeralContainers: [ephemeralContainer(options, container)] }
    await patchObject(kubectl, pods, namespace, name, { spec }, { type: 'strategic', subresource: 'ephemeralcontainers' })
    return { pod: name, container }
  }
  const copy = podCopy(options, pod, freshName)
  await createObject(kubectl, pods, namespace, copy.pod)
  if (options.replace) await deleteObject(kubectl, pods, namespace, name, { gracePeriodSeconds: 0 })
  return { pod: options.copyTo, container: copy.container }
}

async function debugNode(kubectl: Kubectl, options: DebugOptions, node: Node, namespace: string): Promise<Place> {
  const container = options.container === '' ? 'debugger' : options.container
  const name = `node-debugger-${node.metadata.name}-${suffix(kubectl)}`
  if (!options.quiet) kubectl.out(`Creating debugging pod ${name} with container ${container} on node ${node.metadata.name}.\n`)
  await createObject(kubectl, pods, namespace, nodePod(options, node, name, container))
  return { pod: name, container }
}

/** A name for the new container that none of the pod's has. */
function containerName(kubectl: Kubectl, options: DebugOptions, { spec }: Pod): string {
  const taken = [...spec.containers, ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])].map((one) => one.name)
  let name = `debugger-${suffix(kubectl)}`
  while (taken.includes(name)) name = `debugger-${suffix(kubectl)}`
  if (!options.quiet) kubectl.out(`Defaulting debug container name to ${name}.\n`)
  return name
}

const alphabet = 'bcdfghjklmnpqrstvwxz2456789'
let drawn = 0

/** Five characters that are new each time: they follow from the cluster's clock and how many were drawn. */
function suffix(kubectl: Kubectl): string {
  let value = (Math.floor(kubectl.nowMs()) % 1_000_003) * 131 + ++drawn * 7_919
  let text = ''
  for (let i = 0; i < 5; i++) {
    text += alphabet[value % alphabet.length] ?? ''
    value = Math.floor(value / alphabet.length)
  }
  return text
}
