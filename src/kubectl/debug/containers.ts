/** What `kubectl debug` makes: an ephemeral container, a copy of a pod, a pod on a node. Source: k8s.io/kubectl/pkg/cmd/debug/debug.go. */
import type { Node, Pod } from '../../kubernetes/types/core.ts'
import type { JsonObject } from '../apply/manifest.ts'
import { plainError } from '../errors.ts'
import type { DebugOptions } from './options.ts'
import { cleaned, mountsRoot, secured, usesHost } from './profiles.ts'

/** An object without the members that are not set. */
function set(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}

/** What the line says of the container. */
function said(options: DebugOptions): JsonObject {
  const { env, command, argumentsOnly, image, pullPolicy, stdin, tty } = options
  return set({
    [argumentsOnly ? 'args' : 'command']: command.length === 0 ? undefined : command,
    env: env.length === 0 ? undefined : env.map(([name, value]) => ({ name, value })),
    image: image === '' ? undefined : image, imagePullPolicy: pullPolicy === '' ? undefined : pullPolicy,
    stdin: stdin ? true : undefined, tty: tty ? true : undefined,
  })
}

/** The container that is added to a pod that runs. */
export function ephemeralContainer(options: DebugOptions, name: string): JsonObject {
  const { target, profile } = options
  const container = { name, resources: {}, terminationMessagePolicy: 'File', ...said(options) }
  return secured(profile, 'ephemeral', set({ ...container, targetContainerName: target === '' ? undefined : target }))
}

/** A pod that looks at a node from within. */
export function nodePod(options: DebugOptions, node: Node, name: string, container: string): JsonObject {
  const { profile } = options
  const root = mountsRoot.has(profile)
  const made = secured(profile, 'node', {
    name: container, resources: {}, terminationMessagePolicy: 'File', ...said(options),
    ...(root ? { volumeMounts: [{ mountPath: '/host', name: 'host-root' }] } : {}),
  })
  return {
    apiVersion: 'v1', kind: 'Pod', metadata: { name },
    spec: {
      containers: [made], nodeName: node.metadata.name, restartPolicy: 'Never', tolerations: [{ operator: 'Exists' }],
      ...(root ? { volumes: [{ name: 'host-root', hostPath: { path: '/' } }] } : {}),
      ...(usesHost.has(profile) ? { hostNetwork: true, hostPID: true, hostIPC: true } : {}),
    },
  }
}

interface PodCopy {
  readonly pod: JsonObject
  /** The container that is looked into; empty text: none. */
  readonly container: string
}

/** A copy of a pod with a container more, or with one of its own changed. `freshName` is asked when the line names none. */
export function podCopy(options: DebugOptions, original: Pod, freshName: (pod: Pod) => string): PodCopy {
  const { copyTo, sameNode, setImages, shareProcesses, image, profile, keep } = options
  const { ephemeralContainers: _, nodeName, ...rest } = original.spec
  const { namespace, labels, annotations } = original.metadata
  const containers = original.spec.containers.map((one): JsonObject => ({ ...one, image: setImages.get(one.name) ?? setImages.get('*') ?? one.image }))
  const spec: JsonObject = {
    ...rest, containers, ...(sameNode ? { nodeName } : {}), ...(shareProcesses === undefined ? {} : { shareProcessNamespace: shareProcesses }),
  }
  const pod: JsonObject = { apiVersion: 'v1', kind: 'Pod', metadata: set({ name: copyTo, namespace, annotations, labels }), spec }
  const known = containers.find((one) => one['name'] === options.container)
  if (known === undefined && image === '') {
    if (setImages.size > 0) return { pod, container: '' }
    throw plainError('you must specify image when creating new container')
  }
  const name = options.container === '' ? freshName(original) : options.container
  const changed = secured(profile, 'copy', overlaid(known ?? { name, terminationMessagePolicy: 'File' }, options))
  const all = known === undefined ? [...containers, changed] : containers.map((one) => (one === known ? changed : one))
  return { pod: cleaned(profile, { ...pod, spec: { ...spec, containers: all } }, keep), container: name }
}

/** A container with what the line says of it. A command replaces the arguments too. */
function overlaid(container: JsonObject, options: DebugOptions): JsonObject {
  const { stdin: _, tty: __, ...rest } = container
  const { args, ...withoutArgs } = rest
  const keepsArgs = options.command.length === 0 || options.argumentsOnly
  return { ...(keepsArgs ? set({ ...withoutArgs, args }) : withoutArgs), ...said(options) }
}
