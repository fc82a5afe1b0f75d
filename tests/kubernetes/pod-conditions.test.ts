import { describe, expect, it } from 'vitest'
import { isPodActive, isPodReady, maxContainerRestarts, newPodCondition, withPodCondition } from '../../src/kubernetes/pod-conditions.ts'
import { pod } from '../engine/control-plane/controller-manager/fixtures.ts'

describe('pod conditions', () => {
  const ready = newPodCondition('Ready', 'True', 't0')
  it.each([
    ['Running', undefined, true], ['Pending', undefined, true], ['Succeeded', undefined, false], ['Failed', undefined, false], ['Running', 't1', false],
  ] as const)('a %s pod with deletionTimestamp %s is active: %s', (phase, deletionTimestamp, active) => {
    expect(isPodActive(pod('a', { meta: { deletionTimestamp }, status: { phase } }))).toBe(active)
  })
  it('Ready is what the condition says, and false without one', () => {
    expect(isPodReady(pod('a', { status: { conditions: [ready] } }))).toBe(true)
    expect(isPodReady(pod('a', { status: { conditions: [newPodCondition('Ready', 'False', 't0')] } }))).toBe(false)
    expect(isPodReady(pod('a'))).toBe(false)
  })
  it('a replaced condition keeps its place, and its transition time while the status stays', () => {
    const before = [ready, newPodCondition('PodScheduled', 'True', 't0')]
    expect(withPodCondition(before, newPodCondition('Ready', 'True', 't1', 'Again'))).toEqual([newPodCondition('Ready', 'True', 't0', 'Again'), before[1]])
    expect(withPodCondition(before, newPodCondition('Ready', 'False', 't1'))).toEqual([newPodCondition('Ready', 'False', 't1'), before[1]])
    expect(withPodCondition(before, newPodCondition('DisruptionTarget', 'True', 't1'))).toHaveLength(3)
  })
  it('restarts are those of the container that was restarted most', () => {
    expect(maxContainerRestarts(pod('a'))).toBe(0)
  })
})
