/**
 * Filter: no untolerated NoSchedule or NoExecute taint. Score: the fewer untolerated PreferNoSchedule taints the better.
 * Source: plugins/tainttoleration/taint_toleration.go.
 */
import { firstUntolerated, untoleratedPreferences } from '../../../../kubernetes/tolerations.ts'
import { fits, maxNodeScore, unresolvable, type FilterPlugin, type ScorePlugin } from './plugin.ts'
import { normalize } from './normalize.ts'

export const taintTolerationFilter: FilterPlugin = {
  name: 'TaintToleration',
  applies: (columns) => columns.repellingCount > 0,
  filter: (columns, { pod }, i) => (firstUntolerated(columns.taints[i], pod.spec.tolerations) === undefined ? fits : unresolvable),
  reasons: (columns, { pod }, i) => {
    const taint = firstUntolerated(columns.taints[i], pod.spec.tolerations)
    return [`node(s) had untolerated taint {${taint?.key ?? ''}: ${taint?.value ?? ''}}`]
  },
}

export const taintTolerationScore: ScorePlugin = {
  name: 'TaintToleration',
  weight: 3,
  applies: () => true,
  same: (columns) => (columns.discouragingCount === 0 ? maxNodeScore : undefined),
  score: (columns, { pod }, candidates, n, out) => {
    for (let j = 0; j < n; j++) out[j] = untoleratedPreferences(columns.taints[candidates[j]!], pod.spec.tolerations)
    normalize(out, n, true)
  },
}
