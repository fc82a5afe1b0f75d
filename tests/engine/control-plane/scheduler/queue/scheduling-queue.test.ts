import { describe, expect, it } from 'vitest'
import {
  addPod, backoffDurationUs, createSchedulingQueue, flushBackoff, flushUnschedulable, hasWork, moveUnschedulable, popPod, putBack,
  putUnschedulable, removePod, type SchedulingQueue,
} from '../../../../../src/engine/control-plane/scheduler/queue/scheduling-queue.ts'
import { createSlotHeap, dropFirst, pushSlot } from '../../../../../src/engine/control-plane/scheduler/queue/slot-heap.ts'
import { nodeChange, podGone } from '../../../../../src/engine/control-plane/scheduler/queue/queueing-hints.ts'
import { pluginBit } from '../../../../../src/engine/control-plane/scheduler/plugins/plugin-names.ts'
import type { Taint } from '../../../../../src/kubernetes/types/core.ts'
import { forkRandom, nextInt } from '../../../../../src/engine/simulation/random.ts'
import { makeNode, makePod } from '../builders.ts'

const fit = pluginBit('NodeResourcesFit')
const labelPlugins = pluginBit('NodeAffinity') | pluginBit('PodTopologySpread')
const seconds = (value: number): number => value * 1_000_000

function refused(queue: SchedulingQueue, slot: number, atUs: number): void {
  addPod(queue, slot, makePod(`p${slot}`), atUs)
  const queued = popPod(queue)
  if (queued !== undefined) putUnschedulable(queue, queued, fit, atUs)
}

describe('the scheduling queue', () => {
  it.each([[1, 1], [2, 2], [3, 4], [4, 8], [5, 10], [50, 10]])('pauses after %d attempts for %d s', (attempts, expected) => {
    expect(backoffDurationUs(attempts)).toBe(seconds(expected))
  })

  it('gives out a pod once, and none that has gone', () => {
    const queue = createSchedulingQueue(true)
    addPod(queue, 7, makePod('a'), 0)
    addPod(queue, 8, makePod('b'), 0)
    removePod(queue, 7)
    expect(popPod(queue)?.slot).toBe(8)
    expect(popPod(queue)).toBeUndefined()
    expect(queue.activeCount).toBe(0)
  })

  it('takes a new pod in a slot for what it is, not for its predecessor', () => {
    const queue = createSchedulingQueue(true)
    addPod(queue, 7, makePod('a'), 0)
    removePod(queue, 7)
    addPod(queue, 3, makePod('b'), 1)
    addPod(queue, 7, makePod('c'), 2)
    expect([popPod(queue)?.slot, popPod(queue)?.slot, popPod(queue)]).toEqual([3, 7, undefined])
  })

  it('moves a refused pod only for a change that concerns a plugin which refused it', () => {
    const queue = createSchedulingQueue(false)
    refused(queue, 1, 0)
    expect(moveUnschedulable(queue, pluginBit('TaintToleration'), seconds(5))).toBe(false)
    expect(moveUnschedulable(queue, podGone, seconds(5))).toBe(true)
    expect(queue.pods.get(1)?.part).toBe('active')
  })

  it('sends a pod whose pause is not over to backoffQ, and on when it is', () => {
    const queue = createSchedulingQueue(false)
    refused(queue, 1, 0)
    moveUnschedulable(queue, podGone, seconds(0.5))
    expect(queue.pods.get(1)?.part).toBe('backoff')
    expect(hasWork(queue)).toBe(false)
    flushBackoff(queue, seconds(0.9))
    expect(queue.pods.get(1)?.part).toBe('backoff')
    flushBackoff(queue, seconds(1))
    expect(popPod(queue)).toMatchObject({ slot: 1, attempts: 2 })
  })

  it('since 1.33 takes a refused pod out of backoffQ early when nothing else waits, but not one that failed', () => {
    const queue = createSchedulingQueue(true)
    refused(queue, 1, 0)
    moveUnschedulable(queue, podGone, seconds(0.5))
    expect(hasWork(queue)).toBe(true)
    const queued = popPod(queue)
    expect(queued?.slot).toBe(1)
    putBack(queue, queued!, seconds(0.6))
    expect(hasWork(queue)).toBe(false)
    expect(popPod(queue)).toBeUndefined()
  })

  it('flushes a pod that has waited more than 5 minutes', () => {
    const queue = createSchedulingQueue(false)
    refused(queue, 1, 0)
    refused(queue, 2, seconds(100))
    flushUnschedulable(queue, seconds(300))
    expect(queue.unschedulable).toEqual(new Set([1, 2]))
    flushUnschedulable(queue, seconds(301))
    expect(queue.unschedulable).toEqual(new Set([2]))
  })
})

describe('changes of a node', () => {
  const node = makeNode('a')
  const taint: Taint = { key: 'x', value: undefined, effect: 'NoSchedule', timeAdded: undefined }
  it.each([
    ['joins', undefined, node, -1],
    ['is uncordoned', { ...node, spec: { ...node.spec, unschedulable: true } }, node, pluginBit('NodeUnschedulable')],
    ['loses a taint', { ...node, spec: { ...node.spec, taints: [taint] } }, node, pluginBit('TaintToleration')],
    ['gets labels', { ...node, metadata: { ...node.metadata, labels: {} } }, node, labelPlugins],
    ['gets cpu', { ...node, status: { ...node.status, allocatable: { ...node.status.allocatable, cpu: '1' } } }, node, fit],
    ['only reports', { ...node, status: { ...node.status, allocatable: { ...node.status.allocatable } } }, node, 0],
  ])('that %s', (_, before, after, expected) => {
    expect(nodeChange(before, after)).toBe(expected)
  })
})

describe('the heap of slots', () => {
  it('gives back in the order of its three numbers, seed 5', () => {
    const random = forkRandom(5, 'test/heap')
    const heap = createSlotHeap()
    const entries = Array.from({ length: 500 }, (_, ticket) => [nextInt(random, 5), nextInt(random, 20), ticket] as const)
    for (const [first, second, ticket] of entries) pushSlot(heap, first, second, ticket, ticket)
    const expected = entries.toSorted((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).map((entry) => entry[2])
    const order: number[] = []
    while (heap.slot.length > 0) {
      order.push(heap.slot[0]!)
      dropFirst(heap)
    }
    expect(order).toEqual(expected)
  })
})
