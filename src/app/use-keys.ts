import { useEffect } from 'react'
import { useCluster } from '../state/context.tsx'
import { commandForKey } from './key-map.ts'
import type { Lecture } from './lecture.ts'
import { obey } from './page-commands.ts'

const typing = 'input, textarea, select, [contenteditable]'
/** Things that take Space and Enter themselves. */
const pressable = 'button, a, summary, [role=button], [role=tab], [role=menuitem], .react-flow__node, .react-flow__edge'

/** Whether a key belongs to what has the focus rather than to the page. */
function belongsToTarget(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false
  if (target.closest(typing) !== null) return true
  return (key === ' ' || key === 'Enter') && target.closest(pressable) !== null
}

/** Obeys the key table while the page is shown. */
export function useKeys(lecture: Lecture): void {
  const cluster = useCluster()
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      // An open dialog has the keys to itself, Escape above all, wherever the focus is.
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null || belongsToTarget(event.target, event.key)) return
      const command = commandForKey(event)
      if (command === undefined) return
      event.preventDefault()
      obey(command, cluster, lecture)
    }
    window.addEventListener('keydown', listen)
    return () => { window.removeEventListener('keydown', listen) }
  }, [cluster, lecture])
}
