/** `kubectl set image|env|resources`. Sources: k8s.io/kubectl/pkg/cmd/set/*.go. */
import { resourceInfo } from '../../kubernetes/resources.ts'
import type { Container, PodSpec } from '../../kubernetes/types/core.ts'
import { getObject } from '../api.ts'
import { isJsonObject } from '../apply/manifest.ts'
import { plainError } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import { byText } from '../print/json.ts'
import { kindWithGroup, namedTargets } from '../resources.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { patchSelected, printResult } from './generate.ts'
import { withoutSubcommand } from './help.ts'
import { labelChanges, splitAtChanges } from './key-values.ts'
import { selectedObjects } from './selected.ts'
import type { Selected } from './selected.ts'

const flags = [common.selector, common.all, common.filename, common.dryRun, common.output, common.container]

/** What is changed of each container; undefined: nothing. */
type ContainerChange = (container: Container) => Readonly<Record<string, unknown>> | undefined

function podSpecOf({ info, object }: Selected): PodSpec {
  const spec = object['spec'] as { readonly template?: { readonly spec: PodSpec } } & PodSpec
  if (info === resourceInfo('pods')) return spec
  if (spec.template === undefined) throw plainError(`the object is not a pod or does not have a pod template: ${info.kind}`)
  return spec.template.spec
}

/** Patches the containers that differ and says so; a word for each object. */
async function patchContainers(invocation: Invocation, selected: Selected, change: ContainerChange, done: string): Promise<void> {
  const { info, object } = selected
  const spec = podSpecOf(selected)
  const changed = (list: readonly Container[] | undefined): readonly Readonly<Record<string, unknown>>[] =>
    (list ?? []).flatMap((container) => {
      const patch = change(container)
      return patch === undefined ? [] : [{ name: container.name, ...patch }]
    })
  const containers = changed(spec.containers)
  const initContainers = changed(spec.initContainers)
  if (containers.length === 0 && initContainers.length === 0) return
  const patch = { ...(containers.length === 0 ? {} : { containers }), ...(initContainers.length === 0 ? {} : { initContainers }) }
  const body = info === resourceInfo('pods') ? { spec: patch } : { spec: { template: { spec: patch } } }
  printResult(invocation, info, await patchSelected(invocation, selected, body), `${kindWithGroup(info)}/${object.metadata.name} ${done}`)
}

const image: Command = {
  name: 'image',
  says: 'Update the image of a pod template.',
  usage: 'kubectl set image (-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
  flags,
  run: async (invocation) => {
    const { names, changes } = splitAtChanges(invocation.args)
    if (names.length === 0 && !invocation.flags.given('filename')) throw plainError('one or more resources must be specified as <resource> <name> or <resource>/<name>')
    if (changes.length === 0) throw plainError('at least one image update is required')
    const { set } = labelChanges(changes, 'image')
    for (const selected of await selectedObjects(invocation, names)) {
      const spec = podSpecOf(selected)
      const known = [...spec.containers, ...(spec.initContainers ?? [])].map((container) => container.name)
      for (const name of Object.keys(set)) if (name !== '*' && !known.includes(name)) throw plainError(`unable to find container named "${name}"`)
      await patchContainers(invocation, selected, (container) => {
        const wanted = set[container.name] ?? set['*']
        return wanted === undefined || wanted === container.image ? undefined : { image: wanted }
      }, 'image updated')
    }
  },
}

const env: Command = {
  name: 'env',
  says: 'Update environment variables on a pod template.',
  usage: 'kubectl set env RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N [flags]',
  flags: [
    ...flags, flag('list', 'bool', 'If true, display the environment and any changes in the standard format'),
    flag('from', 'text', 'The name of a resource from which to inject environment variables'), flag('prefix', 'text', 'Prefix to append to variable names'),
    flag('keys', 'list', 'Comma-separated list of keys to import from specified resource'),
  ],
  run: async (invocation) => {
    const { kubectl, flags: given } = invocation
    const { names, changes } = splitAtChanges(invocation.args)
    const { set, removed } = labelChanges(changes, 'environment variable')
    const taken = await variablesFrom(invocation)
    for (const selected of await selectedObjects(invocation, names)) {
      if (given.on('list')) {
        const { info, object } = selected
        for (const container of podSpecOf(selected).containers) {
          kubectl.out(`# ${info.kind} ${object.metadata.name}, container ${container.name}\n${(container.env ?? []).map((one) => `${one.name}=${one.value ?? ''}\n`).join('')}`)
        }
        continue
      }
      await patchContainers(invocation, selected, (container) => {
        if (given.text('container') !== '' && given.text('container') !== container.name) return undefined
        const known = container.env ?? []
        const gone = removed.filter((key) => known.some((one) => one.name === key)).map((name) => ({ name, $patch: 'delete' }))
        if (gone.length === known.length && gone.length > 0 && Object.keys(set).length === 0) return { env: null }
        const list = [...taken, ...Object.entries(set).map(([name, value]) => ({ name, value })), ...gone]
        return list.length === 0 ? undefined : { env: list }
      }, 'env updated')
    }
  },
}

