/** Before every test file: matchers for the DOM, and what jsdom lacks. Nothing here touches tests that run without a DOM. */
import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

/** jsdom has no layout, so nothing ever resizes. */
class QuietResizeObserver implements ResizeObserver {
  observe(): void { /* nothing resizes */ }
  unobserve(): void { /* nothing was observed */ }
  disconnect(): void { /* nothing was observed */ }
}

/** jsdom has no animations: what they would show is never drawn. */
class QuietEffect {
  setKeyframes(): void { /* nothing is drawn */ }
}
class QuietAnimation {
  pause(): void { /* nothing plays */ }
  cancel(): void { /* nothing plays */ }
}

// Only so that a hang ends: a second is soon over on a busy machine while a later part of the page is fetched.
configure({ asyncUtilTimeout: 30_000 })

if (typeof window !== 'undefined') {
  if (!('KeyframeEffect' in window)) Object.assign(window, { KeyframeEffect: QuietEffect, Animation: QuietAnimation })
  window.ResizeObserver ??= QuietResizeObserver
  window.matchMedia ??= (query: string) => Object.assign(new EventTarget(), {
    matches: false, media: query, onchange: null, addListener: () => undefined, removeListener: () => undefined,
  })
  // No canvas: nothing is drawn there (axe asks for one too).
  HTMLCanvasElement.prototype.getContext = () => null
  // jsdom knows <dialog> but not how to open it.
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) { this.open = true }
  HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
    this.open = false
    this.dispatchEvent(new Event('close'))
  }
  // No layout, so no text has a place.
  Range.prototype.getClientRects ??= () => [] as unknown as DOMRectList
  Range.prototype.getBoundingClientRect ??= () => new DOMRect()
  Element.prototype.scrollIntoView ??= () => undefined
  afterEach(cleanup)
}
