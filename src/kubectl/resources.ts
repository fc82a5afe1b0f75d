/** Which resources a command means: plural, singular, short names, `TYPE.GROUP`, `TYPE/NAME`, `all`, lists with commas. */
import { apiVersionOf, otherVersions, resourceForKind, resourceInfo, resources } from '../kubernetes/resources.ts'
import type { ResourceInfo } from '../kubernetes/resources.ts'
import { customResources } from './custom-resources.ts'
import { KubectlError, plainError, UnknownKind } from './errors.ts'

/** What `all` means, in the order that kubectl prints it. */
const firstOfAll: readonly ResourceInfo[] = (['pods', 'replicationcontrollers', 'services', 'daemonsets', 'deployments', 'replicasets', 'statefulsets'] as const).map(resourceInfo)
const allResources = [...firstOfAll, ...resources.filter((info) => info.categories.includes('all') && !firstOfAll.includes(info))]

export interface Target {
  readonly info: ResourceInfo
  /** Undefined: all of the kind. */
  readonly name: string | undefined
}

/** The resource that a word names. Throws kubectl's error for one that the cluster does not serve. */
export function findResource(word: string): ResourceInfo {
  const found = resourceOf(word)
  if (found === undefined) throw new UnknownKind(`error: the server doesn't have a resource type "${word}"`)
  return found
}

/** The same, undefined for an unknown word. */
export function resourceOf(word: string): ResourceInfo | undefined {
  const lower = word.toLowerCase()
  const dot = lower.indexOf('.')
  const plain = dot < 0 ? lower : lower.slice(0, dot)
  const group = dot < 0 ? undefined : lower.slice(dot + 1)
  const found = [...resources, ...otherVersions, ...customResources()].find((info) => (info.name === plain || info.singular === plain || info.shortNames.includes(plain))
    && (group === undefined || group === info.group || group === `${info.version}.${info.group}`))
  // A short name loses the version that is said with it, as in kubectl.
  return found?.shortNames.includes(plain) === true ? preferredVersion(found) : found
}

/** The resource in the version that its group prefers. */
export function preferredVersion(info: ResourceInfo): ResourceInfo {
  return otherVersions.includes(info) ? resources.find(({ name, group }) => name === info.name && group === info.group) ?? info : info
}

/** The resource in another version; undefined: it is not served in that one. */
export function inVersion(info: ResourceInfo, apiVersion: string): ResourceInfo | undefined {
  return [info, ...otherVersions, ...customResources()].find((one) => one.name === info.name && apiVersionOf(one) === apiVersion)
}

/** The resource of an apiVersion and kind; undefined: none is known. */
export function kindInfo(apiVersion: string, kind: string): ResourceInfo | undefined {
  return resourceForKind(apiVersion, kind) ?? customResources().find((info) => apiVersionOf(info) === apiVersion && info.kind === kind)
}

function kindsOf(word: string): readonly ResourceInfo[] {
  return word.split(',').filter((part) => part !== '').flatMap((part) => (part === 'all' ? allResources : [findResource(part)]))
}

export interface Targets {
  readonly targets: readonly Target[]
  /** Several kinds, or objects as TYPE/NAME: names are printed with their kind. */
  readonly mixed: boolean
}

/** What the arguments of `get`, `describe`, `delete` mean: `TYPE[,TYPE]`, `TYPE NAME...` or `TYPE/NAME...`. */
export function readTargets(args: readonly string[]): Targets {
  const [first, ...names] = args
  if (first === undefined) return { targets: [], mixed: false }
  if (args.some((word) => word.includes('/'))) {
    const targets = args.map((word): Target => {
      const parts = word.split('/')
      const [type = '', name = ''] = parts
      if (parts.length === 1) {
        throw plainError('there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. '
          + `'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'`)
      }
      if (parts.length !== 2 || type === '' || name === '') throw plainError('arguments in resource/name form may not have more than one slash')
      return { info: findResource(type), name }
    })
    return { targets, mixed: new Set(targets.map((target) => target.info)).size > 1 }
  }
  const kinds = kindsOf(first)
  if (names.length === 0) return { targets: kinds.map((info) => ({ info, name: undefined })), mixed: kinds.length > 1 || first === 'all' }
  return { targets: names.flatMap((name) => kinds.map((info) => ({ info, name }))), mixed: kinds.length > 1 }
}

/** The objects of a command that needs names. Throws when a kind stands without one. */
export function namedTargets(args: readonly string[]): readonly (Target & { readonly name: string })[] {
  const { targets } = readTargets(args)
  if (targets.length === 0) throw new KubectlError('error: resource(s) were provided, but no name was specified')
  return targets.map(({ info, name }) => {
    if (name === undefined) throw plainError('resource(s) were provided, but no name was specified')
    return { info, name }
  })
}

/** "deployments.apps": a resource with its group, as messages name it. */
export function resourceWithGroup(info: ResourceInfo): string {
  return info.group === '' ? info.name : `${info.name}.${info.group}`
}

/** "deployment.apps": a kind with its group, as answers name it. */
export function kindWithGroup(info: ResourceInfo): string {
  return info.group === '' ? info.singular : `${info.singular}.${info.group}`
}
