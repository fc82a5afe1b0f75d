/** History and current namespace of a page's console; they outlive its terminal, and are forgotten with the page. */
import type { ClusterStore } from '../../state/cluster-store.ts'
import type { ConsoleMemory } from './console-session.ts'

const memories = new WeakMap<ClusterStore, ConsoleMemory>()

/** The memory that belongs to a store. */
export function memoryOf(store: ClusterStore): ConsoleMemory {
  const known = memories.get(store)
  if (known !== undefined) return known
  const memory: ConsoleMemory = { history: [], session: { namespace: 'default' } }
  memories.set(store, memory)
  return memory
}
