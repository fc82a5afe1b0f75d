import { describe, expect, it } from 'vitest'
import { stylesBelow } from '../../src/build/styles-after-skeleton.ts'

const page = `<html><head>
    <script type="module" src="./a.js"></script>
    <link rel="stylesheet" crossorigin href="./one.css">
    <link rel="modulepreload" href="./b.js">
    <link rel="stylesheet" crossorigin href="./two.css">
  </head>
  <body>
    <div id="root">skeleton</div>
  </body></html>`

describe('styles of the built page', () => {
  it('stand below the skeleton in their order, so that its paint does not wait for them', () => {
    const moved = stylesBelow(page)
    const places = ['skeleton', 'one.css', 'two.css', '</body>'].map((text) => moved.indexOf(text))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(moved.match(/stylesheet/g)).toHaveLength(2)
  })
  it('are all that is moved', () => {
    expect(stylesBelow(page).replaceAll(/\s*<link rel="stylesheet"[^>]*>/g, '')).toBe(page.replaceAll(/\s*<link rel="stylesheet"[^>]*>/g, ''))
  })
})
