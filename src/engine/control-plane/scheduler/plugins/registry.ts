/**
 * The plugins of the default profile, in upstream's order. Left out, because their objects or rules are not simulated: InterPodAffinity,
 * the volume plugins, DynamicResources, SchedulingGates; DefaultPreemption only says that it found no victims.
 * Source: pkg/scheduler/apis/config/v1/default_plugins.go.
 */
import { balancedAllocation } from './balanced-allocation.ts'
import { imageLocality } from './image-locality.ts'
import { nodeAffinityFilter, nodeAffinityScore } from './node-affinity.ts'
import { nodeName } from './node-name.ts'
import { nodePorts } from './node-ports.ts'
import { leastAllocated, nodeResourcesFitFilter } from './node-resources-fit.ts'
import { nodeUnschedulable } from './node-unschedulable.ts'
import type { FilterPlugin, ScorePlugin } from './plugin.ts'
import { podTopologySpreadFilter, podTopologySpreadScore } from './pod-topology-spread.ts'
import { taintTolerationFilter, taintTolerationScore } from './taint-toleration.ts'

/** Same order as `filterNames`. */
export const filterPlugins: readonly FilterPlugin[] = [
  nodeUnschedulable, nodeName, taintTolerationFilter, nodeAffinityFilter, nodePorts, nodeResourcesFitFilter, podTopologySpreadFilter,
]
export const scorePlugins: readonly ScorePlugin[] = [
  taintTolerationScore, nodeAffinityScore, leastAllocated, podTopologySpreadScore, balancedAllocation, imageLocality,
]
