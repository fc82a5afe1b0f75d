/** `kubectl wait`. Source: k8s.io/kubectl/pkg/cmd/wait/{wait,condition,delete,json}.go. */
import type { ResourceInfo } from '../../kubernetes/resources.ts'
import { listObjects } from '../api.ts'
import type { ApiObject } from '../api.ts'
import { isJsonObject } from '../apply/manifest.ts'
import { KubectlError, plainError, StatusError } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import { valueText } from '../print/json.ts'
import { fieldValues } from '../print/jsonpath.ts'
import { kindWithGroup, readTargets, resourceWithGroup } from '../resources.ts'
import { untilObject } from '../watch.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'

export const wait: Command = {
  name: 'wait',
  says: 'Wait for a specific condition on one or many resources.',
  usage: 'kubectl wait ([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath=\'{}\'[=value]]',
  flags: [
    common.selector, common.all, common.allNamespaces, flag('for', 'text', 'The condition to wait on'),
    flag('timeout', 'duration', 'The length of simulated time to wait before giving up', { preset: '30s' }),
  ],
  run,
}

/** True when an object (undefined: it is gone) is as wanted. */
type Check = (object: ApiObject | undefined) => boolean

function checkOf({ flags }: Invocation): { readonly met: Check; readonly word: string } {
  const text = flags.text('for')
  if (text === 'delete') return { met: (object) => object === undefined, word: 'condition met' }
  if (text === 'create') return { met: (object) => object !== undefined, word: 'condition met' }
  if (text.startsWith('condition=')) {
    const [name = '', value = 'true'] = text.slice('condition='.length).split('=')
    return { met: (object) => conditionIs(object, name, value), word: 'condition met' }
  }
  if (text.startsWith('jsonpath=')) {
    const match = /^jsonpath=(\{?[^}]*\}?)(?:==?(.*))?$/.exec(text)
    const wanted = match?.[2]
    return {
      met: (object) => {
        const found = fieldValues(match?.[1] ?? '', object)
        return wanted === undefined ? found.length > 0 : found.length === 1 && valueText(found[0]) === wanted.replace(/^["']|["']$/g, '')
      },
      word: 'condition met',
    }
  }
  throw plainError(text === '' ? 'unrecognized condition: ""' : `unrecognized condition: "${text}"`)
}

function conditionIs(object: ApiObject | undefined, name: string, value: string): boolean {
  const status = object?.['status']
  const conditions = isJsonObject(status) && Array.isArray(status['conditions']) ? status['conditions'] as unknown[] : []
  return conditions.some((one) => isJsonObject(one) && valueText(one['type']).toLowerCase() === name.toLowerCase() && valueText(one['status']).toLowerCase() === value.toLowerCase())
}

interface Awaited {
  readonly info: ResourceInfo
  readonly namespace: string
  readonly name: string
}

async function run(invocation: Invocation): Promise<number> {
  const { kubectl, flags } = invocation
  const { met, word } = checkOf(invocation)
  const untilMs = kubectl.nowMs() + flags.duration('timeout')
  let failed = false
  for (const one of await awaitedOf(invocation)) {
    const result = await happens(invocation, one, met, untilMs)
    if (result === 'was never there') continue
    if (result === 'met') kubectl.out(`${kindWithGroup(one.info)}/${one.name} ${word}\n`)
    else {
      kubectl.error(`error: timed out waiting for the condition on ${one.info.name}/${one.name}\n`)
      failed = true
    }
  }
  return failed ? 1 : 0
}

type Happened = 'met' | 'timeout' | 'was never there'

/** Looks at the object and at every change of it, until it is as wanted or the time is up. */
async function happens({ kubectl, flags }: Invocation, one: Awaited, met: Check, untilMs: number): Promise<Happened> {
  const wanted = flags.text('for')
  let first = true
  const look = (object: ApiObject | undefined): Happened | undefined => {
    if (first && object === undefined && wanted === 'delete') return 'was never there'
    if (first && object === undefined && wanted !== 'create') throw notFound(one)
    first = false
    return met(object) ? 'met' : undefined
  }
  return await untilObject(kubectl, one.info, one.namespace, one.name, look, untilMs) ?? 'timeout'
}

function notFound({ info, name }: Awaited): StatusError {
  return new StatusError({
    kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: 'NotFound', message: `${resourceWithGroup(info)} "${name}" not found`, details: undefined, code: 404,
  })
}

async function awaitedOf({ kubectl, flags, args, namespace }: Invocation): Promise<readonly Awaited[]> {
  if (args.length === 0) throw plainError('resource(s) were provided, but no name was specified')
  const found: Awaited[] = []
  for (const { info, name } of readTargets(args).targets) {
    if (name !== undefined) found.push({ info, namespace, name })
    else if (!flags.on('all') && flags.text('selector') === '') throw plainError('resource(s) were provided, but no name was specified')
    else {
      const { items } = await listObjects(kubectl, info, flags.on('all-namespaces') ? '' : namespace, { labelSelector: flags.text('selector') })
      found.push(...items.map((object) => ({ info, namespace: object.metadata.namespace ?? '', name: object.metadata.name })))
    }
  }
  // What should be gone and is not there is gone.
  if (found.length === 0 && flags.text('for') !== 'delete') throw new KubectlError('error: no matching resources found')
  return found
}
