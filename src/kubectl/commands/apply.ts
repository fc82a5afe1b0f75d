/** `kubectl apply -f`. Source: k8s.io/kubectl/pkg/cmd/apply/apply.go (client side: a three-way merge patch). */
import { call, dryRunQuery, findObject } from '../api.ts'
import type { ApiObject } from '../api.ts'
import { writeRequest } from '../apply/apply-manifest.ts'
import { lastAppliedAnnotation } from '../apply/create-request.ts'
import { errorsText, KubectlError, plainError, Unanswered, usageError, withSource } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import { jsonText } from '../print/json.ts'
import { yamlText } from '../print/yaml.ts'
import { kindWithGroup } from '../resources.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { dryRunOf, printResult } from './generate.ts'
import { fieldValidation, readManifests } from './manifest-input.ts'
import type { SourcedDocument } from './manifest-input.ts'
import { applyOnServer, checkServerSide, serverSideFlags } from './server-side-apply.ts'
import { selectedObjects } from './selected.ts'

const viewLastApplied: Command = {
  name: 'view-last-applied',
  says: 'View the latest last-applied-configuration annotations by type/name or file.',
  usage: 'kubectl apply view-last-applied (TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)',
  flags: [common.selector, common.all, common.filename, flag('output', 'text', 'Output format. Must be one of (yaml, json)', { short: 'o', preset: 'yaml' })],
  run: async (invocation) => {
    const { kubectl, flags } = invocation
    const output = flags.text('output')
    if (output !== 'yaml' && output !== 'json') throw usageError('apply view-last-applied', `Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`)
    for (const { info, object } of await selectedObjects(invocation, invocation.args)) {
      const text = object.metadata.annotations?.[lastAppliedAnnotation]
      if (text === undefined) throw plainError(`no last-applied-configuration annotation found on resource: ${object.metadata.name}, kind: ${info.kind}`)
      const value = JSON.parse(text) as unknown
      kubectl.out(output === 'yaml' ? yamlText(value) : `${jsonText(value)}\n`)
    }
  },
}

export const apply: Command = {
  name: 'apply',
  says: 'Apply a configuration to a resource by file name or stdin.',
  usage: 'kubectl apply (-f FILENAME) [flags]',
  flags: [common.filename, common.output, common.dryRun, common.fieldManager, common.validate, ...serverSideFlags],
  inner: [viewLastApplied],
  run,
}

async function run(invocation: Invocation): Promise<number> {
  const { kubectl, flags } = invocation
  if (!flags.given('filename')) throw plainError('must specify one of -f and -k')
  checkServerSide(invocation)
  const { documents, problems } = await readManifests(invocation)
  const errors: KubectlError[] = []
  for (const sourced of documents) {
    try {
      await applyOne(invocation, sourced)
    } catch (error) {
      if (!(error instanceof KubectlError) || error.exitCode === 130) throw error
      errors.push(error)
      if (error instanceof Unanswered) break
    }
  }
  const all = [...errors, ...problems]
  kubectl.error(errorsText(all))
  return all.length > 0 ? 1 : 0
}

/** The object was made in another way: what others set in it can't be told from what a file once set. */
const neverApplied = (object: string): string => `Warning: resource ${object} is missing the ${lastAppliedAnnotation} annotation which is required by kubectl apply. `
  + 'kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. '
  + 'The missing annotation will be patched automatically.\n'

/** GET, then POST or PATCH, or nothing when the object is as the file says. */
async function applyOne(invocation: Invocation, { document, source }: SourcedDocument): Promise<void> {
  const { kubectl } = invocation
  const { info, namespace, name } = document
  const dryRun = dryRunOf(invocation)
  if (invocation.flags.on('server-side')) {
    const result = await applyOnServer(invocation, document)
    printResult(invocation, info, result, `${kindWithGroup(info)}/${name} serverside-applied`)
    return
  }
  const live = await findObject(kubectl, info, namespace, name)
  const request = writeRequest(document, live)
  if (live !== undefined && live.metadata.annotations?.[lastAppliedAnnotation] === undefined) kubectl.error(neverApplied(`${info.name}/${name}`))
  const verb = live === undefined ? 'created' : request === undefined ? 'unchanged' : 'configured'
  let result = live ?? document.value as ApiObject
  if (request !== undefined && dryRun !== 'client') {
    try {
      result = await call(kubectl, { ...request, query: { ...dryRunQuery(dryRun === 'server'), ...fieldValidation(invocation) } }) as ApiObject
    } catch (error) {
      throw withSource(error, live === undefined ? 'creating' : 'applying patch to', source)
    }
  }
  printResult(invocation, info, result, `${kindWithGroup(info)}/${name} ${verb}`)
}
