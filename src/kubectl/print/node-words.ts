/** Roles of a node as `describe` says them. Source: k8s.io/kubectl/pkg/describe/describe.go (findNodeRoles). */
import type { Node } from '../../kubernetes/types/core.ts'
import { byText } from './json.ts'

const rolePrefix = 'node-role.kubernetes.io/'

/** Names of its roles, in order; `<none>`. */
export function nodeRoles({ metadata }: Pick<Node, 'metadata'>): string {
  const roles = new Set<string>()
  for (const [key, value] of Object.entries(metadata.labels ?? {})) {
    if (key.startsWith(rolePrefix) && key.length > rolePrefix.length) roles.add(key.slice(rolePrefix.length))
    else if (key === 'kubernetes.io/role' && value !== '') roles.add(value)
  }
  return roles.size === 0 ? '<none>' : [...roles].toSorted(byText).join(',')
}
