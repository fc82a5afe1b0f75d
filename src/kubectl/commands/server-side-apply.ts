/** `kubectl apply --server-side`. Source: k8s.io/kubectl/pkg/cmd/apply/apply.go (applyOneObject). */
import { resourcePath } from '../../kubernetes/resources.ts'
import { call, dryRunQuery } from '../api.ts'
import type { ApiObject } from '../api.ts'
import type { ManifestDocument } from '../apply/manifest.ts'
import { KubectlError, plainError, StatusError } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import type { Invocation } from './command.ts'
import { dryRunOf } from './generate.ts'
import { fieldValidation } from './manifest-input.ts'

export const serverSideFlags = [
  flag('server-side', 'bool', 'If true, apply runs in the server instead of the client'),
  flag('force-conflicts', 'bool', 'If true, server-side apply will force the changes against conflicts'),
]

const advice = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`

/** Before anything is read. */
export function checkServerSide(invocation: Invocation): void {
  if (!invocation.flags.on('server-side')) {
    if (invocation.flags.on('force-conflicts')) throw plainError('--force-conflicts only works with --server-side')
  } else if (dryRunOf(invocation) === 'client') throw plainError('--dry-run=client doesn\'t work with --server-side (did you mean --dry-run=server instead?)')
}

/** Sends the document as it is; the API server keeps who set which field. JSON is YAML. */
export async function applyOnServer(invocation: Invocation, { info, namespace, name, value }: ManifestDocument): Promise<ApiObject> {
  const { kubectl, flags } = invocation
  const dryRun = dryRunOf(invocation)
  const query = {
    ...dryRunQuery(dryRun === 'server'), ...fieldValidation(invocation), fieldManager: flags.text('field-manager'), force: String(flags.on('force-conflicts')),
  }
  try {
    return await call(kubectl, {
      method: 'PATCH', path: resourcePath(info, namespace, name), query, headers: { 'content-type': 'application/apply-patch+yaml' }, body: JSON.stringify(value),
    }) as ApiObject
  } catch (error) {
    throw error instanceof StatusError && error.status.reason === 'Conflict' ? new KubectlError(`error: ${error.status.message ?? ''}\n${advice}`) : error
  }
}
