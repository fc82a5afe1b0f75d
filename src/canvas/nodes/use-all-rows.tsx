/** A list in a card that shows as many rows as have room, and the others on request. */
import { useState } from 'react'
import type { ReactNode } from 'react'
import { onActivate } from './card-events.ts'

/** How many of `total` rows are shown where `fit` have room, and the button that says how many are not. */
export function useAllRows(total: number, fit: number): { readonly shown: number; readonly more: ReactNode } {
  const [all, setAll] = useState(false)
  if (total <= fit) return { shown: total, more: null }
  return {
    shown: all ? total : fit,
    more: (
      <button
        type="button"
        className="more-rows nopan"
        aria-expanded={all}
        {...onActivate(() => {
          setAll(!all)
        })}
      >
        {all ? 'show fewer' : `+${total - fit} more`}
      </button>
    ),
  }
}
