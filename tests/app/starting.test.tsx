// @vitest-environment jsdom
import { readFileSync } from 'node:fs'
import { render } from '@testing-library/react'
import { expect, it } from 'vitest'
import { Starting } from '../../src/app/Starting.tsx'

it('goes on with the outline and the sentence that index.html begins with, so that nothing jumps when the scripts have come', () => {
  const outline = /<div class="outline">.*<\/div>/.exec(readFileSync('index.html', 'utf8'))?.[0]
  const { container } = render(<Starting />)
  expect(container.innerHTML.replaceAll(' role="status"', '')).toBe(outline)
})
