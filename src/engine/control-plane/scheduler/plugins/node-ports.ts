/** Host ports must be free; `hostIP` is not told apart. Source: plugins/nodeports/node_ports.go. */
import { fits, unschedulable, type FilterPlugin } from './plugin.ts'

export const nodePorts: FilterPlugin = {
  name: 'NodePorts',
  applies: (_columns, { hostPorts }) => hostPorts !== undefined,
  filter: (columns, { hostPorts }, i) => {
    const used = columns.hostPorts[i]
    if (used === undefined || hostPorts === undefined) return fits
    for (const port of hostPorts) if (used.has(port)) return unschedulable
    return fits
  },
  reasons: () => ["node(s) didn't have free ports for the requested pod ports"],
}
