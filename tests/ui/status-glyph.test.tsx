// @vitest-environment jsdom
import { render } from '@testing-library/react'
import { expect, it } from 'vitest'
import { glyphStatuses } from '../../src/ui/glyph-shapes.ts'
import { StatusGlyph } from '../../src/ui/StatusGlyph.tsx'

it('a status mark begins with the same thing in every state, reaches as far, and keeps its joins within its box', () => {
  const drawings = glyphStatuses.map((status) => render(<StatusGlyph status={status} />).container.querySelector('svg')!)
  const first = new Set(drawings.map((svg) => svg.firstElementChild?.outerHTML))
  expect([...first]).toEqual(['<rect width="16" height="16" fill="transparent"></rect>'])
  const outlines = drawings.flatMap((svg) => [...svg.querySelectorAll('path[stroke]')])
  expect(outlines.length).toBeGreaterThan(5)
  expect(outlines.every((path) => path.getAttribute('stroke-linejoin') === 'round')).toBe(true)
})
