import { useEffect, useId, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { Button } from './Button.tsx'
import './menu.css'

interface MenuItem {
  readonly id: string
  readonly label: string
  /** A second line in smaller letters. */
  readonly says: string | undefined
  readonly onChoose: () => void
}

/** From its button it opens to the left, as far as the window goes. */
function keepInWindow(list: HTMLElement | null): void {
  const left = list?.getBoundingClientRect().left ?? 0
  if (left < 0 && list !== null) list.style.right = `${left - 4}px`
}

/** A button that opens a list of commands. Down opens; arrows, Home and End move; Escape and Tab close and give the focus back. */
export function Menu({ label, icon, items }: { readonly label: string; readonly icon?: ReactNode; readonly items: readonly MenuItem[] }) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const entries = (): HTMLElement[] => [...(box.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]
  const close = (giveBack: boolean): void => {
    setOpen(false)
    if (giveBack) box.current?.querySelector<HTMLElement>('button')?.focus()
  }
  useEffect(() => {
    if (!open) return
    const menu = box.current
    menu?.querySelector<HTMLElement>('[role=menuitem]')?.focus()
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof globalThis.Node && menu?.contains(event.target) !== true) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    return () => { document.removeEventListener('pointerdown', outside) }
  }, [open, box])
  const onKeyDown = (event: KeyboardEvent): void => {
    const list = entries()
    const at = list.findIndex((entry) => entry === document.activeElement)
    const to: Readonly<Record<string, number>> = { ArrowDown: (at + 1) % list.length, ArrowUp: (at + list.length - 1) % list.length, Home: 0, End: list.length - 1 }
    if (!open) {
      if (event.key !== 'ArrowDown') return
      setOpen(true)
    } else if (event.key === 'Escape' || event.key === 'Tab') close(true)
    else {
      const next = to[event.key]
      if (next === undefined) return
      list[next]?.focus()
    }
    if (event.key !== 'Tab') event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="menu" ref={box} onKeyDown={onKeyDown}>
      <Button icon={icon} aria-haspopup="menu" aria-expanded={open} aria-controls={id} onClick={() => { setOpen(!open) }}>{label}</Button>
      {open ? (
        <div ref={keepInWindow} className="menu-list" role="menu" id={id} aria-label={label}>
          {items.map((item) => (
            <button key={item.id} type="button" role="menuitem" tabIndex={-1} className="menu-item" onClick={() => { close(true); item.onChoose() }}>
              {item.label}
              {item.says === undefined ? null : <small>{item.says}</small>}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  )
}
