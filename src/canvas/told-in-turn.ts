/** Listeners that are told in turns of animation frames: what they draw anew together would be too much for one. */
import type { FrameTurns } from '../state/frame-turns.ts'

interface ToldInTurn {
  /** Returns the way to stop listening. */
  readonly listen: (listener: () => void) => () => void
  /** Tells all from the next frame on. Who has not been told of the last news yet is told once. */
  readonly tell: () => void
  readonly stop: () => void
}

/** `cost`: what one listener takes of a frame's budget. */
export function createToldInTurn(turns: FrameTurns, cost: number): ToldInTurn {
  const listeners = new Set<() => void>()
  const waiting = new Set<() => void>()
  let takeBack: (() => void) | undefined
  const tellSome = (left: number): number => {
    const told = [...waiting].slice(0, Math.max(1, Math.floor(left / cost)))
    for (const listener of told) {
      waiting.delete(listener)
      listener()
    }
    takeBack = waiting.size > 0 ? turns.ask(cost, tellSome, 'spare') : undefined
    return told.length * cost
  }
  return {
    listen: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        waiting.delete(listener)
      }
    },
    tell: () => {
      for (const listener of listeners) waiting.add(listener)
      if (waiting.size > 0) takeBack ??= turns.ask(cost, tellSome, 'spare')
    },
    stop: () => {
      takeBack?.()
      takeBack = undefined
    },
  }
}
