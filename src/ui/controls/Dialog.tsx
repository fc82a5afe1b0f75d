import { useEffect, useId, useLayoutEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { Button } from './Button.tsx'
import './dialog.css'

/**
 * A dialog over the page while it is mounted. The browser's own `<dialog>` keeps the focus inside, closes on Escape (unless something
 * inside has taken it) and gives the focus back.
 */
export function Dialog({ title, size = 'normal', onClose, children }: {
  readonly title: string; readonly size?: 'normal' | 'wide' | 'window'; readonly onClose: () => void; readonly children: ReactNode
}) {
  const id = useId()
  const box = useRef<HTMLDialogElement>(null)
  /** Where the pointer went down last: a selection that is drawn out of the dialog ends over the page and is no click beside it. */
  const pressed = useRef<EventTarget>(null)
  // Opened when what is in it has been put up: it says who has the focus.
  useEffect(() => { if (box.current?.open === false) box.current.showModal() }, [])
  // Closed while it still stands in the page: one that has been taken out gives no focus back.
  useLayoutEffect(() => {
    const dialog = box.current
    return () => { dialog?.close() }
  }, [])
  return (
    <dialog
      ref={box} className={`dialog${size === 'normal' ? '' : ` dialog-${size}`}`} aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onPointerDown={(event) => { pressed.current = event.target }}
      onClick={(event) => { if (event.target === box.current && pressed.current === box.current) onClose() }}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape' && !event.defaultPrevented) {
          event.preventDefault()
          onClose()
        }
      }}
    >
      <div className="dialog-body">
        <div className="dialog-head">
          <h2 id={id}>{title}</h2>
          <Button look="plain" onClick={onClose}>Close</Button>
        </div>
        {children}
      </div>
    </dialog>
  )
}
