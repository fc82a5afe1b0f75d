/** Running pods of a steady cluster: created, bound, started and Ready at once. */
import type { ReplicaSet } from '../../kubernetes/types/apps.ts'
import type { Pod, PodStatus } from '../../kubernetes/types/core.ts'
import { componentIds } from '../../protocol/vocabulary.ts'
import type { ClusterState } from '../cluster-state.ts'
import { planBind } from '../control-plane/api-server/handlers/bind.ts'
import type { ApiRequest } from '../control-plane/api-server/messages.ts'
import { copyPodSpec } from '../control-plane/api-server/pod-defaults.ts'
import { buildPod } from '../control-plane/api-server/strategies/pod.ts'
import { podFromTemplate } from '../control-plane/controller-manager/replicaset/reconcile.ts'
import { getObject } from '../control-plane/etcd/store.ts'
import { placeRunningPod } from '../worker-node/container-runtime/container-runtime.ts'
import { reportOf } from '../worker-node/container-runtime/look.ts'
import { adoptRunningPod, adoptStored, machineOf } from '../worker-node/kubelet/adopt.ts'
import { prepareNow, storeNow } from './instant-api.ts'

/** A Deployment whose pods are being made: what they have in common is made once. */
export interface Template {
  readonly body: Pod
  /** Status with which the first pod was bound; all are bound at one instant. */
  bound: PodStatus | undefined
}

export function templateOf(replicaSet: ReplicaSet): Template {
  return { body: podFromTemplate(replicaSet), bound: undefined }
}

/** Makes a pod on a machine. */
export function createRunningPod(cluster: ClusterState, template: Template, machine: number): void {
  const { sim, kubelets, runtimes, etcd } = cluster
  const { userAgent, nodeName } = machineOf(kubelets, machine)
  const prepared = prepareNow(cluster, 'pods', template.body) as Pod
  const bound = template.bound === undefined
    ? bind(cluster, prepared, nodeName)
    : buildPod(prepared, prepared.metadata, copyPodSpec(prepared.spec, nodeName), template.bound)
  template.bound = bound.status
  const sandbox = placeRunningPod(sim, runtimes, runtimes.machines[machine]!, bound)
  const worker = adoptRunningPod(sim, kubelets, machine, bound, sandbox.ip, sandbox.containers.map(reportOf))
  const slot = storeNow(cluster, 'pods', -1, buildPod(bound, bound.metadata, bound.spec, worker.status), userAgent)
  sandbox.slot = slot
  adoptStored(worker, getObject(etcd.store, 'pods', slot) as Pod, slot)
}

/** The pod as the API server's binding leaves it. */
function bind(cluster: ClusterState, pod: Pod, nodeName: string): Pod {
  const { namespace, name } = pod.metadata
  const request: ApiRequest = {
    id: 0, client: componentIds.scheduler, node: -1, userAgent: 'kube-scheduler', verb: 'create', resource: 'pods', subresource: 'binding',
    namespace, name, slot: -1, body: nodeName, patchType: undefined, options: undefined,
  }
  const plan = planBind(cluster.apiServer, request, pod, -1)
  if (plan.kind !== 'write') throw new Error(`steady cluster: ${namespace}/${name} can't be bound`)
  return plan.operation.value as Pod
}
