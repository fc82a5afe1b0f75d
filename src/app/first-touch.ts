/** When somebody is there: what only a user's commands need is loaded then, and not with the first view. */

const signs = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart', 'focus', 'blur', 'visibilitychange'] as const

/** Calls `run` once, at the first sign of a user: a move of the pointer, a key, a touch, or a change to another window and back. */
export function onFirstTouch(run: () => void): void {
  const controller = new AbortController()
  const options = { capture: true, passive: true, signal: controller.signal }
  const touched = (): void => {
    controller.abort()
    run()
  }
  for (const sign of signs) window.addEventListener(sign, touched, options)
}
