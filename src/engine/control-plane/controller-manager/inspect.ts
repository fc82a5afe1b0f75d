/** Looking at the controller manager: what its card says, and each controller's queue with its last actions. */
import type { Action } from '../../client/controller-actions.ts'
import type { ControllerRecord, Job } from '../../client/controller-state.ts'
import { queueLength } from '../../client/work-queue.ts'
import { callAt, callsInOrder } from '../../simulation/call-table.ts'
import type { Caches, WatchedResource } from './caches/caches.ts'
import { resourceOfGraphKey, slotOfGraphKey } from './caches/owners.ts'
import { controllers } from './controllers.ts'
import type { ControllerManagerState } from './state.ts'

interface ControllerQueueReport {
  readonly name: string
  /** Keys that wait, that run, that wait for a retry or a time. */
  readonly length: number
  readonly processing: number
  readonly delayed: number
  /** Retries after failures so far. */
  readonly retries: number
  readonly workers: number
  /** Names of the objects that run now, as `namespace/name`. */
  readonly running: readonly string[]
  readonly recent: readonly RecentActions[]
}
interface RecentActions {
  readonly simTimeUs: number
  readonly subject: string
  /** Each stage's actions in words. */
  readonly stages: readonly (readonly string[])[]
}

/** Resource whose slots are a controller's keys. */
const keyedBy: Readonly<Record<string, WatchedResource>> = {
  deployment: 'deployments', replicaset: 'replicasets', endpointslice: 'services', nodelifecycle: 'nodes', 'taint-eviction': 'pods',
  namespace: 'namespaces',
  'node-ipam': 'nodes', serviceaccount: 'namespaces', 'root-ca-cert-publisher': 'namespaces', disruption: 'poddisruptionbudgets',
  'horizontal-pod-autoscaler': 'horizontalpodautoscalers',
}

function nameOf(caches: Caches, controller: string, key: number): string {
  if (controller === 'pod-gc') return 'all pods'
  const resource = controller === 'garbage-collector' ? (resourceOfGraphKey(key) as WatchedResource) : keyedBy[controller]
  const slot = controller === 'garbage-collector' ? slotOfGraphKey(key) : key
  const object = resource === undefined ? undefined : caches.informers[resource]?.objects[slot]
  if (object === undefined) return `(gone, slot ${slot})`
  const { namespace, name } = object.metadata
  return namespace === '' ? name : `${namespace}/${name}`
}

function textOf(action: Action): string {
  switch (action.do) {
    case 'createPods': return `create ${action.count} ${action.count === 1 ? 'pod' : 'pods'} ${action.pod.metadata.generateName ?? ''}…`
    case 'create': {
      const { name, generateName } = action.object.metadata
      return `create ${action.resource} ${name === '' ? `${generateName ?? ''}…` : name}`
    }
    case 'update': {
      const subresource = action.subresource === '' ? '' : '/status'
      return `update ${action.resource}${subresource} ${action.object.metadata.name}`
    }
    case 'patch': return `patch ${action.resource} ${action.name}`
    case 'delete': return `delete ${action.resource} ${action.name}`
    case 'deleteCollection': return `delete all ${action.resource} in ${action.namespace}`
    case 'get': return `get ${action.resource} ${action.name}`
    case 'metrics': return `read the usage of pods in ${action.namespace}`
    case 'event': return `event ${action.event.reason}: ${action.event.message}`
  }
}

/** Queues of all controllers. Looking: no message, no time. */
export function controllerQueues(state: ControllerManagerState): ControllerQueueReport[] {
  return controllers.map((controller, number) => {
    const record = state.loop.records[number]!
    return {
      name: controller.name, length: queueLength(record.queue), processing: record.jobs.size, delayed: record.delayed.size,
      retries: record.queue.retries,
      workers: controller.workers,
      running: callsInOrder(record.jobs).slice(0, 20).map((id) => nameOf(state.caches, controller.name, callAt(record.jobs, id)!.key)),
      recent: record.recent.map((run) => ({
        simTimeUs: run.timeUs, subject: nameOf(state.caches, controller.name, run.key),
        stages: run.stages.map((stage) => stage.slice(0, 20).map(textOf)),
      })),
    }
  })
}

function currentStage(job: Job): string | undefined {
  const stage = job.stages[job.stage]
  const action = stage?.[0]
  if (stage === undefined || action === undefined) return undefined
  if (action.do === 'createPods') return `creating ${action.count} ${action.count === 1 ? 'pod' : 'pods'}`
  const deletes = stage.filter((other) => other.do === 'delete').length
  if (deletes > 0) return `deleting ${deletes} ${deletes === 1 ? 'object' : 'objects'}`
  return textOf(action)
}

function doingOf(record: ControllerRecord): string | undefined {
  for (const id of callsInOrder(record.jobs)) {
    const text = currentStage(callAt(record.jobs, id)!)
    if (text !== undefined) return text
  }
  return undefined
}

/** One line for its card: "ReplicaSet: creating 3 pods", "idle, 11 controllers". */
export function controllerManagerDoing(state: ControllerManagerState): string {
  if (!state.election.leading) return 'waiting to lead'
  if (!state.loop.active) return 'filling its caches'
  for (let number = 0; number < controllers.length; number++) {
    const text = doingOf(state.loop.records[number]!)
    if (text !== undefined) return `${controllers[number]!.works}: ${text}`
  }
  return `idle, ${controllers.length} controllers`
}
