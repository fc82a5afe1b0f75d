/** `kubectl get`. Source: k8s.io/kubectl/pkg/cmd/get/get.go. */
import type { ResourceInfo } from '../../kubernetes/resources.ts'
import type { RestRequest } from '../../protocol/rest.ts'
import { call, getObject, listObjects } from '../api.ts'
import type { ApiObject, Selection } from '../api.ts'
import { errorsText, KubectlError, plainError, StatusError } from '../errors.ts'
import type { Kubectl } from '../kubectl.ts'
import { flag } from '../parse/flags.ts'
import { checkOutput, isTable, objectsTable, objectsText, outputWithTemplate } from '../print/output.ts'
import type { OutputOptions } from '../print/output.ts'
import { sortObjects } from '../print/sort.ts'
import type { ColumnWidths } from '../print/table.ts'
import { readTargets } from '../resources.ts'
import type { Target } from '../resources.ts'
import { watchObjects } from '../watch.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { manifestTargets } from './manifest-input.ts'

export const get: Command = {
  name: 'get',
  says: 'Display one or many resources.',
  usage: 'kubectl get [(-o|--output=)json|yaml|name|wide|jsonpath|custom-columns] (TYPE[.GROUP] [NAME | -l label] | TYPE[.GROUP]/NAME ...) [flags]',
  flags: [
    common.output, common.selector, common.fieldSelector, common.allNamespaces, common.filename,
    flag('watch', 'bool', 'After listing/getting the requested object, watch for changes', { short: 'w' }),
    flag('watch-only', 'bool', 'Watch for changes to the requested object(s), without listing/getting first'),
    flag('output-watch-events', 'bool', 'Output watch event objects when --watch or --watch-only is used'),
    flag('show-labels', 'bool', 'When printing, show all labels as the last column'),
    flag('show-kind', 'bool', 'If present, list the resource type for the requested object(s)'),
    flag('no-headers', 'bool', 'When using the default or custom-column output format, don\'t print headers'),
    flag('label-columns', 'list', 'Accepts a comma separated list of labels that are going to be presented as columns', { short: 'L' }),
    flag('sort-by', 'text', 'If non-empty, sort list types using this field specification'),
    flag('ignore-not-found', 'bool', 'If set to true, suppresses NotFound error for specific objects that do not exist'),
    flag('allow-missing-template-keys', 'bool', 'If true, ignore any errors in templates when a field or map key is missing', { preset: 'true' }),
    flag('raw', 'text', 'Raw URI to request from the server'), flag('template', 'text', 'Template string to use when -o=go-template'),
    flag('show-managed-fields', 'bool', 'If true, keep the managedFields when printing objects in JSON or YAML format'),
    flag('chunk-size', 'int', 'Return large lists in chunks', { preset: '500' }),
  ],
  run,
}

interface Wanted {
  readonly targets: readonly Target[]
  readonly namespace: string
  readonly options: OutputOptions
  readonly invocation: Invocation
}

interface Found {
  readonly info: ResourceInfo
  readonly objects: readonly ApiObject[]
}

async function run(invocation: Invocation): Promise<number> {
  const { flags, args, kubectl, path } = invocation
  if (flags.given('raw')) return printRaw(invocation)
  const output = outputWithTemplate(flags.text('output'), flags.text('template'))
  checkOutput(output)
  if (args.length === 0 && !flags.given('filename')) {
    throw new KubectlError(
      'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n'
      + 'error: Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).\n'
      + `See 'kubectl ${path} -h' for help and examples`,
    )
  }
  const { targets } = flags.given('filename') ? await manifestTargets(invocation) : readTargets(args)
  const allNamespaces = flags.on('all-namespaces')
  if (allNamespaces && targets.some((target) => target.name !== undefined)) throw new KubectlError('error: a resource cannot be retrieved by name across all namespaces')
  const wanted: Wanted = {
    targets, namespace: allNamespaces ? '' : invocation.namespace, invocation,
    options: {
      output, showLabels: flags.on('show-labels'), headers: !flags.on('no-headers'), showKind: flags.on('show-kind'), allNamespaces,
      labelColumns: flags.list('label-columns').flatMap((text) => text.split(',')), allowMissing: flags.on('allow-missing-template-keys'), managedFields: flags.on('show-managed-fields'),
    },
  }
  if (flags.on('watch') || flags.on('watch-only')) return watch(wanted)
  const { found, errors } = await fetchAll(wanted)
  print(kubectl, wanted, found, errors.length > 0)
  kubectl.error(errorsText(errors))
  return errors.length > 0 ? 1 : 0
}

/** A failed check of health, which is a text and no Status: quoted as client-go does. Source: apimachinery/pkg/api/errors/errors.go (NewGenericServerResponse). */
function quotedFailure(error: unknown): unknown {
  if (!(error instanceof StatusError) || error.status.message?.endsWith('check failed\n') !== true) return error
  const message = `an error on the server (${JSON.stringify(error.status.message.trimEnd())}) has prevented the request from succeeding`
  return new StatusError({ ...error.status, message, reason: 'InternalError' })
}

