/** Verbs of kubectl that this cluster can't serve yet: each says so, where a plain "unknown command" would mislead. */
import { plainError } from '../errors.ts'
import type { Command } from './command.ts'

const verbs: readonly (readonly [string, string])[] = [
  ['edit', 'opens an editor, which this console has not: use patch, or apply a changed manifest'],
  ['exec', 'containers run a model, not code: there is nothing to execute in them'],
  ['attach', 'containers run a model, not code: read their logs'],
  ['cp', 'containers have no files'],
  ['port-forward', 'the page has no ports to forward to'],
  ['proxy', 'the page has no ports to listen on'],
  ['top', 'metrics.k8s.io is not served yet'],
  ['explain', 'not understood yet: the schemas stand at https://kubernetes.io/docs/reference/kubernetes-api/'],
  ['autoscale', 'HorizontalPodAutoscalers are not served yet'],
  ['debug', 'ephemeral containers are not served'],
  ['kustomize', 'not understood: apply plain manifests'],
  ['certificate', 'certificates are not served'],
]

export const notYet: readonly Command[] = verbs.map(([name, why]) => ({
  name, says: `Not in this cluster: ${why}.`, usage: `kubectl ${name}`, flags: [],
  run: () => { throw plainError(`${name}: ${why}`) },
}))
