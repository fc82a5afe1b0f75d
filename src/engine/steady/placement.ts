/**
 * Which machine each pod of a steady cluster stands on, and in which order they are made. Pods are numbered through, Deployment by Deployment.
 * A window of machines takes one pod on each in turn, so that a Deployment stands on as many machines as it has pods; they are made a tile of
 * the window at a time, because what is written of a machine is then still at hand (in the processor's caches) when its next pod comes.
 */

const windowMachines = 500
const tileMachines = 50

/** Where the making stands: the next row is one pod on each machine of the tile. */
export interface Turn {
  /** First machine of the window. */
  window: number
  /** First machine of the tile. */
  tile: number
  /** Pods that each machine of the tile has. */
  round: number
}

/** One pod on each machine from `machine` to before `end`; `pod`: number of the first. */
interface Row {
  readonly machine: number
  readonly end: number
  readonly pod: number
}

export function firstTurn(): Turn {
  return { window: 0, tile: 0, round: 0 }
}

/** The row whose turn it is, possibly an empty one; undefined: all `pods` stand, spread evenly over the `machines`. Goes on to the next turn. */
export function takeRow(turn: Turn, pods: number, machines: number): Row | undefined {
  if (turn.window >= machines) return undefined
  const each = Math.floor(pods / machines)
  // So many machines, the first ones, have one more.
  const extra = pods % machines
  const { window, tile, round } = turn
  const windowEnd = Math.min(window + windowMachines, machines)
  const tileEnd = Math.min(tile + tileMachines, windowEnd)
  const made = window * each + Math.min(window, extra) + round * (windowEnd - window)
  if (round < each) turn.round++
  else {
    turn.round = 0
    turn.tile = tileEnd
    if (tileEnd === windowEnd) turn.window = windowEnd
  }
  return { machine: tile, end: round < each ? tileEnd : Math.min(tileEnd, extra), pod: made + tile - window }
}