/** `--raw`: what the server answers at a path, as it stands. */
async function printRaw({ kubectl, flags, args }: Invocation): Promise<number> {
  if (args.length > 0) throw plainError('arguments may not be passed when --raw is specified')
  const [path = '', ...query] = flags.text('raw').split('?')
  const request: RestRequest = { method: 'GET', path, query: Object.fromEntries(new URLSearchParams(query.join('?'))) }
  const body = await call(kubectl, request).catch((error: unknown) => { throw quotedFailure(error) })
  kubectl.out(typeof body === 'string' ? body : `${JSON.stringify(body)}\n`)
  return 0
}

/** Everything that is asked for; what is missing does not keep the rest from being printed. */
async function fetchAll(wanted: Wanted): Promise<{ readonly found: readonly Found[]; readonly errors: readonly KubectlError[] }> {
  const { targets, namespace, invocation: { kubectl, flags } } = wanted
  const found: Found[] = []
  const errors: KubectlError[] = []
  for (const { info, name } of targets) {
    try {
      const objects = name === undefined
        ? (await listObjects(kubectl, info, namespace, { labelSelector: flags.text('selector'), fieldSelector: flags.text('field-selector') })).items
        : [await getObject(kubectl, info, namespace, name)]
      const last = found.at(-1)
      if (last?.info === info) found[found.length - 1] = { info, objects: [...last.objects, ...objects] }
      else found.push({ info, objects })
    } catch (error) {
      if (!(error instanceof StatusError)) throw error
      if (!(error.status.reason === 'NotFound' && flags.on('ignore-not-found'))) errors.push(error)
    }
  }
  const sortBy = flags.text('sort-by')
  return { found: sortBy === '' ? found : found.map(({ info, objects }) => ({ info, objects: sortObjects(objects, sortBy) })), errors }
}

function print(kubectl: Kubectl, { targets, namespace, options, invocation }: Wanted, found: readonly Found[], failed: boolean): void {
  const full = found.filter(({ objects }) => objects.length > 0)
  if (!isTable(options.output)) {
    const single = targets.length === 1 && targets[0]?.name !== undefined
    if (failed && full.length === 0) return
    if (single && full.length === 0) return
    kubectl.out(objectsText(found.flatMap(({ info, objects }) => objects.map((object) => ({ info, object }))), single, options))
    return
  }
  const [first] = found
  if (full.length === 0 && first !== undefined && options.output.startsWith('custom-columns=')) {
    kubectl.out(objectsTable(first.info, [], options, kubectl.nowMs(), options.headers))
    return
  }
  if (full.length === 0) {
    if (failed || invocation.flags.on('ignore-not-found')) return
    const scoped = namespace !== '' && targets.some(({ info }) => info.namespaced)
    kubectl.error(scoped ? `No resources found in ${namespace} namespace.\n` : 'No resources found\n')
    return
  }
  const nowMs = kubectl.nowMs()
  const shown = { ...options, showKind: options.showKind || found.length > 1 }
  kubectl.out(full.map(({ info, objects }) => objectsTable(info, objects, shown, nowMs, options.headers)).join('\n'))
}

/** Prints what is there and then each object that changed; of one that is gone its last state. */
async function watch({ targets, namespace, options, invocation: { kubectl, flags } }: Wanted): Promise<number> {
  const [target] = targets
  if (target === undefined || targets.length > 1) throw new KubectlError('error: you may only specify a single resource type')
  const { info, name } = target
  const widths: ColumnWidths = []
  let headers = options.headers
  const withEvents = flags.on('output-watch-events')
  const show = (objects: readonly ApiObject[], event: string): void => {
    if (objects.length === 0) return
    if (isTable(options.output)) kubectl.out(objectsTable(info, objects, options, kubectl.nowMs(), headers, widths, withEvents ? event : undefined))
    else for (const object of objects) kubectl.out(watchedText({ info, object }, options, withEvents ? event : undefined))
    headers = false
  }
  const selection: Selection = {
    labelSelector: flags.text('selector'), fieldSelector: name === undefined ? flags.text('field-selector') : `metadata.name=${name}`,
  }
  const { items, resourceVersion } = await listObjects(kubectl, info, namespace, selection)
  if (name !== undefined && items.length === 0) await getObject(kubectl, info, namespace, name)
  if (!flags.on('watch-only')) show(items, 'ADDED')
  return watchObjects(kubectl, info, namespace, selection, resourceVersion, ({ type, object }) => { show([object], type) })
}

/** An object of a watch in a format that is no table. */
function watchedText({ info, object }: { readonly info: ResourceInfo; readonly object: ApiObject }, options: OutputOptions, event: string | undefined): string {
  if (event === undefined || options.output === 'name') return objectsText([{ info, object }], true, options)
  return objectsText([{ info, object: { type: event, object } as unknown as ApiObject }], true, options)
}
