// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest'

afterEach(() => { vi.unstubAllGlobals() })

it('orders names by the numbers in them, and makes no collator before it is asked: the first picture needs none', async () => {
  const made = vi.fn<(locale: unknown) => void>()
  const Collator = new Proxy(Intl.Collator, {
    construct(target, args: ConstructorParameters<typeof Intl.Collator>) {
      made(args[0])
      return Reflect.construct(target, args)
    },
  })
  vi.stubGlobal('Intl', { Collator })
  const { byNumber } = await import('../../../src/canvas/kernels/by-number.ts')
  await import('../../../src/canvas/ClusterCanvas.tsx')
  expect(made).not.toHaveBeenCalled()
  expect(['rack-10', 'rack-9', 'Rack-2', 'a'].toSorted(byNumber)).toEqual(['a', 'Rack-2', 'rack-9', 'rack-10'])
  expect(made).toHaveBeenCalledTimes(1)
})
