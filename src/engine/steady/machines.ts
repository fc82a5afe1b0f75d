/** Machines of a steady cluster: powered, with kubelet, kube-proxy and runtime running, and their Node and Lease in the API. */
import type { Lease } from '../../kubernetes/types/discovery.ts'
import type { Node } from '../../kubernetes/types/core.ts'
import type { ClusterState } from '../cluster-state.ts'
import { runMachine } from '../commands.ts'
import { podCidr } from '../control-plane/controller-manager/caches/pod-cidr.ts'
import { controllerNumber } from '../control-plane/controller-manager/controllers.ts'
import { adoptKnown } from '../control-plane/controller-manager/nodelifecycle/node-health.ts'
import { registered } from '../control-plane/controller-manager/nodelifecycle/reconcile.ts'
import { getObject } from '../control-plane/etcd/store.ts'
import { adoptRuntime } from '../worker-node/container-runtime/container-runtime.ts'
import { adoptKubelet, firstLease, readyNode } from '../worker-node/kubelet/adopt.ts'
import type { Machine } from '../world/machines.ts'
import { imageOf } from '../world/images.ts'
import { createNow } from './instant-api.ts'

const nodeLifecycle = controllerNumber('nodelifecycle')

/** Runs a machine that has no power yet, with a block of pod addresses of its own and these images on its disk. */
export function makeSteadyMachine(cluster: ClusterState, machine: Machine, images: readonly string[]): void {
  const { sim, kubelets, runtimes, controllerManager, etcd } = cluster
  const { number } = machine
  const podCIDR = podCidr(controllerManager.caches.release.firstPodCidrBlock + number)
  const sizes = new Map(images.map((image) => [image, imageOf(image).sizeBytes]))
  runMachine(cluster, machine)
  adoptRuntime(runtimes, number, podCIDR, sizes)
  const userAgent = `system:node:${machine.name}`
  const nodeSlot = createNow(cluster, 'nodes', readyNode(sim, kubelets, number, podCIDR, sizes), userAgent)
  // The controller has greeted the node already: thousands of such Events would use up its request rate for minutes.
  controllerManager.loop.records[nodeLifecycle]!.memory.set(nodeSlot, registered)
  adoptKnown(controllerManager.caches.monitor, nodeSlot, sim.nowUs)
  const node = getObject(etcd.store, 'nodes', nodeSlot) as Node
  const leaseSlot = createNow(cluster, 'leases', firstLease(sim, kubelets, number, node), userAgent)
  adoptKubelet(sim, kubelets, number, getObject(etcd.store, 'leases', leaseSlot) as Lease, leaseSlot)
}