interface TakenVariable {
  readonly name: string
  readonly valueFrom: { readonly [reference: string]: { readonly key: string; readonly name: string } }
}

/** `--from=configmap/NAME`: a variable for each of its keys, with a name that a variable may have. Source: k8s.io/kubectl/pkg/cmd/set/set_env.go. */
async function variablesFrom({ kubectl, flags: given, namespace }: Invocation): Promise<readonly TakenVariable[]> {
  const from = given.text('from')
  if (from === '') return []
  const [target] = namedTargets([from])
  if (target === undefined || (target.info.name !== 'configmaps' && target.info.name !== 'secrets')) throw plainError(`unsupported resource specified in --from`)
  const { info, name } = target
  const { data } = await getObject(kubectl, info, namespace, name)
  const wanted = given.list('keys').flatMap((text) => text.split(','))
  const reference = info.name === 'secrets' ? 'secretKeyRef' : 'configMapKeyRef'
  return Object.keys(isJsonObject(data) ? data : {}).filter((key) => wanted.length === 0 || wanted.includes(key)).toSorted(byText).map((key) => {
    const plain = key.toUpperCase().replaceAll(/[^A-Z0-9_]/g, '_')
    if (plain !== key) kubectl.error(`Warning: key ${key} transferred to ${plain}\n`)
    return { name: given.text('prefix') + plain, valueFrom: { [reference]: { key, name } } }
  })
}

const resourcesCommand: Command = {
  name: 'resources',
  says: 'Update resource requests/limits on objects with pod templates.',
  usage: 'kubectl set resources (-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS]',
  flags: [...flags, flag('limits', 'text', 'The resource requirement requests for this container'), flag('requests', 'text', 'The resource requirement requests for this container')],
  run: async (invocation) => {
    const { flags: given } = invocation
    const read = (name: 'limits' | 'requests'): Readonly<Record<string, string>> | undefined =>
      given.text(name) === '' ? undefined : labelChanges(given.text(name).split(','), name).set
    const limits = read('limits')
    const requests = read('requests')
    if (limits === undefined && requests === undefined) throw plainError('you must specify an update to requests or limits (in the form of --requests/--limits)')
    const only = given.text('container')
    for (const selected of await selectedObjects(invocation, invocation.args)) {
      const change: ContainerChange = (container) => (only !== '' && only !== container.name ? undefined
        : { resources: { ...(limits === undefined ? {} : { limits }), ...(requests === undefined ? {} : { requests }) } })
      await patchContainers(invocation, selected, change, 'resource requirements updated')
    }
  },
}

const serviceAccount: Command = {
  name: 'serviceaccount',
  aliases: ['sa'],
  says: 'Update the service account of a resource.',
  usage: 'kubectl set serviceaccount (-f FILENAME | TYPE NAME) SERVICE_ACCOUNT',
  flags,
  run: async (invocation) => {
    const name = invocation.args.at(-1)
    if (name === undefined) throw plainError('serviceaccount is required')
    for (const selected of await selectedObjects(invocation, invocation.args.slice(0, -1))) {
      podSpecOf(selected)
      const result = await patchSelected(invocation, selected, { spec: { template: { spec: { serviceAccountName: name } } } })
      printResult(invocation, selected.info, result, `${kindWithGroup(selected.info)}/${selected.object.metadata.name} serviceaccount updated`)
    }
  },
}

export const set: Command = {
  name: 'set',
  says: 'Set specific features on objects.',
  usage: 'kubectl set SUBCOMMAND',
  flags: [],
  inner: [env, image, resourcesCommand, serviceAccount],
  run: (invocation) => withoutSubcommand(set, invocation),
}
