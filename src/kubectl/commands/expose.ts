/** `kubectl expose`. Source: k8s.io/kubectl/pkg/cmd/expose/expose.go. */
import { resourceInfo } from '../../kubernetes/resources.ts'
import type { Container, PodSpec } from '../../kubernetes/types/core.ts'
import type { LabelSelector } from '../../kubernetes/types/meta.ts'
import { getObject } from '../api.ts'
import type { ApiObject } from '../api.ts'
import { plainError } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import { namedTargets } from '../resources.ts'
import { common } from './command.ts'
import type { Command } from './command.ts'
import { createGenerated, newObject } from './generate.ts'
import { labelChanges } from './key-values.ts'

export const expose: Command = {
  name: 'expose',
  says: 'Expose a resource as a new Kubernetes service.',
  usage: 'kubectl expose (-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--type=type]',
  flags: [
    common.output, common.dryRun, common.fieldManager, flag('port', 'text', 'The port that the service should serve on'),
    flag('target-port', 'text', 'Name or number for the port on the container that the service should direct traffic to'),
    flag('protocol', 'text', 'The network protocol for the service to be created'), flag('name', 'text', 'The name for the newly created object'),
    flag('type', 'text', 'Type for this service: ClusterIP, NodePort, LoadBalancer, or ExternalName'), flag('selector', 'text', 'A label selector to use for this service'),
    flag('labels', 'text', 'Labels to apply to the service created by this call', { short: 'l' }), flag('cluster-ip', 'text', 'ClusterIP to be assigned to the service'),
  ],
  run: async (invocation) => {
    const { kubectl, flags, args, namespace } = invocation
    for (const { info, name } of namedTargets(args)) {
      if (!['pods', 'services', 'deployments', 'replicasets'].includes(info.name)) throw plainError(`cannot expose a ${info.kind}`)
      const object = await getObject(kubectl, info, namespace, name)
      const given = flags.text('selector')
      const selector = given === '' ? selectorOf(object) : labelChanges(given.split(',')).set
      const type = flags.text('type')
      const labels = flags.text('labels') === '' ? object.metadata.labels : labelChanges(flags.text('labels').split(',')).set
      const spec = {
        ...(flags.text('cluster-ip') === '' ? {} : { clusterIP: flags.text('cluster-ip') }), ports: portsOf(object, flags.text('port'), flags.text('target-port'), flags.text('protocol')),
        selector, ...(type === '' ? {} : { type }),
      }
      const services = resourceInfo('services')
      const made = flags.text('name') === '' ? name : flags.text('name')
      await createGenerated(invocation, services, newObject(services, made, { spec, status: { loadBalancer: {} } }, labels), { verb: 'exposed' })
    }
  },
}

function selectorOf(object: ApiObject): Readonly<Record<string, string>> {
  if (object.kind === 'Pod') {
    if (object.metadata.labels === undefined) throw plainError(`couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed`)
    return object.metadata.labels
  }
  const spec = object['spec'] as { readonly selector?: LabelSelector & Readonly<Record<string, string>> }
  if (object.kind === 'Service') return spec.selector ?? {}
  if ((spec.selector?.matchExpressions ?? []).length > 0) throw plainError(`couldn't retrieve selectors via --selector flag or introspection: couldn't convert expressions - "${JSON.stringify(spec.selector?.matchExpressions)}" to map-based selector format`)
  return spec.selector?.matchLabels ?? {}
}

/** The ports of the flags, else those that the containers name. */
function portsOf(object: ApiObject, port: string, target: string, protocol: string): readonly unknown[] {
  const containers = containersOf(object)
  const ports = port === '' ? containers.flatMap((container) => (container.ports ?? []).map((one) => String(one.containerPort))) : port.split(',')
  if (ports.length === 0) throw plainError(`couldn't find port via --port flag or introspection`)
  return ports.map((text, i) => {
    const own = containers.flatMap((container) => container.ports ?? []).find((one) => String(one.containerPort) === text)?.protocol
    const targetPort = target === '' ? Number(text) : /^\d+$/.test(target) ? Number(target) : target
    return { ...(ports.length > 1 ? { name: `port-${i + 1}` } : {}), port: Number(text), protocol: protocol === '' ? own ?? 'TCP' : protocol.toUpperCase(), targetPort }
  })
}

function containersOf(object: ApiObject): readonly Container[] {
  const spec = object['spec'] as { readonly template?: { readonly spec: PodSpec }; readonly containers?: readonly Container[] }
  return spec.template?.spec.containers ?? spec.containers ?? []
}
