/** Listeners that are told a few in each animation frame: what they draw anew together would be too much for one. */

export interface ToldInTurn {
  /** Returns the way to stop listening. */
  readonly listen: (listener: () => void) => () => void
  /** Tells all: the first ones at once. Who has not been told of the last news yet is told once. */
  readonly tell: () => void
  readonly stop: () => void
}

export function createToldInTurn(perFrame: number): ToldInTurn {
  const listeners = new Set<() => void>()
  const waiting = new Set<() => void>()
  let request = 0
  const tellSome = (): void => {
    request = 0
    for (const listener of [...waiting].slice(0, perFrame)) {
      waiting.delete(listener)
      listener()
    }
    if (waiting.size > 0) request = requestAnimationFrame(tellSome)
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
      if (request === 0) tellSome()
    },
    stop: () => {
      cancelAnimationFrame(request)
      request = 0
    },
  }
}
