/** `kubectl delete`. Source: k8s.io/kubectl/pkg/cmd/delete/delete.go. */
import type { ResourceInfo } from '../../kubernetes/resources.ts'
import { deleteObject, listObjects } from '../api.ts'
import type { DeleteOptions } from '../api.ts'
import { isJsonObject } from '../apply/manifest.ts'
import { errorsText, plainError, StatusError, withSource } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import { kindWithGroup, readTargets } from '../resources.ts'
import type { Target } from '../resources.ts'
import { untilObject } from '../watch.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { dryRunOf, dryRunSuffix } from './generate.ts'
import { readManifests } from './manifest-input.ts'
import { valueText } from '../print/json.ts'

export const deleteCommand: Command = {
  name: 'delete',
  says: 'Delete resources by file names, stdin, resources and names, or by resources and label selector.',
  usage: 'kubectl delete ([-f FILENAME] | TYPE [(NAME | -l label | --all)]) [flags]',
  flags: [
    common.filename, common.selector, common.fieldSelector, common.all, common.allNamespaces, common.output, common.timeout, common.dryRun,
    flag('force', 'bool', 'If true, immediately remove resources from API and bypass graceful deletion'),
    flag('grace-period', 'int', 'Period of time in seconds given to the resource to terminate gracefully', { preset: '-1' }),
    flag('now', 'bool', 'If true, resources are signaled for immediate shutdown (same as --grace-period=1)'),
    flag('ignore-not-found', 'bool', 'Treat "resource not found" as a successful delete'),
    flag('wait', 'bool', 'If true, wait for resources to be gone before returning', { preset: 'true' }),
    flag('cascade', 'text', 'Must be "background", "orphan", or "foreground"', { preset: 'background', alone: 'background' }),
  ],
  run,
}

interface Doomed {
  readonly info: ResourceInfo
  readonly namespace: string
  readonly name: string
  /** The file that named it. */
  readonly source?: string
}

/** Deleted, and known by its uid: another of the same name is not waited for. */
interface Deleted extends Doomed {
  readonly uid: string
}

async function run(invocation: Invocation): Promise<number> {
  const { kubectl, flags } = invocation
  const options = optionsOf(invocation)
  const dryRun = dryRunOf(invocation)
  if (options.gracePeriodSeconds === 0 && flags.on('force')) {
    kubectl.error('Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n')
  }
  const doomed = await doomedOf(invocation)
  const gone: Deleted[] = []
  const errors: StatusError[] = []
  for (const one of doomed) {
    try {
      const body = dryRun === 'client' ? undefined : await deleteObject(kubectl, one.info, one.namespace, one.name, options, dryRun === 'server')
      const done = `${flags.on('force') && options.gracePeriodSeconds === 0 ? 'force deleted' : 'deleted'}${dryRunSuffix(invocation)}`
      const shown = flags.text('output') === 'name' ? `${kindWithGroup(one.info)}/${one.name}\n` : deletedText(one, done)
      kubectl.out(shown)
      if (body !== undefined) gone.push({ ...one, uid: uidOf(body) })
    } catch (error) {
      if (!(error instanceof StatusError)) throw error
      if (!(error.status.reason === 'NotFound' && flags.on('ignore-not-found'))) errors.push(one.source === undefined ? error : withSource(error, 'deleting', one.source) as StatusError)
    }
  }
  kubectl.error(errorsText(errors))
  if (doomed.length === 0) kubectl.out('No resources found\n')
  const waited = dryRun !== 'none' || !flags.on('wait') || flags.on('force') || await allGone(invocation, gone)
  return errors.length > 0 || !waited ? 1 : 0
}

