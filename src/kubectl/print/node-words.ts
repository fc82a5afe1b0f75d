/** What `get` and `describe` say of a Node. Source: pkg/printers/internalversion/printers.go (printNode, findNodeRoles). */
import type { Node } from '../../kubernetes/types/core.ts'
import { byText } from './json.ts'

const rolePrefix = 'node-role.kubernetes.io/'

/** Names of its roles, in order; `<none>`. */
export function nodeRoles(node: Node): string {
  const roles = new Set<string>()
  for (const [key, value] of Object.entries(node.metadata.labels ?? {})) {
    if (key.startsWith(rolePrefix) && key.length > rolePrefix.length) roles.add(key.slice(rolePrefix.length))
    else if (key === 'kubernetes.io/role' && value !== '') roles.add(value)
  }
  return roles.size === 0 ? '<none>' : [...roles].toSorted(byText).join(',')
}

/** STATUS column: a Ready condition that is Unknown prints as NotReady. */
export function nodeStatusText(node: Node): string {
  const ready = (node.status.conditions ?? []).find((condition) => condition.type === 'Ready')
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'
  return node.spec.unschedulable === true ? `${word},SchedulingDisabled` : word
}

/** The first address of a type; `<none>`. */
export function nodeAddress(node: Node, type: string): string {
  return (node.status.addresses ?? []).find((address) => address.type === type)?.address ?? '<none>'
}
