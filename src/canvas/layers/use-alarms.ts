/** How many nodes and pods of some groups deserve a look, as time goes on. */
import { useContext, useEffect, useState } from 'react'
import { useCluster } from '../../state/context.tsx'
import { alarmsOf, alarmWords } from '../kernels/alarms.ts'
import type { Alarms } from '../kernels/alarms.ts'
import { CameraMovesContext } from '../use-camera-moves.ts'

/** Alarms are counted anew at most so often: with thousands of nodes that reads every pod. */
const countMs = 1000
/** So much seldomer while the camera moves: nobody reads counts that fly by. */
const seldomerWhileMoving = 3

const wordsOf = (all: readonly Alarms[]): string => all.map(alarmWords).join()

/**
 * Alarms of each group, counted together; the same array while no count changes.
 * @param groups per group the slots of its nodes; a new array is counted at once, so keep it while its groups are the same.
 */
export function useAlarms(groups: readonly (readonly number[])[]): readonly Alarms[] {
  const { view, store } = useCluster()
  const moves = useContext(CameraMovesContext)
  const [alarms, setAlarms] = useState(() => groups.map((slots) => alarmsOf(view, slots)))
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const count = (): void => {
      timer = undefined
      const now = groups.map((slots) => alarmsOf(view, slots))
      setAlarms((known) => (wordsOf(known) === wordsOf(now) ? known : now))
    }
    count()
    const stop = store.onFrame((_, delta) => {
      if (delta.touchedNodes.size > 0) timer ??= setTimeout(count, moves.isMoving() ? seldomerWhileMoving * countMs : countMs)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [view, store, moves, groups])
  return alarms
}
