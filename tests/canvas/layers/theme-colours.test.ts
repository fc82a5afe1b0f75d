// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest'
import { mapPalette, themeColours } from '../../../src/canvas/layers/colours.ts'

afterEach(() => { vi.restoreAllMocks() })

it('asks the document for the colours of a theme once, and not before its tokens have come', () => {
  const { style, dataset } = document.documentElement
  const wear = (theme: string, ground: string): string => {
    dataset.theme = theme
    style.setProperty('--bg', ground)
    return themeColours().ground
  }
  expect([wear('dark', ''), wear('dark', '#000000'), wear('light', '#ffffff')]).toEqual(['', '#000000', '#ffffff'])
  mapPalette()
  const asked = vi.spyOn(window, 'getComputedStyle')
  expect([wear('dark', '#000000'), wear('light', '#ffffff')]).toEqual(['#000000', '#ffffff'])
  mapPalette()
  expect(asked).not.toHaveBeenCalled()
  style.removeProperty('--bg')
})
