/** What commands share that write objects: `--dry-run`, `-o`, and the line that says what was done. */
import type { ResourceInfo } from '../../kubernetes/resources.ts'
import { apiVersionOf } from '../../kubernetes/resources.ts'
import { createObject, patchObject } from '../api.ts'
import type { ApiObject } from '../api.ts'
import { locallyPatched } from '../apply/local-patch.ts'
import type { JsonObject } from '../apply/manifest.ts'
import { plainError, StatusError, usageError } from '../errors.ts'
import { checkOutput, isTable, objectsTable, objectsText } from '../print/output.ts'
import { kindWithGroup } from '../resources.ts'
import type { Invocation } from './command.ts'
import type { Selected } from './selected.ts'

type DryRun = 'none' | 'client' | 'server'

/** `--dry-run`; the flag alone means `client`. Throws kubectl's error for another word. */
export function dryRunOf({ flags }: Pick<Invocation, 'flags'>): DryRun {
  const text = flags.text('dry-run')
  if (text === 'unchanged') return 'client'
  if (text === 'none' || text === 'client' || text === 'server') return text
  throw plainError(`Invalid dry-run value (${text}). Must be "none", "server", or "client".`)
}

/** Checks the flag before anything is done, and warns once of the flag alone. */
export function checkDryRun(invocation: Invocation): void {
  dryRunOf(invocation)
  if (invocation.flags.text('dry-run') === 'unchanged') invocation.kubectl.error('W: --dry-run is deprecated and can be replaced with --dry-run=client.\n')
}

const suffixes: Readonly<Record<DryRun, string>> = { none: '', client: ' (dry run)', server: ' (server dry run)' }

/** What a dry run adds to the line that says what was done. */
export const dryRunSuffix = (invocation: Pick<Invocation, 'flags'>): string => suffixes[dryRunOf(invocation)]

/** The object in the format of `-o`; without one the line, with what a dry run adds. */
export function printResult(invocation: Invocation, info: ResourceInfo, object: ApiObject, text: string): void {
  const { kubectl, flags } = invocation
  const output = flags.text('output')
  checkOutput(output)
  if (output === '' || output === 'name') {
    kubectl.out(output === 'name' ? `${kindWithGroup(info)}/${object.metadata.name}\n` : `${text}${dryRunSuffix(invocation)}\n`)
    return
  }
  const options = { output, showLabels: false, headers: true, showKind: false, allNamespaces: false, labelColumns: [], allowMissing: true }
  kubectl.out(isTable(output) ? objectsTable(info, [object], options, kubectl.nowMs(), true) : objectsText([{ info, object }], true, options))
}

/**
 * Patches an object and gives what it is then: in a client's dry run what the patch would make of it here, in a server's what the API
 * server says it would be.
 */
export async function patchSelected(
  invocation: Invocation, { info, object }: Selected, patch: JsonObject, type: 'strategic' | 'merge' = 'strategic',
): Promise<ApiObject> {
  const dryRun = dryRunOf(invocation)
  if (dryRun === 'client') return locallyPatched(object, patch, type) as ApiObject
  const { name, namespace } = object.metadata
  return patchObject(invocation.kubectl, info, info.namespaced ? namespace : '', name, patch, { type, dryRun: dryRun === 'server' })
}

/** The one NAME of a generator. */
export function onlyName({ args, path }: Invocation): string {
  const [name] = args
  if (name === undefined || args.length > 1) throw usageError(path, `exactly one NAME is required, got ${args.length}`)
  return name
}

/** An object with what every object has. */
export function newObject(info: ResourceInfo, name: string, rest: JsonObject, labels?: Readonly<Record<string, string>>): JsonObject {
  return { apiVersion: apiVersionOf(info), kind: info.kind, metadata: labels === undefined ? { name } : { labels, name }, ...rest }
}

/** Creates a generated object (or only shows it) and says so. `failed`: what some generators call it when they tell of a refusal, mostly with a colon. */
export async function createGenerated(invocation: Invocation, info: ResourceInfo, object: JsonObject, { verb = 'created', failed = '' } = {}): Promise<void> {
  const { kubectl, namespace, flags } = invocation
  const dryRun = dryRunOf(invocation)
  const { name } = object['metadata'] as { readonly name: string }
  // A namespace that is asked for by name stands in the object, that of the context does not.
  const placed = info.namespaced && flags.given('namespace') ? { ...object, metadata: { ...object['metadata'] as object, namespace } } : object
  const result = dryRun === 'client' ? placed as ApiObject
    : await createObject(kubectl, info, info.namespaced ? namespace : '', placed, dryRun === 'server').catch((error: unknown) => {
      throw failed !== '' && error instanceof StatusError ? plainError(`failed to create ${failed} ${error.status.message ?? ''}`) : error
    })
  printResult(invocation, info, result, `${kindWithGroup(info)}/${name} ${verb}`)
}
