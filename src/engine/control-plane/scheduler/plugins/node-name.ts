/** A pod that names its node goes there or nowhere. Source: plugins/nodename/node_name.go. */
import { fits, unresolvable, type FilterPlugin } from './plugin.ts'

export const nodeName: FilterPlugin = {
  name: 'NodeName',
  applies: (_columns, { pod }) => pod.spec.nodeName !== undefined,
  filter: (columns, { pod }, i) => (columns.names[i] === pod.spec.nodeName ? fits : unresolvable),
  reasons: () => ["node(s) didn't match the requested node name"],
}
