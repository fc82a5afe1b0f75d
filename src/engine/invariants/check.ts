/** All invariants. They read only; a look never changes history. */
import { checkHistory } from './history-checks.ts'
import type { ClusterReading, InvariantMemory } from './reading.ts'
import { checkTouched, trackingDifferences } from './tracking.ts'
import { checkAddresses, checkCaches, checkCapacity, checkOwners } from './state-checks.ts'

/**
 * Broken invariants in words; none: all hold. `step` looks at what has been touched since the last look and costs little, so it may run
 * after every step; `everything` looks at all objects and caches, and whether the looks of the steps have seen the same.
 */
export function checkInvariants(reading: ClusterReading, memory: InvariantMemory, depth: 'step' | 'everything'): readonly string[] {
  const broken = reading.history.count === memory.nextChange && depth === 'step' ? [] : checkHistory(reading, memory)
  if (depth === 'step') return [...broken, ...(reading.runtimeTouched ? checkAddresses(reading) : []), ...checkTouched(reading, memory)]
  return [
    ...broken, ...checkCaches(reading), ...checkAddresses(reading), ...checkCapacity(reading), ...checkOwners(reading, memory),
    ...trackingDifferences(reading, memory),
  ]
}
