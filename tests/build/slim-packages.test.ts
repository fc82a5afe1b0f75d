// @vitest-environment jsdom
import { select } from 'd3-selection'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { interrupt } from '../../build/in-place-of/d3-transition.ts'
import type { ViewportTransition } from '../../build/in-place-of/d3-transition.ts'
import { withoutFunctions, withoutRules } from '../../build/slim-packages.ts'

describe('functions that are left out of a package', () => {
  it('are empty, and the others as they were', () => {
    const code = 'function a(x) { return x }\nconst b = (y) => { y() }\nfunction c() { return 3 }'
    expect(withoutFunctions(code, { a: 'why', b: 'why' })).toBe('function a(x) {}\nconst b = (y) => {}\nfunction c() { return 3 }')
  })

  it('must be there', () => {
    expect(() => withoutFunctions('function a() {}', { a: 'why', gone: 'why' })).toThrow('not in the package any more: gone')
  })
})

it('style rules that are for left-out parts alone are left out', () => {
  const css = '/* a, b */ .used, .gone { x: 1 }\n.gone { y: 2 }\n@keyframes k { from { z: 3 } }'
  expect(withoutRules(css, /\.gone/).trim()).toBe('.used, .gone { x: 1 }\n@keyframes k { from { z: 3 } }')
})

interface Movable { transition(): ViewportTransition; interrupt(): unknown }

/** A browser whose frames come when `draw` says so. */
function frames(): (nowMs: number) => void {
  let waiting: { readonly id: number; readonly run: (nowMs: number) => void }[] = []
  let next = 1
  vi.stubGlobal('requestAnimationFrame', (run: (nowMs: number) => void) => {
    waiting.push({ id: next, run })
    return next++
  })
  vi.stubGlobal('cancelAnimationFrame', (id: number) => { waiting = waiting.filter((one) => one.id !== id) })
  return (nowMs) => {
    for (const { run } of waiting.splice(0)) run(nowMs)
  }
}

/** A transition of 100 ms that writes down what it does. */
function flight(): { readonly told: unknown[]; readonly element: Element; readonly selection: Movable } {
  const told: unknown[] = []
  const element = document.createElement('div')
  const selection = select(element) as unknown as Movable
  selection.transition().duration(100).ease((progress) => progress / 2)
    .on('start.zoom', function start() { told.push(this === element ? 'start' : 'elsewhere') })
    .on('interrupt.zoom end.zoom', () => { told.push('over') })
    .on('end', () => { told.push('end') })
    .tween('zoom', () => (progress) => { told.push(progress) })
  return { told, element, selection }
}

describe('the transition of a viewport', () => {
  afterEach(() => { vi.unstubAllGlobals() })

  it('runs from the first frame to its end, eased', () => {
    const draw = frames()
    const { told } = flight()
    expect(told).toEqual([])
    for (const nowMs of [1000, 1050, 1100, 1200]) draw(nowMs)
    expect(told).toEqual(['start', 0, 0.25, 1, 'over', 'end'])
  })

  it('stops where it is when it is interrupted, and says so once', () => {
    const draw = frames()
    const { told, element, selection } = flight()
    draw(1000)
    interrupt(element)
    selection.interrupt()
    draw(1100)
    expect(told).toEqual(['start', 0, 'over'])
  })

  it('gives way to the next one, which has not to wait for it', () => {
    const draw = frames()
    const { told, selection } = flight()
    const next: unknown[] = []
    selection.transition().duration(10).on('end', () => { next.push('end') })
    draw(1000)
    draw(1010)
    expect([told, next]).toEqual([[], ['end']])
  })
})
