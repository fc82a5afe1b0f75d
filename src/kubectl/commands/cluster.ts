/** `kubectl version` and `cluster-info`: about the server. Sources: k8s.io/kubectl/pkg/cmd/{version,clusterinfo}. */
import { kubernetesVersion } from '../../kubernetes/version.ts'
import { resourceInfo } from '../../kubernetes/resources.ts'
import { call, listObjects } from '../api.ts'
import { isJsonObject } from '../apply/manifest.ts'
import { flag } from '../parse/flags.ts'
import { jsonText, valueText } from '../print/json.ts'
import { yamlText } from '../print/yaml.ts'
import { common } from './command.ts'
import type { Command } from './command.ts'
import { serverAddress } from './config.ts'

/** What kubectl of the same release carries. */
const kustomizeVersion = 'v5.7.1'

export const version: Command = {
  name: 'version',
  says: 'Print the client and server version information for the current context.',
  usage: 'kubectl version [flags]',
  flags: [common.output, flag('client', 'bool', 'If true, shows client version only (no server required)')],
  run: async ({ kubectl, flags }) => {
    const clientVersion = { gitVersion: kubernetesVersion }
    const server = flags.on('client') ? undefined : await call(kubectl, { method: 'GET', path: '/version' })
    const serverVersion = isJsonObject(server) ? valueText(server['gitVersion']) : ''
    const value = { clientVersion, kustomizeVersion, ...(server === undefined ? {} : { serverVersion: server }) }
    if (flags.text('output') === 'json') kubectl.out(`${jsonText(value)}\n`)
    else if (flags.text('output') === 'yaml') kubectl.out(yamlText(value))
    else kubectl.out(`Client Version: ${kubernetesVersion}\nKustomize Version: ${kustomizeVersion}\n${server === undefined ? '' : `Server Version: ${serverVersion}\n`}`)
  },
}

export const clusterInfo: Command = {
  name: 'cluster-info',
  says: 'Display addresses of the control plane and services with label kubernetes.io/cluster-service=true.',
  usage: 'kubectl cluster-info [flags]',
  flags: [],
  run: async ({ kubectl }) => {
    await listObjects(kubectl, resourceInfo('services'), 'kube-system', { labelSelector: 'kubernetes.io/cluster-service=true' })
    kubectl.out(`Kubernetes control plane is running at ${serverAddress}\n\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n`)
  },
}
