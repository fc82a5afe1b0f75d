/** All invariants. They read only; a look never changes history. */
import { checkHistory } from './history-checks.ts'
import type { ClusterReading, InvariantMemory } from './reading.ts'
import { checkAddresses, checkCaches, checkCapacity, checkOwners } from './state-checks.ts'

/**
 * Broken invariants in words; none: all hold. `changes` looks at what etcd has taken since the last look and costs next to nothing, so it
 * may run after every step; `everything` also looks at all objects and caches.
 */
export function checkInvariants(reading: ClusterReading, memory: InvariantMemory, depth: 'changes' | 'everything'): readonly string[] {
  const broken = checkHistory(reading, memory)
  if (depth === 'changes') return broken
  return [...broken, ...checkCaches(reading), ...checkAddresses(reading), ...checkCapacity(reading), ...checkOwners(reading, memory)]
}
