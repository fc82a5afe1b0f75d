/** The objects that commands which change several mean: by name, `-l`, `--all`, `-f`. */
import type { ResourceInfo } from '../../kubernetes/resources.ts'
import { getObject, listObjects } from '../api.ts'
import type { ApiObject } from '../api.ts'
import { plainError } from '../errors.ts'
import { readTargets } from '../resources.ts'
import type { Invocation } from './command.ts'
import { readManifests } from './manifest-input.ts'

export interface Selected {
  readonly info: ResourceInfo
  readonly object: ApiObject
}

/** Reads them from the API. `allOfKind`: a kind without names means all of it. The command must have the flags `selector`, `all` and `filename`. */
export async function selectedObjects(invocation: Invocation, args: readonly string[], { allOfKind = false } = {}): Promise<readonly Selected[]> {
  const { kubectl, flags, namespace } = invocation
  const found: Selected[] = []
  if (flags.given('filename')) {
    const { documents, problems } = await readManifests(invocation)
    const [problem] = problems
    if (problem !== undefined) throw problem
    for (const { document: { info, namespace: own, name } } of documents) found.push({ info, object: await getObject(kubectl, info, own, name) })
    return found
  }
  for (const { info, name } of readTargets(args).targets) {
    if (name !== undefined) found.push({ info, object: await getObject(kubectl, info, namespace, name) })
    else {
      if (!allOfKind && !flags.on('all') && flags.text('selector') === '') throw plainError('resource(s) were provided, but no name was specified')
      const { items } = await listObjects(kubectl, info, namespace, { labelSelector: flags.text('selector') })
      found.push(...items.map((object) => ({ info, object })))
    }
  }
  return found
}
