/** `kubectl replace -f`. Source: k8s.io/kubectl/pkg/cmd/replace/replace.go. */
import { resourcePath } from '../../kubernetes/resources.ts'
import { call, createObject, deleteObject, dryRunQuery, findObject, poll } from '../api.ts'
import type { ApiObject } from '../api.ts'
import type { ManifestDocument } from '../apply/manifest.ts'
import { errorsText, KubectlError, plainError, Unanswered, withSource } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import { kindWithGroup } from '../resources.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { dryRunOf, printResult } from './generate.ts'
import { fieldValidation, readManifests } from './manifest-input.ts'

export const replace: Command = {
  name: 'replace',
  says: 'Replace a resource by file name or stdin.',
  usage: 'kubectl replace -f FILENAME [--force] [flags]',
  flags: [
    common.filename, common.output, common.dryRun, common.validate, common.fieldManager,
    flag('force', 'bool', 'If true, delete the resource and create it anew'),
  ],
  run,
}

async function run(invocation: Invocation): Promise<number> {
  const { kubectl, flags } = invocation
  if (!flags.given('filename')) throw plainError('must specify --filename to replace')
  const { documents, problems } = await readManifests(invocation)
  const errors: KubectlError[] = []
  for (const { document, source } of documents) {
    try {
      const result = flags.on('force') ? await anew(invocation, document) : await put(invocation, document)
      printResult(invocation, document.info, result, `${kindWithGroup(document.info)}/${document.name} replaced`)
    } catch (error) {
      const told = withSource(error, 'replacing', source)
      if (!(told instanceof KubectlError) || told.exitCode === 130) throw told
      errors.push(told)
      if (told instanceof Unanswered) break
    }
  }
  const all = [...errors, ...problems]
  kubectl.error(errorsText(all))
  return all.length > 0 ? 1 : 0
}

async function put(invocation: Invocation, { info, namespace, name, value }: ManifestDocument): Promise<ApiObject> {
  const dryRun = dryRunOf(invocation)
  if (dryRun === 'client') return value as ApiObject
  return await call(invocation.kubectl, {
    method: 'PUT', path: resourcePath(info, namespace, name), query: { ...dryRunQuery(dryRun === 'server'), ...fieldValidation(invocation) },
    headers: { 'content-type': 'application/json' }, body: JSON.stringify(value),
  }) as ApiObject
}

/** Deletes the object, waits until it is gone, and creates it. */
async function anew(invocation: Invocation, { info, namespace, name, value }: ManifestDocument): Promise<ApiObject> {
  const { kubectl } = invocation
  if (dryRunOf(invocation) !== 'none') throw plainError('--dry-run can not be used when --force is set')
  if (await findObject(kubectl, info, namespace, name) !== undefined) {
    await deleteObject(kubectl, info, namespace, name, { gracePeriodSeconds: 0 })
    await poll(kubectl, async () => (await findObject(kubectl, info, namespace, name) === undefined ? true : undefined))
  }
  return createObject(kubectl, info, namespace, value, false, fieldValidation(invocation))
}
