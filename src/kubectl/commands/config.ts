/** `kubectl config`: the page's kubeconfig has one context, whose namespace can be changed. Source: k8s.io/kubectl/pkg/cmd/config/*.go. */
import { KubectlError, plainError, usageError } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import { checkOutput, formattedText, isTable } from '../print/output.ts'
import { tableText } from '../print/table.ts'
import { yamlText } from '../print/yaml.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { withoutSubcommand } from './help.ts'

/** Name of the context, its cluster and its user. */
const context = 'podium'
export const serverAddress = 'https://192.168.1.10:6443'
const noHeaders = flag('no-headers', 'bool', 'Don\'t print headers')

/** Credentials are never shown. */
function kubeconfig({ kubectl: { session: { namespace } } }: Invocation): unknown {
  return {
    apiVersion: 'v1', kind: 'Config', preferences: {}, 'current-context': context,
    clusters: [{ cluster: { 'certificate-authority-data': 'DATA+OMITTED', server: serverAddress }, name: context }],
    contexts: [{ context: { cluster: context, ...(namespace === 'default' ? {} : { namespace }), user: context }, name: context }],
    users: [{ name: context, user: { token: 'REDACTED' } }],
  }
}

const view: Command = {
  name: 'view',
  says: 'Display merged kubeconfig settings or a specified kubeconfig file.',
  usage: 'kubectl config view [flags]',
  flags: [common.output, flag('minify', 'bool', 'Remove all information not used by current-context from the output')],
  run: (invocation) => {
    const { kubectl, flags } = invocation
    const output = flags.given('output') ? flags.text('output') : 'yaml'
    checkOutput(output)
    kubectl.out(isTable(output) ? yamlText(kubeconfig(invocation)) : formattedText(kubeconfig(invocation), output, true))
    return Promise.resolve()
  },
}

/** `get-clusters` and `get-users` list names. */
function nameList(name: 'get-clusters' | 'get-users', what: string): Command {
  return {
    name,
    says: `Display ${what} defined in the kubeconfig.`,
    usage: `kubectl config ${name}`,
    flags: [],
    run: ({ kubectl }) => {
      kubectl.out(`NAME\n${context}\n`)
      return Promise.resolve()
    },
  }
}

const currentContext: Command = {
  name: 'current-context',
  says: 'Display the current-context.',
  usage: 'kubectl config current-context',
  flags: [],
  run: ({ kubectl }) => {
    kubectl.out(`${context}\n`)
    return Promise.resolve()
  },
}

const getContexts: Command = {
  name: 'get-contexts',
  says: 'Describe one or many contexts.',
  usage: 'kubectl config get-contexts [(-o|--output=)name)]',
  flags: [common.output, noHeaders],
  run: ({ kubectl, flags, args }) => {
    const { namespace } = kubectl.session
    const unknown = args.find((name) => name !== context)
    if (unknown !== undefined) throw plainError(`context ${unknown} not found`)
    const rows = [['*', context, context, context, namespace === 'default' ? '' : namespace]]
    kubectl.out(flags.text('output') === 'name' ? `${context}\n` : tableText({ headers: ['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE'], rows }, !flags.on('no-headers')))
    return Promise.resolve()
  },
}

const setContext: Command = {
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
}

const useContext: Command = {
  name: 'use-context',
  aliases: ['use'],
  says: 'Set the current-context in a kubeconfig file.',
  usage: 'kubectl config use-context CONTEXT_NAME',
  flags: [],
  run: ({ kubectl, args }) => {
    if (args[0] !== context) throw new KubectlError(`error: no context exists with the name: "${args[0] ?? ''}"`)
    kubectl.out(`Switched to context "${context}".\n`)
    return Promise.resolve()
  },
}

export const config: Command = {
  name: 'config',
  says: 'Modify kubeconfig files.',
  usage: 'kubectl config SUBCOMMAND',
  flags: [],
  inner: [currentContext, nameList('get-clusters', 'clusters'), getContexts, nameList('get-users', 'users'), setContext, useContext, view],
  run: (invocation) => withoutSubcommand(config, invocation),
}
