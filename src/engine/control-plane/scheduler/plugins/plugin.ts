/**
 * What a plugin is: functions over the columns of nodes and the pod of this cycle. Filters answer for one node, scores for all candidates
 * at once. Source of names: pkg/scheduler/framework/interface.go.
 */
import type { Pod } from '../../../../kubernetes/types/core.ts'
import type { PodResources } from '../../../../kubernetes/pod-resources.ts'
import type { FitMemo } from '../cache/fit-memos.ts'
import type { NodeColumns } from '../cache/node-columns.ts'
import type { SpreadGroup } from '../cache/spread-groups.ts'
import type { TopologyColumn } from '../cache/topology-columns.ts'
import type { FilterName } from './plugin-names.ts'

/** The node will do. */
export const fits = 0
/** It will not; removing pods from it might help. */
export const unschedulable = 1
/** It will not, whatever is removed (UnschedulableAndUnresolvable). */
export const unresolvable = 2
export type Verdict = typeof fits | typeof unschedulable | typeof unresolvable

export const maxNodeScore = 100

/** A spread constraint of this cycle's pod with its counts. */
export interface SpreadConstraint {
  readonly maxSkew: number
  readonly key: string
  /** Domains by node; undefined: hostname, each node is its own. */
  readonly topology: TopologyColumn | undefined
  /** undefined: no such pod exists yet. */
  readonly group: SpreadGroup | undefined
  /** 1 when the pod counts in its own group. */
  readonly self: number
  /** Pods by domain number (not for hostname). */
  readonly domainCounts: Int32Array
  /** Least pods in a domain. */
  readonly minimum: number
}
export interface SpreadPlan {
  /** DoNotSchedule */
  readonly hard: readonly SpreadConstraint[]
  /** ScheduleAnyway */
  readonly soft: readonly SpreadConstraint[]
  /** From the system's defaults: nodes without the label still count. */
  readonly byDefault: boolean
}

/** The pod of a cycle with what its plugins need, worked out once. */
export interface CyclePod {
  readonly pod: Pod
  readonly resources: PodResources
  /** What nodes say to pods that ask for the same; undefined: it asks for something rare. */
  readonly fits: FitMemo | undefined
  readonly hostPorts: readonly string[] | undefined
  readonly spread: SpreadPlan | undefined
}

export interface FilterPlugin {
  readonly name: FilterName
  /** False: it can refuse no node now, so the scan leaves it out. */
  readonly applies: (columns: NodeColumns, pod: CyclePod) => boolean
  /** May the pod run on node `i`? */
  readonly filter: (columns: NodeColumns, pod: CyclePod, i: number) => Verdict
  /** Upstream's reasons; asked only for nodes that it has refused. */
  readonly reasons: (columns: NodeColumns, pod: CyclePod, i: number) => readonly string[]
}

export interface ScorePlugin {
  readonly name: string
  readonly weight: number
  /** False: it is skipped for this pod and adds nothing. */
  readonly applies: (columns: NodeColumns, pod: CyclePod) => boolean
  /** The score, when all nodes have the same; undefined: `score` tells them apart. */
  readonly same?: (columns: NodeColumns, pod: CyclePod) => number | undefined
  /** Writes 0..100 for the node `candidates[j]` to `out[j]`, j < n. */
  readonly score: (columns: NodeColumns, pod: CyclePod, candidates: Int32Array, n: number, out: Float64Array) => void
}
