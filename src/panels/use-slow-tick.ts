import { useEffect, useState } from 'react'
import { useCluster } from '../state/context.tsx'

/** Goes up when the cluster has moved, at most once in `pauseMs` of wall time: for large lists that need not follow every frame. */
export function useSlowTick(pauseMs: number): number {
  const { store } = useCluster()
  const [tick, setTick] = useState(() => store.getState().tick)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const unsubscribe = store.subscribe((state, before) => {
      if (state.tick === before.tick || timer !== undefined) return
      timer = setTimeout(() => {
        timer = undefined
        setTick(store.getState().tick)
      }, pauseMs)
    })
    return () => {
      clearTimeout(timer)
      unsubscribe()
    }
  }, [store, pauseMs])
  return tick
}
