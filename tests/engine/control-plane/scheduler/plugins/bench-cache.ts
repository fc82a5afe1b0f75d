/** A cache with nodes and pods, and what one plugin says about a pod on it. */
import { createInformer, type Informer } from '../../../../../src/engine/client/informer.ts'
import {
  createCache, setNodeWithPods, setPod, type SchedulerCache,
} from '../../../../../src/engine/control-plane/scheduler/cache/pod-accounting.ts'
import { preparePod } from '../../../../../src/engine/control-plane/scheduler/cycle/prepare-pod.ts'
import { fits, type FilterPlugin, type ScorePlugin } from '../../../../../src/engine/control-plane/scheduler/plugins/plugin.ts'
import type { Node, Pod } from '../../../../../src/kubernetes/types/core.ts'

export interface Bench {
  readonly cache: SchedulerCache
  readonly pods: Informer
}

/** Nodes by slot; pods with a `spec.nodeName` count on theirs. */
export function makeBench(nodes: readonly Node[], pods: readonly Pod[] = []): Bench {
  const cache = createCache()
  const informer = createInformer('pods')
  nodes.forEach((node, slot) => setNodeWithPods(cache, informer, slot, undefined, node))
  pods.forEach((pod, slot) => {
    informer.objects[slot] = pod
    setPod(cache, slot, undefined, pod)
  })
  return { cache, pods: informer }
}

/** Reasons for which the plugin refuses each node; an empty text: it fits. */
export function refusals({ cache, pods }: Bench, plugin: FilterPlugin, pod: Pod): readonly string[] {
  const cyclePod = preparePod(cache, pods, pod)
  return [...cache.columns.slotByName.values()].map((slot) => {
    if (!plugin.applies(cache.columns, cyclePod) || plugin.filter(cache.columns, cyclePod, slot) === fits) return ''
    return plugin.reasons(cache.columns, cyclePod, slot).join(', ')
  })
}

/** Normalised scores of all nodes; undefined: the plugin is skipped. */
export function scoresOf({ cache, pods }: Bench, plugin: ScorePlugin, pod: Pod): readonly number[] | undefined {
  const cyclePod = preparePod(cache, pods, pod)
  if (!plugin.applies(cache.columns, cyclePod)) return undefined
  const candidates = Int32Array.from(cache.columns.slotByName.values())
  const out = new Float64Array(candidates.length)
  plugin.score(cache.columns, cyclePod, candidates, candidates.length, out)
  return [...out]
}
