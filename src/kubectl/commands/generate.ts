/** What commands share that write objects: `--dry-run`, `-o`, and the line that says what was done. */
import type { ResourceInfo } from '../../kubernetes/resources.ts'
import { apiVersionOf } from '../../kubernetes/resources.ts'
import { createObject } from '../api.ts'
import type { ApiObject } from '../api.ts'
import type { JsonObject } from '../apply/manifest.ts'
import { plainError } from '../errors.ts'
import { checkOutput, isTable, objectsTable, objectsText } from '../print/output.ts'
import { kindWithGroup } from '../resources.ts'
import type { Invocation } from './command.ts'

export type DryRun = 'none' | 'client' | 'server'

/** `--dry-run`. Throws kubectl's error for another word. */
export function dryRunOf({ flags, kubectl }: Invocation): DryRun {
  const text = flags.text('dry-run')
  if (text === 'unchanged') {
    kubectl.error('W: --dry-run is deprecated and can be replaced with --dry-run=client.\n')
    return 'client'
  }
  if (text === 'none' || text === 'client' || text === 'server') return text
  throw plainError(`Invalid dry-run value (${text}). Must be "none", "server", or "client".`)
}

/** The object in the format of `-o`; without one the line, with what a dry run adds. */
export function printResult(invocation: Invocation, info: ResourceInfo, object: ApiObject, text: string): void {
  const { kubectl, flags } = invocation
  const output = flags.text('output')
  checkOutput(output)
  const dryRun = dryRunOf(invocation)
  if (output === '' || output === 'name') {
    const suffix = dryRun === 'none' ? '' : dryRun === 'client' ? ' (dry run)' : ' (server dry run)'
    kubectl.out(output === 'name' ? `${kindWithGroup(info)}/${object.metadata.name}\n` : `${text}${suffix}\n`)
    return
  }
  const options = { output, showLabels: false, headers: true, showKind: false, allNamespaces: false, labelColumns: [], allowMissing: true }
  kubectl.out(isTable(output) ? objectsTable(info, [object], options, kubectl.nowMs(), true) : objectsText([{ info, object }], true, options))
}

/** An object with what every object has. */
export function newObject(info: ResourceInfo, name: string, rest: JsonObject, labels?: Readonly<Record<string, string>>): JsonObject {
  return { apiVersion: apiVersionOf(info), kind: info.kind, metadata: labels === undefined ? { name } : { labels, name }, ...rest }
}

/** Creates a generated object (or only shows it) and says so. */
export async function createGenerated(invocation: Invocation, info: ResourceInfo, object: JsonObject, verb = 'created'): Promise<void> {
  const { kubectl, namespace } = invocation
  const dryRun = dryRunOf(invocation)
  const { name } = object['metadata'] as { readonly name: string }
  const result = dryRun === 'client' ? object as ApiObject : await createObject(kubectl, info, info.namespaced ? namespace : '', object, dryRun === 'server')
  printResult(invocation, info, result, `${kindWithGroup(info)}/${name} ${verb}`)
}
