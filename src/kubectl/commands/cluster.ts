/** `kubectl version`, `cluster-info`, `api-resources`, `api-versions`, `auth`, `config`: about the server and the kubeconfig. */
import { apiVersionOf, resources } from '../../kubernetes/resources.ts'
import { kubernetesVersion } from '../../kubernetes/version.ts'
import { call } from '../api.ts'
import { isJsonObject } from '../apply/manifest.ts'
import { KubectlError, plainError, usageError } from '../errors.ts'
import type { Kubectl } from '../kubectl.ts'
import { flag } from '../parse/flags.ts'
import { byText, jsonText, valueText } from '../print/json.ts'
import { tableText } from '../print/table.ts'
import { yamlText } from '../print/yaml.ts'
import { resourceOf } from '../resources.ts'
import { common } from './command.ts'
import type { Command } from './command.ts'

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
    await call(kubectl, { method: 'GET', path: '/livez' })
    kubectl.out('Kubernetes control plane is running at https://192.168.1.10:6443\n\nTo further debug and diagnose cluster problems, use \'kubectl cluster-info dump\'.\n')
  },
}

export const apiResources: Command = {
  name: 'api-resources',
  says: 'Print the supported API resources on the server.',
  usage: 'kubectl api-resources [flags]',
  flags: [
    common.output, flag('namespaced', 'bool', 'If false, non-namespaced resources will be returned', { preset: 'true' }), flag('no-headers', 'bool', 'Don\'t print headers'),
    flag('api-group', 'text', 'Limit to resources in the specified API group'),
  ],
  run: ({ kubectl, flags }) => {
    const shown = resources
      .filter((info) => (!flags.given('namespaced') || info.namespaced === flags.on('namespaced')) && (!flags.given('api-group') || info.group === flags.text('api-group')))
      .toSorted((a, b) => byText(a.group, b.group) || byText(a.name, b.name))
    if (flags.text('output') === 'name') {
      kubectl.out(shown.map((info) => `${info.name}${info.group === '' ? '' : `.${info.group}`}\n`).join(''))
      return Promise.resolve()
    }
    const rows = shown.map((info) => [info.name, info.shortNames.join(','), apiVersionOf(info), String(info.namespaced), info.kind])
    kubectl.out(tableText({ headers: ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND'], rows }, !flags.on('no-headers')))
    return Promise.resolve()
  },
}

export const apiVersions: Command = {
  name: 'api-versions',
  says: 'Print the supported API versions on the server, in the form of "group/version".',
  usage: 'kubectl api-versions',
  flags: [],
  run: ({ kubectl }) => {
    kubectl.out([...new Set(resources.map(apiVersionOf))].toSorted(byText).map((text) => `${text}\n`).join(''))
    return Promise.resolve()
  },
}

const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', '*']

const canI: Command = {
  name: 'can-i',
  says: 'Check whether an action is allowed.',
  usage: 'kubectl auth can-i VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  flags: [common.allNamespaces, flag('quiet', 'bool', 'If true, suppress output and just return the exit code', { short: 'q' })],
  run: async ({ kubectl, args, flags, namespace, path }) => {
    const [verb, word] = args
    if (verb === undefined || word === undefined) throw usageError(path, 'you must specify two arguments: verb resource or verb resource/resourceName.')
    if (!verbs.includes(verb)) kubectl.error(`Warning: verb '${verb}' is not a known verb\n\n`)
    const [type = '', name] = word.split('/')
    const info = resourceOf(type)
    if (info === undefined && type !== '*' && !word.startsWith('/')) kubectl.error(`Warning: the server doesn't have a resource type '${type}'\n\n`)
    const resourceAttributes = { group: info?.group ?? '', name, namespace: flags.on('all-namespaces') ? '' : namespace, resource: info?.name ?? type, verb }
    const answer = await postReview(kubectl, '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', { resourceAttributes })
    const allowed = isJsonObject(answer) && answer['allowed'] === true
    if (!flags.on('quiet')) kubectl.out(allowed ? 'yes\n' : 'no\n')
    return allowed ? 0 : 1
  },
}

const whoAmI: Command = {
  name: 'whoami',
  says: 'Experimental: Check self subject attributes.',
  usage: 'kubectl auth whoami',
  flags: [],
  run: async ({ kubectl }) => {
    const answer = await postReview(kubectl, '/apis/authentication.k8s.io/v1/selfsubjectreviews', {})
    const user = isJsonObject(answer) && isJsonObject(answer['userInfo']) ? answer['userInfo'] : {}
    const groups = Array.isArray(user['groups']) ? user['groups'] : []
    kubectl.out(tableText({ headers: ['ATTRIBUTE', 'VALUE'], rows: [['Username', valueText(user['username'] ?? '')], ['Groups', `[${groups.join(' ')}]`]] }, true))
  },
}

/** Posts a review and gives its status. */
async function postReview(kubectl: Kubectl, path: string, spec: unknown): Promise<unknown> {
  const body = await call(kubectl, { method: 'POST', path, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ spec }) })
  return isJsonObject(body) ? body['status'] : undefined
}

export const auth: Command = {
  name: 'auth',
  says: 'Inspect authorization.',
  usage: 'kubectl auth SUBCOMMAND',
  flags: [],
  inner: [canI, whoAmI],
  run: () => { throw plainError('auth needs a subcommand: can-i or whoami') },
}

const context = 'podium'

const contextCommands: readonly Command[] = [
  {
    name: 'current-context',
    says: 'Display the current-context.',
    usage: 'kubectl config current-context',
    flags: [],
    run: ({ kubectl }) => {
      kubectl.out(`${context}\n`)
      return Promise.resolve()
    },
  },
  {
    name: 'get-contexts',
    says: 'Describe one or many contexts.',
    usage: 'kubectl config get-contexts [(-o|--output=)name)]',
    flags: [common.output, flag('no-headers', 'bool', 'Don\'t print headers')],
    run: ({ kubectl, flags }) => {
      const { namespace } = kubectl.session
      const rows = [['*', context, context, 'kubernetes-admin', namespace === 'default' ? '' : namespace]]
      kubectl.out(flags.text('output') === 'name' ? `${context}\n` : tableText({ headers: ['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE'], rows }, !flags.on('no-headers')))
      return Promise.resolve()
    },
  },
  {
    name: 'set-context',
    says: 'Set a context entry in kubeconfig.',
    usage: 'kubectl config set-context [NAME | --current] [--namespace=namespace]',
    flags: [flag('current', 'bool', 'Modify the current context')],
    run: ({ kubectl, flags, args, path }) => {
      if (!flags.on('current') && args[0] === undefined) throw usageError(path, 'you must specify a non-empty context name or --current')
      if (args[0] !== undefined && args[0] !== context) throw plainError(`this kubeconfig has one context: "${context}"`)
      if (flags.given('namespace')) kubectl.session.namespace = flags.text('namespace') === '' ? 'default' : flags.text('namespace')
      kubectl.out(`Context "${context}" modified.\n`)
      return Promise.resolve()
    },
  },
  {
    name: 'use-context',
    says: 'Set the current-context in a kubeconfig file.',
    usage: 'kubectl config use-context CONTEXT_NAME',
    flags: [],
    run: ({ kubectl, args }) => {
      if (args[0] !== context) throw new KubectlError(`error: no context exists with the name: "${args[0] ?? ''}"`)
      kubectl.out(`Switched to context "${context}".\n`)
      return Promise.resolve()
    },
  },
]

export const config: Command = {
  name: 'config',
  says: 'Modify kubeconfig files.',
  usage: 'kubectl config SUBCOMMAND',
  flags: [],
  inner: contextCommands,
  run: ({ args }) => { throw plainError(args[0] === undefined ? 'config needs a subcommand: current-context, get-contexts, set-context or use-context' : `unknown command "${args[0]}" for "kubectl config"`) },
}
