import { useId, useRef } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import './tabs.css'

interface Tab {
  readonly id: string
  readonly label: string
}

/** The tab that an arrow, Home or End key leads to, as its index; undefined for other keys. */
function tabAfterKey(key: string, index: number, count: number): number | undefined {
  if (key === 'ArrowRight') return (index + 1) % count
  if (key === 'ArrowLeft') return (index + count - 1) % count
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  return undefined
}

/** Tabs after the ARIA pattern: arrows, Home and End move and select. `children` is the panel of the selected tab. */
export function Tabs({ label, tabs, selected, onSelect, children }: {
  readonly label: string; readonly tabs: readonly Tab[]; readonly selected: string; readonly onSelect: (id: string) => void; readonly children: ReactNode
}) {
  const base = useId()
  const list = useRef<HTMLDivElement>(null)
  const index = Math.max(0, tabs.findIndex((tab) => tab.id === selected))
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = tabAfterKey(event.key, index, tabs.length)
    const tab = next === undefined ? undefined : tabs[next]
    if (next === undefined || tab === undefined) return
    event.preventDefault()
    event.stopPropagation()
    onSelect(tab.id)
    list.current?.querySelectorAll<HTMLButtonElement>('[role=tab]')[next]?.focus()
  }
  return (
    <>
      <div className="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.id} type="button" role="tab" id={`${base}-${tab.id}`} className="tab" aria-selected={tab.id === selected}
            aria-controls={`${base}-panel`} tabIndex={tab.id === selected ? 0 : -1} onClick={() => { onSelect(tab.id) }}
          >{tab.label}</button>
        ))}
      </div>
      <div className="tab-panel" role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${selected}`}>{children}</div>
    </>
  )
}
