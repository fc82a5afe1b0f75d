/**
 * In place of d3-transition, of which d3-zoom needs little: one timed run of a viewport from here to there. The package would bring colours,
 * styles, attributes and timers for them into the first view.
 */
import { selection } from 'd3-selection'

type Listener = (this: Element, datum: unknown) => void
type Frame = (progress: number) => void
type Ease = (progress: number) => number

interface Selected {
  node(): Element | null
}

const running = new WeakMap<Element, ViewportTransition>()

/** d3-transition's `interrupt`: ends the run of an element's viewport where it is. */
export function interrupt(element: Element): void {
  running.get(element)?.stop()
}

/** The part of d3's Transition that d3-zoom and React Flow call. It starts with the next animation frame. */
export class ViewportTransition {
  private readonly selected: Selected
  private readonly element: Element
  private readonly listeners: { readonly type: string; readonly listener: Listener }[] = []
  private durationMs = 250
  private easing: Ease = (progress) => progress
  private make: ((this: Element) => Frame) | undefined
  private show: Frame | undefined
  private startMs = -1
  private request: number

  constructor(selected: Selected, element: Element) {
    this.selected = selected
    this.element = element
    interrupt(element)
    running.set(element, this)
    this.request = requestAnimationFrame((nowMs) => { this.step(nowMs) })
  }

  selection(): Selected {
    return this.selected
  }

  duration(ms: number): this {
    this.durationMs = ms
    return this
  }

  ease(easing: Ease): this {
    this.easing = easing
    return this
  }

  /** `types`: "start", "end", "interrupt", any of them with a name after a dot, several with blanks between. */
  on(types: string, listener: Listener): this {
    for (const name of types.split(' ')) this.listeners.push({ type: name.split('.')[0] ?? '', listener })
    return this
  }

  tween(_name: string, make: (this: Element) => Frame): this {
    this.make = make
    return this
  }

  call(configure: (transition: this, ...rest: unknown[]) => void, ...rest: unknown[]): this {
    configure(this, ...rest)
    return this
  }

  stop(): void {
    if (running.get(this.element) !== this) return
    cancelAnimationFrame(this.request)
    running.delete(this.element)
    if (this.startMs >= 0) this.tell('interrupt')
  }

  private tell(type: string): void {
    for (const each of this.listeners) if (each.type === type) each.listener.call(this.element, undefined)
  }

  private step(nowMs: number): void {
    if (this.startMs < 0) {
      this.startMs = nowMs
      this.tell('start')
      this.show = this.make?.call(this.element)
    }
    const progress = Math.min(1, (nowMs - this.startMs) / this.durationMs)
    this.show?.(progress === 1 ? 1 : this.easing(progress))
    if (progress < 1) {
      this.request = requestAnimationFrame((laterMs) => { this.step(laterMs) })
      return
    }
    running.delete(this.element)
    this.tell('end')
  }
}

Object.assign(selection.prototype, {
  interrupt(this: Selected) {
    const element = this.node()
    if (element !== null) interrupt(element)
    return this
  },
  transition(this: Selected) {
    const element = this.node()
    if (element === null) throw new Error('nothing is selected')
    return new ViewportTransition(this, element)
  },
})
