/** Verbs of kubectl that this cluster can't serve yet: each says so, where a plain "unknown command" would mislead. */
import { plainError } from '../errors.ts'
import type { Command } from './command.ts'

const verbs: readonly (readonly [string, string])[] = [
  ['cp', 'the page has no files to copy to'],
  ['port-forward', 'the page has no ports to forward to'],
  ['proxy', 'the page has no ports to listen on'],
  ['kustomize', 'not understood: apply plain manifests'],
  ['certificate', 'certificates are not served'],
]

export const notYet: readonly Command[] = verbs.map(([name, why]) => ({
  name, says: `Not in this cluster: ${why}.`, usage: `kubectl ${name}`, flags: [],
  run: () => { throw plainError(`${name}: ${why}`) },
}))
