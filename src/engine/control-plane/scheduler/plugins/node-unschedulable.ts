/** Keeps pods off cordoned nodes. Source: plugins/nodeunschedulable/node_unschedulable.go. */
import { toleratesTaint } from '../../../../kubernetes/tolerations.ts'
import type { Taint } from '../../../../kubernetes/types/core.ts'
import { fits, unresolvable, type FilterPlugin } from './plugin.ts'

/** A cordon counts as this taint: a pod that tolerates it may come. */
const cordonTaint: Taint = { key: 'node.kubernetes.io/unschedulable', value: undefined, effect: 'NoSchedule', timeAdded: undefined }

export const nodeUnschedulable: FilterPlugin = {
  name: 'NodeUnschedulable',
  applies: (columns, { pod }) => columns.cordonedCount > 0 && !toleratesTaint(pod.spec.tolerations, cordonTaint),
  filter: (columns, _pod, i) => (columns.cordoned[i] === 1 ? unresolvable : fits),
  reasons: () => ['node(s) were unschedulable'],
}
