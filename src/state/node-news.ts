/**
 * Which nodes' cards have to be drawn anew, and when. A card that changed is told at the next animation frame; when many change, a few are
 * told in each frame and none more often than it can be read, so that thousands of changes a second cost no more than a few cards.
 */

import type { NodeTable } from './cluster-view.ts'

/** Cards that are told in one animation frame, and while the camera moves. */
const toldPerFrame = { resting: 2, moving: 1 } as const
/** A card hears of its changes at most so often: nobody reads one that flies by. */
const restMs = { resting: 100, moving: 400 } as const

export interface NodeNews {
  /** Nodes that a frame touched. */
  touch(slots: Iterable<number>): void
  /** Listens to one node; returns the way to stop. */
  subscribe(slot: number, listener: () => void): () => void
  /** The node's version that its listeners were told of last. */
  version(slot: number): number
  /** Whether the camera moves. */
  setMoving(moving: boolean): void
}

interface Entry {
  readonly listeners: Set<() => void>
  version: number
  /** Wall time at which it was last told. */
  toldMs: number
}

function tell(entry: Entry, version: number, nowMs: number): void {
  entry.version = version
  entry.toldMs = nowMs
  for (const listener of entry.listeners) listener()
}

/** News of the nodes of a table. `paced`: spread over animation frames; else everything is told at once. */
export function createNodeNews(nodes: NodeTable, paced: boolean): NodeNews {
  const entries = new Map<number, Entry>()
  /** In the order in which they changed. */
  const waiting = new Set<number>()
  let request = 0
  let pace: keyof typeof restMs = 'resting'
  const tellSome = (nowMs: number): void => {
    let told = 0
    for (const slot of waiting) {
      const entry = entries.get(slot)
      if (entry !== undefined && nowMs - entry.toldMs < restMs[pace]) continue
      waiting.delete(slot)
      if (entry === undefined) continue
      tell(entry, nodes.version[slot] ?? 0, nowMs)
      told += 1
      if (told >= toldPerFrame[pace]) break
    }
    request = waiting.size === 0 ? 0 : requestAnimationFrame(tellSome)
  }
  return {
    touch: (slots) => {
      for (const slot of slots) {
        const entry = entries.get(slot)
        if (entry === undefined) continue
        if (paced) waiting.add(slot)
        else tell(entry, nodes.version[slot] ?? 0, 0)
      }
      if (waiting.size > 0 && request === 0) request = requestAnimationFrame(tellSome)
    },
    subscribe: (slot, listener) => {
      const entry = entries.get(slot) ?? { listeners: new Set(), version: 0, toldMs: -Infinity }
      entries.set(slot, entry)
      entry.listeners.add(listener)
      return () => {
        entry.listeners.delete(listener)
        if (entry.listeners.size === 0) entries.delete(slot)
      }
    },
    version: (slot) => entries.get(slot)?.version ?? 0,
    setMoving: (moving) => { pace = moving ? 'moving' : 'resting' },
  }
}