/** Waits until they are gone, for as long as `--timeout` says in all; 0: as long as it takes. Tells of those that are not. */
async function allGone(invocation: Invocation, list: readonly Deleted[]): Promise<boolean> {
  const { kubectl, flags } = invocation
  const timeoutMs = flags.duration('timeout')
  const untilMs = timeoutMs === 0 ? Number.POSITIVE_INFINITY : kubectl.nowMs() + timeoutMs
  let all = true
  for (const one of list) {
    const { info, namespace, name, uid } = one
    const gone = await untilObject(kubectl, info, namespace, name, (object) => (object === undefined || (uid !== '' && object.metadata.uid !== uid) ? true : undefined), untilMs)
    if (gone === true) continue
    kubectl.error(`error: timed out waiting for the condition on ${one.info.name}/${one.name}\n`)
    all = false
  }
  return all
}

function deletedText({ info, namespace, name }: Doomed, done: string): string {
  const from = info.namespaced ? ` from ${namespace} namespace` : ''
  return `${kindWithGroup(info)} "${name}" ${done}${from}\n`
}

/** The answer is the object while it is on its way out, a Status that names its uid when it is gone. */
function uidOf(body: unknown): string {
  if (!isJsonObject(body)) return ''
  const about = body['kind'] === 'Status' ? body['details'] : body['metadata']
  return isJsonObject(about) ? valueText(about['uid']) : ''
}

const policies = { background: 'Background', orphan: 'Orphan', foreground: 'Foreground', true: 'Background', false: 'Orphan' } as const

function optionsOf({ flags }: Invocation): DeleteOptions {
  const cascade = flags.text('cascade')
  const propagationPolicy = Object.hasOwn(policies, cascade) ? policies[cascade as keyof typeof policies] : undefined
  if (propagationPolicy === undefined) throw plainError(`invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`)
  const grace = flags.on('now') ? 1 : flags.number('grace-period')
  if (flags.on('now') && flags.number('grace-period') !== -1) throw plainError('--now and --grace-period cannot be specified together')
  if (flags.on('force') && grace > 0) throw plainError('--force and --grace-period greater than 0 cannot be specified together')
  // Without --force a grace period of zero is one second, so that a pod is not forgotten by mistake.
  const gracePeriodSeconds = flags.on('force') ? 0 : grace === 0 ? 1 : grace
  return gracePeriodSeconds < 0 ? { propagationPolicy } : { propagationPolicy, gracePeriodSeconds }
}

async function doomedOf(invocation: Invocation): Promise<readonly Doomed[]> {
  const { kubectl, flags, args, namespace } = invocation
  if (flags.given('filename')) {
    const { documents, problems } = await readManifests(invocation)
    const [problem] = problems
    if (problem !== undefined) throw problem
    return documents.map(({ document, source }) => ({ info: document.info, namespace: document.namespace, name: document.name, source }))
  }
  if (args.length === 0) throw plainError('You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   \'-f rsrc.yaml\'\n   \'--filename=rsrc.json\'\n   \'<resource> <name>\'\n   \'<resource>\'')
  const { targets } = readTargets(args)
  const labelSelector = flags.text('selector')
  const fieldSelector = flags.text('field-selector')
  if (labelSelector !== '' && targets.some((target) => target.name !== undefined)) throw plainError('name cannot be provided when a selector is specified')
  if (flags.on('all') && targets.some((target) => target.name !== undefined)) throw plainError('name cannot be provided when all is specified')
  const scope = flags.on('all-namespaces') ? '' : namespace
  const lists = await Promise.all(targets.map(async ({ info, name }: Target): Promise<readonly Doomed[]> => {
    if (name !== undefined) return [{ info, namespace: info.namespaced ? namespace : '', name }]
    if (!flags.on('all') && labelSelector === '' && fieldSelector === '') throw plainError('resource(s) were provided, but no name was specified')
    const { items } = await listObjects(kubectl, info, scope, { labelSelector, fieldSelector })
    return items.map((object) => ({ info, namespace: object.metadata.namespace ?? '', name: object.metadata.name }))
  }))
  return lists.flat()
}
