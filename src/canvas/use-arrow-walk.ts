/** Arrow keys walk from card to card and along links: the next thing in their direction takes the focus. */
import { useCallback } from 'react'
import type { KeyboardEvent } from 'react'
import { directionOf, nextTowards } from './kernels/walk.ts'

const stops = ['.react-flow__node :is(button, [role="button"])', '.react-flow__edge', '.react-flow__viewport-portal button', '.tile-focus'].join()

/** Things in the window: what lies outside is not walked to, because it would not be seen. */
function inSight({ x, y, width, height }: DOMRect, frame: DOMRect): boolean {
  const middle = { x: x + width / 2, y: y + height / 2 }
  return middle.x >= frame.left && middle.x <= frame.right && middle.y >= frame.top && middle.y <= frame.bottom
}

/** For the canvas' `onKeyDown`. Fields keep their arrow keys. */
export function useArrowWalk(): (event: KeyboardEvent<HTMLElement>) => void {
  return useCallback((event) => {
    const direction = directionOf(event.key)
    const { target, currentTarget } = event
    if (direction === undefined || event.altKey || !(target instanceof Element) || target.closest('input, textarea, select') !== null) return
    const frame = currentTarget.getBoundingClientRect()
    const others = [...currentTarget.querySelectorAll<HTMLElement | SVGElement>(stops)]
      .filter((stop) => stop !== target)
      .map((stop) => ({ stop, box: stop.getBoundingClientRect() }))
      .filter(({ box }) => inSight(box, frame))
    const next = nextTowards(others.map(({ box }) => box), target.getBoundingClientRect(), direction)
    if (next === undefined) return
    event.preventDefault()
    event.stopPropagation()
    others[next]?.stop.focus({ preventScroll: true })
  }, [])
}
