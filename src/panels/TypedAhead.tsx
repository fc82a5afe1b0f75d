import { useLayoutEffect } from 'react'
import { useCluster } from '../state/context.tsx'

/** What a key adds to a text; undefined: nothing, as it is no letter or the browser's. Enter is what a terminal hears of it. */
function typed(text: string, { key, ctrlKey, metaKey, altKey }: KeyboardEvent): string | undefined {
  if (ctrlKey || metaKey || altKey) return undefined
  if (key === 'Backspace') return text.slice(0, -1)
  if (key === 'Enter') return `${text}\r`
  return key.length === 1 ? text + key : undefined
}

/**
 * Stands where something is still being loaded that will take the keys: until then they are kept for it (`takeTypedAhead`), and none of them
 * is obeyed by the page. The first letters of a search would add nodes, those of a command would go back to the start.
 */
export function TypedAhead({ onClose, says }: { readonly onClose: () => void; readonly says?: string }) {
  const { store } = useCluster()
  useLayoutEffect(() => {
    const keep = (event: KeyboardEvent): void => {
      const text = typed(store.getState().typedAhead, event)
      if (text === undefined && event.key !== 'Escape') return
      event.preventDefault()
      event.stopImmediatePropagation()
      if (text === undefined) onClose()
      else store.setState({ typedAhead: text })
    }
    window.addEventListener('keydown', keep, { capture: true })
    return () => { window.removeEventListener('keydown', keep, { capture: true }) }
  }, [store, onClose])
  return says === undefined ? null : <p className="console-loading" role="status">{says}</p>
}
