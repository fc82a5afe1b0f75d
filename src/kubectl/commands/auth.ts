/** `kubectl auth`. Sources: k8s.io/kubectl/pkg/cmd/auth/{cani,whoami}.go. */
import { call } from '../api.ts'
import { isJsonObject } from '../apply/manifest.ts'
import { plainError } from '../errors.ts'
import type { Kubectl } from '../kubectl.ts'
import { flag } from '../parse/flags.ts'
import { valueText } from '../print/json.ts'
import { tableText } from '../print/table.ts'
import { resourceOf } from '../resources.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { withoutSubcommand } from './help.ts'

const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', '*']

/** Posts a review and gives its status. */
async function postReview(kubectl: Kubectl, path: string, spec: unknown): Promise<{ readonly [key: string]: unknown }> {
  const body = await call(kubectl, { method: 'POST', path, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ spec }) })
  return isJsonObject(body) && isJsonObject(body['status']) ? body['status'] : {}
}

const canI: Command = {
  name: 'can-i',
  says: 'Check whether an action is allowed.',
  usage: 'kubectl auth can-i VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  flags: [
    common.allNamespaces, flag('quiet', 'bool', 'If true, suppress output and just return the exit code', { short: 'q' }), flag('list', 'bool', 'If true, prints all allowed actions'),
    flag('no-headers', 'bool', 'If true, prints allowed actions without headers'), flag('subresource', 'text', 'SubResource such as pod/log or deployment/scale'),
  ],
  run: (invocation) => (invocation.flags.on('list') ? listAllowed(invocation) : ask(invocation)),
}

async function ask({ kubectl, args, flags, namespace }: Invocation): Promise<number> {
  const [verb, word] = args
  if (verb === undefined || word === undefined) {
    throw plainError('you must specify two arguments: verb resource or verb resource/resourceName.\nSee \'kubectl auth can-i -h\' for help and examples.')
  }
  if (!verbs.includes(verb)) kubectl.error(`Warning: verb '${verb}' is not a known verb\n\n`)
  const [type = '', name] = word.split('/')
  const info = resourceOf(type)
  if (info === undefined && type !== '*' && !word.startsWith('/')) kubectl.error(`Warning: the server doesn't have a resource type '${type}'\n\n`)
  const resourceAttributes = {
    group: info?.group ?? '', name, namespace: flags.on('all-namespaces') ? '' : namespace, resource: info?.name ?? type, subresource: flags.text('subresource'), verb,
  }
  const { allowed } = await postReview(kubectl, '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', { resourceAttributes })
  if (!flags.on('quiet')) kubectl.out(allowed === true ? 'yes\n' : 'no\n')
  return allowed === true ? 0 : 1
}

type Rule = { readonly [key: string]: unknown }
const rulesOf = (value: unknown): readonly Rule[] => (Array.isArray(value) ? value.filter(isJsonObject) : [])
const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(valueText) : [])

/** `--list`: a row for each resource of a rule, then the rules of paths. */
async function listAllowed({ kubectl, flags, namespace }: Invocation): Promise<number> {
  const status = await postReview(kubectl, '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', { namespace })
  const bracketed = (value: unknown): string => `[${texts(value).join(' ')}]`
  const resourceRows = rulesOf(status['resourceRules']).flatMap((rule) => texts(rule['resources']).flatMap((resource) => texts(rule['apiGroups'])
    .map((group) => [group === '' ? resource : `${resource}.${group}`, '[]', bracketed(rule['resourceNames']), bracketed(rule['verbs'])])))
  const pathRows = rulesOf(status['nonResourceRules']).map((rule) => ['', bracketed(rule['nonResourceURLs']), '[]', bracketed(rule['verbs'])])
  kubectl.out(tableText({ headers: ['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs'], rows: [...resourceRows, ...pathRows] }, !flags.on('no-headers')))
  return 0
}

const whoAmI: Command = {
  name: 'whoami',
  says: 'Experimental: Check self subject attributes.',
  usage: 'kubectl auth whoami',
  flags: [],
  run: async ({ kubectl }) => {
    const { userInfo } = await postReview(kubectl, '/apis/authentication.k8s.io/v1/selfsubjectreviews', {})
    const user = isJsonObject(userInfo) ? userInfo : {}
    const rows = [['Username', valueText(user['username'] ?? '')], ['Groups', `[${texts(user['groups']).join(' ')}]`]]
    kubectl.out(tableText({ headers: ['ATTRIBUTE', 'VALUE'], rows }, true))
  },
}

export const auth: Command = {
  name: 'auth',
  says: 'Inspect authorization.',
  usage: 'kubectl auth SUBCOMMAND',
  flags: [],
  inner: [canI, whoAmI],
  run: (invocation) => withoutSubcommand(auth, invocation),
}
