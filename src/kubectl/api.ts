/** Calls of the API for commands: each gives the object or throws the API server's refusal. */
import { resourcePath } from '../kubernetes/resources.ts'
import type { ResourceInfo } from '../kubernetes/resources.ts'
import type { KubernetesObject } from '../kubernetes/types/meta.ts'
import type { RestRequest } from '../protocol/rest.ts'
import { isJsonObject } from './apply/manifest.ts'
import type { JsonObject } from './apply/manifest.ts'
import { isCustomKind } from './custom-resources.ts'
import { valueText } from './print/json.ts'
import { Interrupted, refusal, StatusError } from './errors.ts'
import type { Kubectl } from './kubectl.ts'

/** An object as the API server prints it: its `resourceVersion` is text, and what is not set is left out. */
export type ApiObject = JsonObject & KubernetesObject

export interface Selection {
  readonly labelSelector?: string
  readonly fieldSelector?: string
}

export type PatchType = 'strategic' | 'merge' | 'json'
const patchContentTypes: Readonly<Record<PatchType, string>> = {
  strategic: 'application/strategic-merge-patch+json', merge: 'application/merge-patch+json', json: 'application/json-patch+json',
}

/** Sends a request and gives the body of the answer. Warnings go to the error output, as kubectl prints them. */
export async function call(kubectl: Kubectl, request: RestRequest): Promise<unknown> {
  if (kubectl.signal.aborted) throw new Interrupted()
  const response = await raceAbort(kubectl, kubectl.send(request))
  for (const warning of response.warnings ?? []) kubectl.error(`Warning: ${warning}\n`)
  if (response.status >= 400) throw refusal(response)
  return response.body
}

/** Ctrl-C does not wait for the answer. */
function raceAbort<T>(kubectl: Kubectl, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => { reject(new Interrupted()) }
    kubectl.signal.addEventListener('abort', stop, { once: true })
    const done = (): void => { kubectl.signal.removeEventListener('abort', stop) }
    answer.then((value) => {
      done()
      resolve(value)
    }, (error: unknown) => {
      done()
      reject(error instanceof Error ? error : new Error(String(error)))
    })
  })
}

/** One object. */
export async function getObject(kubectl: Kubectl, info: ResourceInfo, namespace: string, name: string): Promise<ApiObject> {
  return await call(kubectl, { method: 'GET', path: resourcePath(info, namespace, name) }) as ApiObject
}

/** One object, undefined when there is none. */
export async function findObject(kubectl: Kubectl, info: ResourceInfo, namespace: string, name: string): Promise<ApiObject | undefined> {
  try {
    return await getObject(kubectl, info, namespace, name)
  } catch (error) {
    if (error instanceof StatusError && error.status.code === 404) return undefined
    throw error
  }
}

interface ObjectList {
  readonly items: readonly ApiObject[]
  readonly resourceVersion: string
}

/** The objects of a kind; namespace empty: of all namespaces. Each carries its kind and apiVersion. */
export async function listObjects(kubectl: Kubectl, info: ResourceInfo, namespace: string, selection: Selection = {}): Promise<ObjectList> {
  const query = Object.fromEntries(Object.entries(selection).filter(([, text]) => text !== ''))
  const body = await call(kubectl, { method: 'GET', path: resourcePath(info, namespace), query }).catch((error: unknown) => {
    throw selected(error, info, selection)
  })
  if (!isJsonObject(body) || !Array.isArray(body['items'])) return { items: [], resourceVersion: '' }
  const metadata = isJsonObject(body['metadata']) ? body['metadata'] : {}
  return { items: body['items'] as ApiObject[], resourceVersion: valueText(metadata['resourceVersion'] ?? '') }
}

/** A list that the server refuses is told with what it was for. Source: k8s.io/cli-runtime/pkg/resource/selector.go. */
function selected(error: unknown, info: ResourceInfo, { labelSelector = '', fieldSelector = '' }: Selection): unknown {
  if (!(error instanceof StatusError) || (error.status.reason !== 'BadRequest' && error.status.reason !== 'NotFound')) return error
  const what = `"${info.group}/${info.version}, Resource=${info.name}"`
  const tried = labelSelector === '' && fieldSelector === '' ? `list ${what}` : `find ${what} that match label selector "${labelSelector}", field selector "${fieldSelector}"`
  return new StatusError({ ...error.status, message: `Unable to ${tried}: ${error.status.message ?? ''}` })
}

/** Creates an object. `dryRun`: the server checks and answers, and keeps nothing. */
export async function createObject(kubectl: Kubectl, info: ResourceInfo, namespace: string, object: JsonObject, dryRun = false, query: Readonly<Record<string, string>> = {}): Promise<ApiObject> {
  return await call(kubectl, {
    method: 'POST', path: resourcePath(info, namespace), query: { ...dryRunQuery(dryRun), ...query }, headers: { 'content-type': 'application/json' }, body: JSON.stringify(object),
  }) as ApiObject
}

/** Text that is sent as it stands. */
export class RawBody {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** Changes an object, or one of its subresources. */
export async function patchObject(
  kubectl: Kubectl, info: ResourceInfo, namespace: string, name: string, patch: unknown,
  { type = isCustomKind(info) ? 'merge' : 'strategic', subresource = '', dryRun = false }: { readonly type?: PatchType; readonly subresource?: string; readonly dryRun?: boolean } = {},
): Promise<ApiObject> {
  return await call(kubectl, {
    method: 'PATCH', path: resourcePath(info, namespace, name, subresource), query: dryRunQuery(dryRun), headers: { 'content-type': patchContentTypes[type] },
    body: patch instanceof RawBody ? patch.text : JSON.stringify(patch),
  }) as ApiObject
}

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan'
}

/** Deletes an object; gives the answer's body. Its options travel in the body, where an API server looks for `dryRun` when there is one. */
export async function deleteObject(
  kubectl: Kubectl, info: ResourceInfo, namespace: string, name: string, options: DeleteOptions, dryRun = false,
): Promise<unknown> {
  return call(kubectl, {
    method: 'DELETE', path: resourcePath(info, namespace, name), query: dryRunQuery(dryRun), headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...options, ...dryRunOption(dryRun) }),
  })
}

/** The same as an option of a deletion or an eviction. */
export const dryRunOption = (dryRun: boolean): { readonly dryRun?: readonly ['All'] } => (dryRun ? { dryRun: ['All'] } : {})

/** `?dryRun=All`: the server checks and answers, and keeps nothing. */
export const dryRunQuery = (dryRun: boolean): Record<string, string> => (dryRun ? { dryRun: 'All' } : {})

/** What to look at again, and after how much simulated time. */
const pollMs = 1000

/**
 * Asks `look` again and again until it gives something. Simplified: kubectl opens a watch; the page's connection answers a request once,
 * so this asks once a simulated second.
 */
export async function poll<T>(kubectl: Kubectl, look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    await kubectl.sleep(pollMs)
    if (kubectl.signal.aborted) throw new Interrupted()
  }
}
