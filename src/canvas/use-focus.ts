/** What stands out now: the selection and what it takes part in, while the user asked for focus. */
import { createContext, useContext, useEffect, useState } from 'react'
import { useCluster, useClusterState } from '../state/context.tsx'
import { focusOn, sameFocus } from './kernels/related.ts'
import type { Focus } from './kernels/related.ts'

/** Undefined: everything is drawn alike. */
export const FocusContext = createContext<Focus | undefined>(undefined)

/** For cards: what stands out now. */
export const useFocus = (): Focus | undefined => useContext(FocusContext)

/** For the canvas: finds it, and again with each frame that moves pods or objects; replaced only when it differs. */
export function useFindFocus(): Focus | undefined {
  const { store, view } = useCluster()
  const selection = useClusterState((state) => (state.picture.focused ? state.selection : undefined))
  const [focus, setFocus] = useState<Focus>()
  useEffect(() => {
    const find = (): void => {
      const found = focusOn(view, selection)
      setFocus((known) => (sameFocus(known, found) ? known : found))
    }
    find()
    if (selection === undefined) return undefined
    return store.onFrame((_, delta) => {
      if (delta.recordsChanged || delta.trayChanged || delta.touchedNodes.size > 0) find()
    })
  }, [store, view, selection])
  return selection === undefined ? undefined : focus
}
