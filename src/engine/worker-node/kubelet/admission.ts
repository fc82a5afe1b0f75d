/**
 * Does a pod that was bound to this node fit it? And the sums of what the admitted ones asked for. Source:
 * pkg/kubelet/lifecycle/predicate.go.
 */
import { podResources } from '../../../kubernetes/pod-resources.ts'
import type { KubeletMachine } from './state.ts'
import type { PodWorker } from './worker-state.ts'

export const maxPods = 110

interface Rejection {
  readonly reason: string
  readonly message: string
}

function rejection(resource: string, requested: number, used: number, capacity: number): Rejection {
  return {
    reason: `OutOf${resource}`,
    message: `Pod was rejected: Node didn't have enough resource: ${resource}, `
      + `requested: ${requested}, used: ${used}, capacity: ${capacity}`,
  }
}

/** Admits a pod and counts it, or says why not. Only pods, cpu (milli) and memory (bytes) are looked at. */
export function admitPod(m: KubeletMachine, w: PodWorker): Rejection | undefined {
  const { cpuMilli, memoryBytes } = podResources(w.pod.spec)
  const memory = m.memoryGi * 1_073_741_824
  if (m.admitted + 1 > maxPods) return rejection('pods', 1, m.admitted, maxPods)
  if (cpuMilli > 0 && m.requestedMilliCpu + cpuMilli > m.cpu * 1000) return rejection('cpu', cpuMilli, m.requestedMilliCpu, m.cpu * 1000)
  if (memoryBytes > 0 && m.requestedMemory + memoryBytes > memory) return rejection('memory', memoryBytes, m.requestedMemory, memory)
  count(m, w)
  return undefined
}

/** Counts a pod that runs here already, whatever it asks for. */
export function count(m: KubeletMachine, w: PodWorker): void {
  if (w.holds) return
  const { cpuMilli, memoryBytes } = podResources(w.pod.spec)
  w.holds = true
  m.admitted++
  m.requestedMilliCpu += cpuMilli
  m.requestedMemory += memoryBytes
}

/** The pod's containers have ended: what it asked for is free again. */
export function releasePod(m: KubeletMachine, w: PodWorker): void {
  if (!w.holds) return
  const { cpuMilli, memoryBytes } = podResources(w.pod.spec)
  w.holds = false
  m.admitted--
  m.requestedMilliCpu -= cpuMilli
  m.requestedMemory -= memoryBytes
}

/** The sums made anew from the pods. */
export function rebuildSums(m: KubeletMachine): void {
  m.admitted = 0
  m.requestedMilliCpu = 0
  m.requestedMemory = 0
  for (const w of m.pods.values()) {
    if (!w.holds) continue
    w.holds = false
    count(m, w)
  }
}
