/**
 * Elements that go along with the camera. While it moves, each is held by an animation that stands still at the place where it is: a browser
 * then moves the layer by itself. A transform that is set in a style makes Chromium put all layers together anew in each frame.
 */

interface MovedLayers {
  /** Puts an element where the camera asks for it. `transform`: as in CSS. */
  readonly put: (element: HTMLElement, transform: string) => void
  /** The camera rests: what stands in the styles holds again, and is drawn sharp. */
  readonly rest: () => void
}

/** What holds an element: animations need a duration, it is never played. */
const standing: KeyframeAnimationOptions = { duration: 1, fill: 'both' }

/** Layers of which none is moved yet; `put` only while the camera moves. */
export function createMovedLayers(): MovedLayers {
  const held = new Map<HTMLElement, { readonly animation: Animation; readonly effect: KeyframeEffect }>()
  return {
    put: (element, transform) => {
      element.style.transform = transform
      const known = held.get(element)
      const keyframes = { transform: [transform, transform] }
      if (known !== undefined) {
        known.effect.setKeyframes(keyframes)
        return
      }
      const effect = new KeyframeEffect(element, keyframes, standing)
      const animation = new Animation(effect)
      animation.pause()
      held.set(element, { animation, effect })
    },
    rest: () => {
      for (const { animation } of held.values()) animation.cancel()
      held.clear()
    },
  }
}
