/** nodeSelector and node affinity. Source: plugins/nodeaffinity/node_affinity.go. */
import { hasRequiredNodeAffinity, preferredNodeAffinityWeight, requiredNodeAffinityMatches } from '../../../../kubernetes/node-affinity.ts'
import { fits, unresolvable, type FilterPlugin, type ScorePlugin } from './plugin.ts'
import { normalize } from './normalize.ts'

export const nodeAffinityFilter: FilterPlugin = {
  name: 'NodeAffinity',
  applies: (_columns, { pod }) => hasRequiredNodeAffinity(pod.spec),
  filter: (columns, { pod }, i) => (requiredNodeAffinityMatches(pod.spec, columns.labels[i], columns.names[i]!) ? fits : unresolvable),
  reasons: () => ["node(s) didn't match Pod's node affinity/selector"],
}

export const nodeAffinityScore: ScorePlugin = {
  name: 'NodeAffinity',
  weight: 2,
  applies: (_columns, { pod }) => (pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).length > 0,
  score: (columns, { pod }, candidates, n, out) => {
    for (let j = 0; j < n; j++) {
      const i = candidates[j]!
      out[j] = preferredNodeAffinityWeight(pod.spec, columns.labels[i], columns.names[i]!)
    }
    normalize(out, n, false)
  },
}
