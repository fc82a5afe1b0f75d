/**
 * Work on the picture that can wait for a later frame. All of it takes turns from one budget for each animation frame: queues that each do
 * a little in a frame would do it in the same one.
 */

/** What an animation frame has for such work, and while the camera moves: about two small cards' first drawing, and one. */
const budgets = { resting: 4, moving: 2 } as const
/**
 * While the camera moves, spare work has a turn in one of so many frames: what it is about stands there already, drawn less finely. Seldom where
 * the machine takes so long for it that a move would be felt to halt.
 */
const spareEvery = { often: 3, seldom: 24 } as const

/** Main thread's time for a frame above which it is long, in ms: half of what a frame has at 60 a second. */
const longMs = 8

/** Tells how long the main thread takes for the next animation frame, from its begin to its end, in ms. */
export type MeasureFrame = (tell: (ms: number) => void) => void

const measureFrame: MeasureFrame = (tell) => {
  requestAnimationFrame((beginMs) => {
    const { port1, port2 } = new MessageChannel()
    // What is posted while a frame is made arrives when it has been made.
    port1.onmessage = () => {
      port1.close()
      tell(performance.now() - beginMs)
    }
    port2.postMessage(undefined)
  })
}

export interface FrameTurns {
  /**
   * Asks for a turn in one of the next animation frames, in the order in which turns were asked for; returns the way to take that back.
   * `cost`: what the work takes at least, in the budget's units; dearer work than a whole budget has a frame for itself. `work` is told what is
   * left of the budget and the frame's time in ms, and returns what it took. `spare` work gives way to a moving camera.
   */
  readonly ask: (cost: number, work: (left: number, nowMs: number) => number, spare?: 'spare') => () => void
  /** Whether the camera moves: frames belong to the move then. */
  readonly setMoving: (moving: boolean) => void
}

interface Asked {
  readonly cost: number
  readonly work: (left: number, nowMs: number) => number
  readonly spare: boolean
}

/** Turns of the page's animation frames; none is asked for while nobody waits. */
export function createFrameTurns(measure: MeasureFrame = measureFrame): FrameTurns {
  const waiting = new Set<Asked>()
  let request = 0
  let budget: number = budgets.resting
  let every: number = spareEvery.often
  let framesWithoutSpare: number = spareEvery.seldom
  const spend = (): void => {
    framesWithoutSpare = 0
    // What was asked of React now is drawn in the next frame.
    if (budget === budgets.moving) measure((ms) => { every = ms > longMs ? spareEvery.seldom : spareEvery.often })
  }
  const play = (nowMs: number): void => {
    request = 0
    let left = budget
    framesWithoutSpare += 1
    const noSpare = budget === budgets.moving && framesWithoutSpare < every
    for (const one of [...waiting]) {
      if (one.spare && noSpare) continue
      // The first one has its turn whatever it takes, or it would never have one. Nobody goes ahead of who waits for more room.
      if (left < budget && one.cost > left) break
      // Work may take back what another one asked for.
      if (!waiting.delete(one)) continue
      if (one.spare) spend()
      left -= one.work(left, nowMs)
    }
    schedule()
  }
  const schedule = (): void => {
    if (waiting.size > 0 && request === 0) request = requestAnimationFrame(play)
  }
  return {
    ask: (cost, work, spare) => {
      const one = { cost, work, spare: spare !== undefined }
      waiting.add(one)
      schedule()
      return () => { waiting.delete(one) }
    },
    setMoving: (moving) => { budget = moving ? budgets.moving : budgets.resting },
  }
}
