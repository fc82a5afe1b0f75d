/** `kubectl create role`, `clusterrole` and their bindings. Sources: k8s.io/kubectl/pkg/cmd/create/create_{role,clusterrole,rolebinding}.go. */
import { resourceInfo } from '../../kubernetes/resources.ts'
import { plainError } from '../errors.ts'
import type { Flags } from '../parse/flags.ts'
import { flag } from '../parse/flags.ts'
import { findResource } from '../resources.ts'
import { common } from './command.ts'
import type { Command } from './command.ts'
import { createGenerated, newObject, onlyName } from './generate.ts'

const shared = [common.output, common.dryRun, common.fieldManager]
const ruleFlags = [
  flag('verb', 'list', 'Verb that applies to the resources contained in the rule'), flag('resource', 'list', 'Resource that the rule applies to'),
  flag('resource-name', 'list', 'Resource in the white list that the rule applies to'),
]
const apiGroup = 'rbac.authorization.k8s.io'

const words = (flags: Flags, name: string): readonly string[] => [...new Set(flags.list(name).flatMap((text) => text.split(',')))]

/** One rule for each group of the resources, in the order in which they are named. */
function rulesOf(flags: Flags): readonly unknown[] {
  const verbs = words(flags, 'verb')
  if (verbs.length === 0) throw plainError('at least one verb must be specified')
  const groups = new Map<string, string[]>()
  for (const word of words(flags, 'resource')) {
    const [type = '', subresource] = word.split('/')
    const { group, name } = type === '*' ? { group: '', name: '*' } : findResource(type)
    groups.set(group, [...groups.get(group) ?? [], subresource === undefined ? name : `${name}/${subresource}`])
  }
  const names = words(flags, 'resource-name')
  return [...groups].map(([group, list]) => ({ apiGroups: [group], ...(names.length === 0 ? {} : { resourceNames: names }), resources: list, verbs }))
}

const role: Command = {
  name: 'role',
  says: 'Create a role with single rule.',
  usage: 'kubectl create role NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] [--dry-run=server|client|none]',
  flags: [...shared, ...ruleFlags],
  run: (invocation) => {
    const info = resourceInfo('roles')
    const name = onlyName(invocation)
    const rules = rulesOf(invocation.flags)
    if (rules.length === 0) throw plainError('at least one resource must be specified')
    return createGenerated(invocation, info, newObject(info, name, { rules }))
  },
}

const clusterRole: Command = {
  name: 'clusterrole',
  says: 'Create a cluster role.',
  usage: 'kubectl create clusterrole NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [--dry-run=server|client|none]',
  flags: [...shared, ...ruleFlags, flag('non-resource-url', 'list', 'A partial url that user should have access to')],
  run: (invocation) => {
    const info = resourceInfo('clusterroles')
    const name = onlyName(invocation)
    const nonResourceURLs = words(invocation.flags, 'non-resource-url')
    const rules = [...rulesOf(invocation.flags), ...(nonResourceURLs.length === 0 ? [] : [{ nonResourceURLs, verbs: words(invocation.flags, 'verb') }])]
    if (rules.length === 0) throw plainError('at least one resource or nonResourceURL must be specified')
    return createGenerated(invocation, info, newObject(info, name, { rules }))
  },
}

const subjectFlags = [
  flag('user', 'list', 'Usernames to bind to the role'), flag('group', 'list', 'Groups to bind to the role'),
  flag('serviceaccount', 'list', 'Service accounts to bind to the role, in the format <namespace>:<name>'),
]

function subjectsOf(flags: Flags): readonly unknown[] {
  return [
    ...words(flags, 'user').map((name) => ({ apiGroup, kind: 'User', name })), ...words(flags, 'group').map((name) => ({ apiGroup, kind: 'Group', name })),
    ...words(flags, 'serviceaccount').map((text) => {
      const [namespace = '', name = ''] = text.split(':')
      if (namespace === '' || name === '') throw plainError('serviceaccount must be <namespace>:<name>')
      return { kind: 'ServiceAccount', name, namespace }
    }),
  ]
}

function binding(name: 'rolebinding' | 'clusterrolebinding', roles: readonly ('role' | 'clusterrole')[], missing: string): Command {
  return {
    name,
    says: name === 'rolebinding' ? 'Create a role binding for a particular role or cluster role.' : 'Create a cluster role binding for a particular cluster role.',
    usage: `kubectl create ${name} NAME --${roles.join('=NAME|--')}=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname]`,
    flags: [...shared, ...subjectFlags, ...roles.map((one) => flag(one, 'text', `The ${one} this binding should reference`))],
    run: (invocation) => {
      const { flags } = invocation
      const info = resourceInfo(`${name}s`)
      const given = roles.filter((one) => flags.text(one) !== '')
      const [only] = given
      if (only === undefined || given.length > 1) throw plainError(missing)
      const roleRef = { apiGroup, kind: only === 'role' ? 'Role' : 'ClusterRole', name: flags.text(only) }
      const subjects = subjectsOf(flags)
      return createGenerated(invocation, info, newObject(info, onlyName(invocation), { roleRef, ...(subjects.length === 0 ? {} : { subjects }) }), { failed: `${name}:` })
    },
  }
}

export const createRbacCommands: readonly Command[] = [
  role, clusterRole, binding('rolebinding', ['clusterrole', 'role'], 'exactly one of clusterrole or role must be specified'),
  binding('clusterrolebinding', ['clusterrole'], 'clusterrole must be specified'),
]
