/** `kubectl edit`: the object's YAML in an editor, and what was changed of it as a patch. Source: k8s.io/kubectl/pkg/cmd/util/editor/editoptions.go. */
import { patchObject } from '../api.ts'
import type { ApiObject } from '../api.ts'
import { isJsonObject } from '../apply/manifest.ts'
import { threeWayPatch } from '../apply/three-way-merge.ts'
import { isCustomKind } from '../custom-resources.ts'
import { KubectlError, plainError, StatusError, Unanswered } from '../errors.ts'
import { yamlText } from '../print/yaml.ts'
import { kindWithGroup } from '../resources.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { selectedObjects } from './selected.ts'
import type { Selected } from './selected.ts'

const head = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`

export const edit: Command = {
  name: 'edit',
  says: 'Edit a resource from the default editor.',
  usage: 'kubectl edit (RESOURCE/NAME | -f FILENAME)',
  flags: [
    common.filename, common.selector, common.all, common.fieldManager,
  ],
  run: async (invocation) => { for (const selected of await selectedObjects(invocation, invocation.args)) await editOne(invocation, selected) },
}

/** Until what is written is accepted, or given up. */
async function editOne(invocation: Invocation, { info, object }: Selected): Promise<void> {
  const { kubectl } = invocation
  if (kubectl.edit === undefined) throw plainError('unable to launch the editor: there is none here')
  const { managedFields: _, ...metadata } = object.metadata as ApiObject['metadata'] & { readonly managedFields?: unknown }
  const shown = { ...object, metadata }
  const original = head + yamlText(shown)
  let text = original
  for (;;) {
    const written = await kubectl.edit(text)
    if (written === undefined || written === original || written.trim() === '') {
      kubectl.error('Edit cancelled, no changes made.\n')
      return
    }
    try {
      const after = await writeEdited(invocation, { info, object }, shown, written)
      kubectl.out(`${kindWithGroup(info)}/${after.metadata.name} edited\n`)
      return
    } catch (error) {
      if (!(error instanceof StatusError || error instanceof Unanswered) && !(error instanceof KubectlError && error.message.startsWith('error: '))) throw error
      const told = error.message.replace(/\n$/, '').split('\n').map((line) => `# ${line}\n`).join('')
      text = `${head}${told}#\n${written.split('\n').filter((line) => !line.startsWith('#')).join('\n')}`
    }
  }
}

async function writeEdited({ kubectl, namespace }: Invocation, { info, object }: Selected, shown: object, written: string): Promise<ApiObject> {
  const { parse, YAMLParseError } = await import('yaml')
  let value: unknown
  try {
    value = parse(written, { version: '1.1' })
  } catch (error) {
    if (error instanceof YAMLParseError) throw plainError(`The edited file failed validation: yaml: ${error.message}`)
    throw error
  }
  if (!isJsonObject(value)) throw plainError('The edited file failed validation: it holds no object')
  const before = JSON.parse(JSON.stringify(shown)) as ApiObject
  if (!isJsonObject(value['metadata']) || value['metadata']['name'] !== before.metadata.name) throw plainError('At least one of apiVersion, kind and name was changed')
  const patch = threeWayPatch(before, value, before, !isCustomKind(info))
  return patchObject(kubectl, info, info.namespaced ? object.metadata.namespace ?? namespace : '', before.metadata.name, patch)
}
