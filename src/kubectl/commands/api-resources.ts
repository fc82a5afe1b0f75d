/** `kubectl api-resources` and `api-versions`. Source: k8s.io/kubectl/pkg/cmd/apiresources/*.go. */
import { apiVersionOf } from '../../kubernetes/resources.ts'
import { servedResources, servedVersions } from '../discovery.ts'
import type { ServedResource } from '../discovery.ts'
import { plainError } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import { byText } from '../print/json.ts'
import { tableText } from '../print/table.ts'
import { resourceWithGroup } from '../resources.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'

const listOf = (text: string): readonly string[] => text.split(',').filter((word) => word !== '')

function isWanted({ flags }: Invocation, { info, verbs, categories }: ServedResource): boolean {
  return (!flags.given('namespaced') || info.namespaced === flags.on('namespaced')) && (!flags.given('api-group') || info.group === flags.text('api-group'))
    && listOf(flags.text('verbs')).every((verb) => verbs.includes(verb)) && listOf(flags.text('categories')).every((one) => categories.includes(one))
}

/** By group and name, or by the column that `--sort-by` names. */
function inOrder({ flags }: Invocation, list: readonly ServedResource[]): readonly ServedResource[] {
  const by = flags.text('sort-by')
  if (!['', 'name', 'kind'].includes(by)) throw plainError(`--sort-by accepts only name or kind`)
  const group = (a: ServedResource, b: ServedResource): number => byText(a.info.group, b.info.group)
  return list.toSorted((a, b) => (by === 'kind' ? byText(a.info.kind, b.info.kind) : (by === 'name' ? 0 : group(a, b)) || byText(a.info.name, b.info.name)))
}

export const apiResources: Command = {
  name: 'api-resources',
  says: 'Print the supported API resources on the server.',
  usage: 'kubectl api-resources [flags]',
  flags: [
    common.output, flag('namespaced', 'bool', 'If false, non-namespaced resources will be returned', { preset: 'true' }), flag('no-headers', 'bool', 'Don\'t print headers'),
    flag('api-group', 'text', 'Limit to resources in the specified API group'), flag('verbs', 'text', 'Limit to resources that support the specified verbs'),
    flag('categories', 'text', 'Limit to resources that belong to the specified categories'), flag('sort-by', 'text', 'If non-empty, sort list of resources using specified field'),
  ],
  run: async (invocation) => {
    const { kubectl, flags } = invocation
    const output = flags.text('output')
    if (!['', 'wide', 'name'].includes(output)) throw plainError(`--output ${output} is not available`)
    const shown = inOrder(invocation, (await servedResources(kubectl)).filter((one) => isWanted(invocation, one)))
    if (output === 'name') {
      kubectl.out(shown.map(({ info }) => `${resourceWithGroup(info)}\n`).join(''))
      return
    }
    const wide = output === 'wide'
    const rows = shown.map(({ info, verbs, categories }) => [
      info.name, info.shortNames.join(','), apiVersionOf(info), String(info.namespaced), info.kind, ...(wide ? [verbs.join(','), categories.join(',')] : []),
    ])
    const headers = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...(wide ? ['VERBS', 'CATEGORIES'] : [])]
    kubectl.out(tableText({ headers, rows }, !flags.on('no-headers')))
  },
}

export const apiVersions: Command = {
  name: 'api-versions',
  says: 'Print the supported API versions on the server, in the form of "group/version".',
  usage: 'kubectl api-versions',
  flags: [],
  run: async ({ kubectl }) => {
    kubectl.out((await servedVersions(kubectl)).toSorted(byText).map((text) => `${text}\n`).join(''))
  },
}
