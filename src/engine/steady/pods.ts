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

/** Statuses of a pod that was made before, of the same template and at the same instant: what they share with the next one is kept once. */
interface Alike {
  readonly bound: PodStatus
  readonly running: PodStatus
}

/** Makes `count` pods of a ReplicaSet, one on each machine in turn from `firstMachine` on. Returns the machine after the last. */
export function createRunningPods(cluster: ClusterState, replicaSet: ReplicaSet, count: number, firstMachine: number): number {
  const body = podFromTemplate(replicaSet)
  const machines = cluster.world.machines.length
  let machine = firstMachine
  let alike: Alike | undefined
  for (let i = 0; i < count; i++) {
    alike = createRunningPod(cluster, body, machine, alike)
    machine = machine + 1 === machines ? 0 : machine + 1
  }
  return machine
}

function createRunningPod(cluster: ClusterState, body: Pod, machine: number, alike: Alike | undefined): Alike {
  const { sim, kubelets, runtimes, etcd } = cluster
  const { podCIDR, userAgent, nodeName } = machineOf(kubelets, machine)
  const prepared = prepareNow(cluster, 'pods', body) as Pod
  const bound = alike === undefined
    ? bind(cluster, prepared, nodeName)
    : buildPod(prepared, prepared.metadata, copyPodSpec(prepared.spec, nodeName), alike.bound)
  const { uid } = bound.metadata
  const runtime = runtimes.machines[machine]!
  const ip = `${podCIDR.slice(0, podCIDR.lastIndexOf('.') + 1)}${runtime.nextAddress}`
  placeRunningPod(sim, runtimes, machine, podCIDR, -1, bound, ip)
  const sandbox = runtime.sandboxes.get(uid)!
  const worker = adoptRunningPod(sim, kubelets, machine, bound, ip, sandbox.containers.map(reportOf), alike?.running)
  const slot = storeNow(cluster, 'pods', -1, buildPod(bound, bound.metadata, bound.spec, worker.status), userAgent)
  sandbox.slot = slot
  adoptStored(worker, getObject(etcd.store, 'pods', slot) as Pod, slot)
  return { bound: bound.status, running: worker.status }
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
