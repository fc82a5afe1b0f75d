/** Filter plugins in the order in which upstream runs them. Source: pkg/scheduler/apis/config/v1/default_plugins.go. */
export const filterNames = [
  'NodeUnschedulable', 'NodeName', 'TaintToleration', 'NodeAffinity', 'NodePorts', 'NodeResourcesFit', 'PodTopologySpread',
] as const
export type FilterName = (typeof filterNames)[number]

/** The plugin's bit in a set of plugins. */
export function pluginBit(name: FilterName): number {
  return 1 << filterNames.indexOf(name)
}
