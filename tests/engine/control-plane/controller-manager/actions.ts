/** Runs one `reconcile` over caches that hold given objects, and says its actions as lines, stage by stage. */
import { createCaches, rebuildCaches, watchedResources, type Caches, type WatchedInformers, type WatchedResource } from '../../../../src/engine/control-plane/controller-manager/caches/caches.ts'
import type { Action, ReconcileInput, ReconcileResult } from '../../../../src/engine/client/controller-actions.ts'
import { createInformer } from '../../../../src/engine/client/informer.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/types/meta.ts'

export type Objects = Partial<Record<WatchedResource, readonly KubernetesObject[]>>

const epochMs = 1_767_225_600_000

/** Caches that hold these objects; an object's slot is its place in its list. */
export function cachesWith(objects: Objects): Caches {
  const informers = Object.fromEntries(watchedResources.map((resource) => [resource, createInformer(resource)])) as unknown as WatchedInformers
  for (const resource of watchedResources) informers[resource].objects = [...(objects[resource] ?? [])]
  const caches = createCaches(informers, { scalingTextHasFrom: true, nodeMonitorGraceUs: 50_000_000, firstPodCidrBlock: 1 })
  rebuildCaches(caches)
  return caches
}

export function inputOf(listers: Caches, some: Partial<ReconcileInput<Caches>> = {}): ReconcileInput<Caches> {
  return {
    key: 0, listers, memory: undefined, nowUs: 100_000_000, now: '2026-01-01T00:01:40Z', epochMs, expectationsMet: true, answers: undefined, failure: undefined, ...some,
  }
}

function line(action: Action): string {
  switch (action.do) {
    case 'createPods': return `createPods ${action.count} ${action.pod.metadata.generateName}`
    case 'create': return `create ${action.resource} ${action.object.metadata.name || action.object.metadata.generateName}`
    case 'update': return `update ${action.resource}${action.subresource === '' ? '' : '/status'} ${action.object.metadata.name}`
    case 'patch': return `patch ${action.resource} ${action.name}`
    case 'delete': return `delete ${action.resource} ${action.name}${action.propagationPolicy === undefined ? '' : ` ${action.propagationPolicy}`}`
    case 'deleteCollection': return `deleteCollection ${action.resource}`
    case 'get': return `get ${action.resource} ${action.name}`
    case 'metrics': return `metrics ${action.labelSelector}`
    case 'event': return `event ${action.event.reason}`
  }
}

export function linesOf(result: ReconcileResult): string[][] {
  return result.stages.map((stage) => stage.map(line))
}
