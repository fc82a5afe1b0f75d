/** `kubectl patch`. Source: k8s.io/kubectl/pkg/cmd/patch/patch.go. */
import { getObject, patchObject, RawBody } from '../api.ts'
import type { ApiObject, PatchType } from '../api.ts'
import { locallyPatched } from '../apply/local-patch.ts'
import { apiVersionOf } from '../../kubernetes/resources.ts'
import type { ResourceInfo } from '../../kubernetes/resources.ts'
import { isJsonObject } from '../apply/manifest.ts'
import { sameJson } from '../apply/three-way-merge.ts'
import { plainError, StatusError } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import { kindWithGroup, namedTargets } from '../resources.ts'
import { common } from './command.ts'
import type { Command } from './command.ts'
import { dryRunOf, printResult } from './generate.ts'

const types: readonly PatchType[] = ['json', 'merge', 'strategic']

export const patch: Command = {
  name: 'patch',
  says: 'Update fields of a resource.',
  usage: 'kubectl patch (-f FILENAME | TYPE NAME) [-p PATCH] [flags]',
  flags: [
    common.output, common.dryRun, common.fieldManager, flag('patch', 'text', 'The patch to be applied to the resource JSON file', { short: 'p' }),
    flag('type', 'text', 'The type of patch being provided; one of [json merge strategic]', { preset: 'strategic' }),
    flag('subresource', 'text', 'If specified, patch will operate on the subresource of the requested object'),
  ],
  run: async (invocation) => {
    const { kubectl, flags, args, namespace } = invocation
    const type = types.find((one) => one === flags.text('type').toLowerCase())
    if (type === undefined) throw plainError(`--type must be one of [json merge strategic], not "${flags.text('type')}"`)
    if (flags.text('patch') === '') throw plainError('must specify --patch or --patch-file containing the contents of the patch')
    const wanted = await readPatch(flags.text('patch'))
    const dryRun = dryRunOf(invocation)
    const options = { type, subresource: flags.text('subresource'), dryRun: dryRun === 'server' }
    for (const { info, name } of namedTargets(args)) {
      const before = await getObject(kubectl, info, namespace, name)
      const after = dryRun === 'client' ? patchedHere(before, wanted, type) : await patchObject(kubectl, info, namespace, name, wanted, options).catch((error: unknown) => { throw unsupported(error, info) })
      printResult(invocation, info, after, `${patchedKind(after, info)}/${name} ${sameJson(before, after) ? 'patched (no change)' : 'patched'}`)
    }
  },
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return new RawBody(text)
    throw error
  }
}

/** Custom resources take no strategic merge patch. */
function unsupported(error: unknown, info: ResourceInfo): unknown {
  if (!(error instanceof StatusError) || error.status.code !== 415) return error
  return plainError(`application/strategic-merge-patch+json is not supported by ${apiVersionOf(info)}, Kind=${info.kind}: ${error.status.message ?? ''}`)
}

/** A subresource answers with an object of its own kind. */
function patchedKind(after: ApiObject, info: ResourceInfo): string {
  if (after.kind === info.kind) return kindWithGroup(info)
  const [group = ''] = after.apiVersion.includes('/') ? after.apiVersion.split('/') : []
  return `${after.kind.toLowerCase()}${group === '' ? '' : `.${group}`}`
}

/** For a client's dry run. A JSON patch is left to the server. */
function patchedHere(object: ApiObject, wanted: unknown, type: PatchType): ApiObject {
  if (type === 'json') throw plainError('--dry-run=client does not understand a patch of --type=json: use --dry-run=server')
  return isJsonObject(wanted) ? locallyPatched(object, wanted, type) as ApiObject : object
}

/** JSON, or YAML as kubectl takes it too. What begins as JSON is the server's to read. */
async function readPatch(text: string): Promise<unknown> {
  if (text.trimStart().startsWith('{')) return jsonOrText(text)
  const { parse, YAMLParseError } = await import('yaml')
  try {
    return parse(text) as unknown
  } catch (error) {
    if (error instanceof YAMLParseError) throw plainError(`unable to parse "${text}": yaml: ${error.message}`)
    throw error
  }
}
