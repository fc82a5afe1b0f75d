/** What may look otherwise as a whole is looked at anew a part at a time, so that no frame has to bear all of it. */

interface Repaint {
  /** Looks at everything once more, from the next animation frame on. Asked again meanwhile, it goes round from where it is. */
  readonly ask: () => void
  readonly stop: () => void
}

/** Gives `paint` so many of `slots` in each animation frame as long as it has been asked to. */
export function createRepaint(slots: readonly number[], perFrame: number, paint: (slots: readonly number[]) => void): Repaint {
  let next = 0
  let parts = 0
  let request = 0
  const step = (): void => {
    paint(slots.slice(next, next + perFrame))
    next = next + perFrame < slots.length ? next + perFrame : 0
    parts -= 1
    request = parts > 0 ? requestAnimationFrame(step) : 0
  }
  return {
    ask: () => {
      parts = Math.ceil(slots.length / perFrame)
      request ||= requestAnimationFrame(step)
    },
    stop: () => { cancelAnimationFrame(request) },
  }
}
