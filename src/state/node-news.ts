/**
 * Which nodes' cards have to be drawn anew, and when. A card that changed is told at the next animation frame; when many change, a few are
 * told in each frame and none more often than it can be read, so that thousands of changes a second cost no more than a few cards.
 */

import type { NodeTable } from './cluster-view.ts'
import type { FrameTurns } from './frame-turns.ts'

/** What a card takes of a frame's budget to be drawn anew. */
const cost = 2
/** A card hears of its changes at most so often: nobody reads one that flies by. */
const restMs = { resting: 100, moving: 400 } as const
/** And some card at most so often: most frames of a move are the move's alone. */
const gapMs = { resting: 0, moving: 45 } as const

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

/** News of the nodes of a table, told in these turns; without them everything is told at once. */
export function createNodeNews(nodes: NodeTable, turns?: FrameTurns): NodeNews {
  const entries = new Map<number, Entry>()
  /** In the order in which they changed. */
  const waiting = new Set<number>()
  let asked = false
  let pace: keyof typeof restMs = 'resting'
  let lastMs = -Infinity
  const tellSome = (left: number, nowMs: number): number => {
    let took = 0
    if (nowMs - lastMs >= gapMs[pace]) took = tellUpTo(left, nowMs)
    if (took > 0) lastMs = nowMs
    asked = false
    askTurn()
    return took
  }
  const tellUpTo = (left: number, nowMs: number): number => {
    let took = 0
    for (const slot of waiting) {
      const entry = entries.get(slot)
      if (entry !== undefined && nowMs - entry.toldMs < restMs[pace]) continue
      waiting.delete(slot)
      if (entry === undefined) continue
      tell(entry, nodes.version[slot] ?? 0, nowMs)
      took += cost
      if (took + cost > left) break
    }
    return took
  }
  const askTurn = (): void => {
    if (waiting.size === 0 || asked || turns === undefined) return
    asked = true
    turns.ask(cost, tellSome)
  }
  return {
    touch: (slots) => {
      for (const slot of slots) {
        const entry = entries.get(slot)
        if (entry === undefined) continue
        if (turns !== undefined) waiting.add(slot)
        else tell(entry, nodes.version[slot] ?? 0, 0)
      }
      askTurn()
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
