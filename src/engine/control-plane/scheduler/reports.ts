/** The queue and the node columns in words, for those who look. Changes nothing. */
import type { Pod } from '../../../kubernetes/types/core.ts'
import { filterNames, pluginBit } from './plugins/plugin-names.ts'
import { backoffEndsUs, type QueuePart } from './queue/scheduling-queue.ts'
import type { SchedulerState } from './state.ts'

interface QueuedPodReport {
  readonly namespace: string
  readonly name: string
  /** `scheduling`: its binding is on its way. */
  readonly part: QueuePart
  readonly priority: number
  readonly attempts: number
  readonly addedUs: number
  /** When its pause ends; -1 outside backoffQ. */
  readonly backoffEndsUs: number
  /** Plugins that refused it at its last attempt. */
  readonly refusedBy: readonly string[]
}

/** Pods that wait, those to be tried first in front; at most `limit`. */
export function queueReport(state: SchedulerState, limit = 100): readonly QueuedPodReport[] {
  const parts: readonly QueuePart[] = ['scheduling', 'active', 'backoff', 'unschedulable']
  const waiting = [...state.queue.pods.values()].toSorted((a, b) =>
    parts.indexOf(a.part) - parts.indexOf(b.part) || b.priority - a.priority || a.timestampUs - b.timestampUs || a.slot - b.slot)
  return waiting.slice(0, limit).map((queued) => {
    const metadata = (state.pods.objects[queued.slot] as Pod | undefined)?.metadata
    return {
      namespace: metadata?.namespace ?? '', name: metadata?.name ?? '', part: queued.part, priority: queued.priority,
      attempts: queued.attempts, addedUs: queued.addedUs, backoffEndsUs: queued.part === 'backoff' ? backoffEndsUs(queued) : -1,
      refusedBy: queued.part === 'unschedulable' ? filterNames.filter((name) => (queued.refusedBy & pluginBit(name)) !== 0) : [],
    }
  })
}

interface NodeColumnsReport {
  readonly node: string
  readonly cpuRequestedMilli: number
  readonly cpuAllocatableMilli: number
  readonly memoryRequestedBytes: number
  readonly memoryAllocatableBytes: number
  readonly pods: number
  readonly podsAllocatable: number
}

/** What the scheduler believes of the nodes, assumed pods counted; at most `limit`. */
export function nodeColumnsReport(state: SchedulerState, limit = 100): readonly NodeColumnsReport[] {
  const { columns } = state.cache
  return [...columns.slotByName.values()].slice(0, limit).map((i) => ({
    node: columns.names[i]!,
    cpuRequestedMilli: columns.requestedCpuMilli[i]!,
    cpuAllocatableMilli: columns.allocatableCpuMilli[i]!,
    memoryRequestedBytes: columns.requestedMemoryBytes[i]!,
    memoryAllocatableBytes: columns.allocatableMemoryBytes[i]!,
    pods: columns.requestedPods[i]!,
    podsAllocatable: columns.allocatablePods[i]!,
  }))
}
