/** `kubectl create service`. Source: k8s.io/kubectl/pkg/cmd/create/create_service.go. */
import { resourceInfo } from '../../kubernetes/resources.ts'
import { plainError } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { createGenerated, newObject, onlyName } from './generate.ts'
import { withoutSubcommand } from './help.ts'

const shared = [common.output, common.dryRun, common.fieldManager, flag('tcp', 'list', 'Port pairs can be specified as \'<port>:<targetPort>\'')]

const wholePort = (text: string): number => {
  if (!/^\d+$/.test(text) || Number(text) < 1 || Number(text) > 65535) throw plainError(`invalid port: ${text}`)
  return Number(text)
}

/** "80:8080" is named "80-8080", "80" is named "80". */
function portOf(text: string, nodePort: number): Readonly<Record<string, unknown>> {
  const [port = '', target = port] = text.split(':')
  const targetPort = /^\d+$/.test(target) ? wholePort(target) : target
  return {
    name: text.replaceAll(':', '-'), ...(nodePort > 0 ? { nodePort } : {}), port: wholePort(port), protocol: 'TCP', targetPort,
  }
}

async function make(invocation: Invocation, type: string, more: Readonly<Record<string, unknown>>, nodePort = 0): Promise<void> {
  const name = onlyName(invocation)
  const info = resourceInfo('services')
  const ports = invocation.flags.list('tcp').flatMap((text) => text.split(',')).map((text) => portOf(text, nodePort))
  if (ports.length === 0 && type !== 'ExternalName' && more['clusterIP'] !== 'None') throw plainError('at least one tcp port specifier must be provided')
  const spec = { ...more, ...(ports.length === 0 ? {} : { ports }), selector: { app: name }, type }
  await createGenerated(invocation, info, newObject(info, name, { spec, status: { loadBalancer: {} } }, { app: name }), { failed: `${type} service:` })
}

const kinds: readonly Command[] = [
  {
    name: 'clusterip',
    says: 'Create a ClusterIP service.',
    usage: 'kubectl create service clusterip NAME [--tcp=<port>:<targetPort>] [flags]',
    flags: [...shared, flag('clusterip', 'text', 'Assign your own ClusterIP or set to \'None\' for a \'headless\' service')],
    run: (invocation) => make(invocation, 'ClusterIP', invocation.flags.text('clusterip') === '' ? {} : { clusterIP: invocation.flags.text('clusterip') }),
  },
  {
    name: 'nodeport',
    says: 'Create a NodePort service.',
    usage: 'kubectl create service nodeport NAME [--tcp=port:targetPort] [flags]',
    flags: [...shared, flag('node-port', 'int', 'Port used to expose the service on each node in a cluster')],
    run: (invocation) => make(invocation, 'NodePort', {}, invocation.flags.number('node-port')),
  },
  {
    name: 'loadbalancer',
    says: 'Create a LoadBalancer service.',
    usage: 'kubectl create service loadbalancer NAME [--tcp=port:targetPort] [flags]',
    flags: shared,
    run: (invocation) => make(invocation, 'LoadBalancer', {}),
  },
  {
    name: 'externalname',
    says: 'Create an ExternalName service.',
    usage: 'kubectl create service externalname NAME --external-name external.name [flags]',
    flags: [...shared, flag('external-name', 'text', 'External name of service')],
    run: (invocation) => {
      const externalName = invocation.flags.text('external-name')
      if (externalName === '') throw plainError('required flag(s) "external-name" not set')
      return make(invocation, 'ExternalName', { externalName })
    },
  },
]

export const createServiceCommands: Command = {
  name: 'service',
  aliases: ['svc'],
  says: 'Create a service using a specified subcommand.',
  usage: 'kubectl create service clusterip|nodeport|loadbalancer|externalname NAME [flags]',
  flags: [],
  inner: kinds,
  run: (invocation) => withoutSubcommand(createServiceCommands, invocation),
}
