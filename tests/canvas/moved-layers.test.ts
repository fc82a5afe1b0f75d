// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMovedLayers } from '../../src/canvas/moved-layers.ts'

/** What each animation shows now: undefined once it is cancelled. */
const shown: (string | undefined)[] = []

class Effect {
  readonly number = shown.length
  constructor(_: Element, keyframes: { readonly transform: readonly string[] }) { shown.push(keyframes.transform[0]) }
  setKeyframes({ transform }: { readonly transform: readonly string[] }): void { shown[this.number] = transform[0] }
}

class StandingAnimation {
  private readonly effect: Effect
  private paused = false
  constructor(effect: Effect) { this.effect = effect }
  pause(): void { this.paused = true }
  cancel(): void { shown[this.effect.number] = this.paused ? undefined : 'was playing' }
}

afterEach(() => {
  shown.length = 0
  vi.unstubAllGlobals()
})

describe('what goes along with the camera', () => {
  it('is held where the camera is by one animation that never plays, until the camera rests', () => {
    vi.stubGlobal('KeyframeEffect', Effect)
    vi.stubGlobal('Animation', StandingAnimation)
    const layers = createMovedLayers()
    const [near, far] = [document.createElement('div'), document.createElement('div')]
    layers.put(near, 'translate(1px, 2px)')
    layers.put(far, 'translate(5px, 5px)')
    layers.put(near, 'translate(3px, 4px)')
    expect(shown).toEqual(['translate(3px, 4px)', 'translate(5px, 5px)'])
    layers.rest()
    expect(shown).toEqual([undefined, undefined])
    expect(near.style.transform).toBe('translate(3px, 4px)')
    layers.put(near, 'translate(9px, 9px)')
    expect(shown[2]).toBe('translate(9px, 9px)')
  })
})
