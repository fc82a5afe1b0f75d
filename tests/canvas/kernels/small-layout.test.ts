import { describe, expect, it } from 'vitest'
import { smallLayout } from '../../../src/canvas/kernels/small-layout.ts'

describe('the picture of a container', () => {
  it.each([
    ['whole', 3, 1280, 720, 'whole'], ['embed', 3, 1280, 674, 'whole'], ['embed', 3, 800, 404, 'small'], ['embed', 5, 800, 404, 'slim'],
    ['stage', 3, 1280, 618, 'small'], ['stage', 12, 1280, 618, 'slim'], ['console', 5, 1044, 440, 'small'], ['console', 6, 1044, 440, 'slim'], ['embed', 3, 0, 0, 'whole'],
  ] as const)('%s with %i nodes in %i x %i is the %s one', (frame, places, width, height, which) => {
    const layout = smallLayout(frame, places, width, height, undefined, false)
    expect(layout === undefined ? 'whole' : layout.compact === undefined ? 'slim' : 'small').toBe(which)
  })
  it('never is the small one for pods by what they belong to', () => {
    expect(smallLayout('console', 3, 1044, 440, undefined, false)?.compact).toBeDefined()
    expect(smallLayout('console', 3, 1044, 440, undefined, true)?.slim).toBeDefined()
    expect(smallLayout('console', 3, 1044, 440, undefined, true)?.compact).toBeUndefined()
  })
})
