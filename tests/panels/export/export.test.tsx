// @vitest-environment jsdom
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { ExportDialog } from '../../../src/panels/export/ExportDialog.tsx'
import type { Picture, Shape } from '../../../src/panels/export/picture.ts'
import { plainColour, readShapes } from '../../../src/panels/export/read-shapes.ts'
import { fileName } from '../../../src/panels/export/save.ts'
import { takePicture } from '../../../src/panels/export/take-picture.ts'
import { escapeXml, writeSvg } from '../../../src/panels/export/write-svg.ts'
import { ClusterProvider } from '../../../src/state/context.tsx'
import { fakeHost } from '../../support/fake-host.ts'
import { frame, nodeColumns } from '../../support/frames.ts'

const picture = (shapes: readonly Shape[]): Picture => ({ width: 200, height: 100, background: 'rgb(1, 2, 3)', title: 'a & b', shapes })
const text = (words: string, parts: Partial<Extract<Shape, { shape: 'text' }>> = {}): Shape => ({
  shape: 'text', x: 1, y: 2, width: 30, text: words, size: 12, family: '"Inter", sans-serif', weight: '600', fill: 'rgb(0, 0, 0)', opacity: 1, clip: undefined, ...parts,
})
const parsed = (svg: string): Document => new DOMParser().parseFromString(svg, 'image/svg+xml')
/** jsdom has no layout: elements stand where the test says. */
function stand(element: Element, x: number, y: number, width: number, height: number): void {
  element.getBoundingClientRect = () => new DOMRect(x, y, width, height)
  Object.defineProperty(element, 'offsetWidth', { value: width })
}
const everywhere = { dx: 0, dy: 0, within: { x: 0, y: 0, width: 1000, height: 1000 } }

describe('an SVG', () => {
  it('holds whatever text as text', () => {
    const nasty = `<script>alert('x')</script>&"\u0000\u0008`
    const svg = writeSvg(picture([text(nasty)]))
    expect(svg).not.toContain('<script>')
    const read = parsed(svg)
    expect(read.querySelector('parsererror')).toBeNull()
    expect(read.querySelector('text')?.textContent).toBe(`<script>alert('x')</script>&"`)
    expect(read.querySelector('title')?.textContent).toBe('a & b')
    expect(escapeXml('a\tb\uD800c')).toBe('a\tbc')
  })

  it('has any width, and the height that goes with it', () => {
    const root = parsed(writeSvg(picture([]), 3000)).documentElement
    expect([root.getAttribute('width'), root.getAttribute('height'), root.getAttribute('viewBox')]).toEqual(['3000', '1500', '0 0 200 100'])
  })

  it('draws boxes, drawings and pixels, and cuts text where the page cuts it', () => {
    const clip = { x: 0, y: 0, width: 10, height: 10 }
    const svg = parsed(writeSvg(picture([
      { shape: 'box', x: 1, y: 2, width: 3, height: 4, fill: '', stroke: 'red', strokeWidth: 2, dash: [4, 3], radius: 8, opacity: 0.5 },
      { shape: 'drawing', matrix: [2, 0, 0, 2, 5, 6], marks: [{ tag: 'g', attributes: {}, marks: [{ tag: 'path', attributes: { d: 'M0 0L1 1' }, marks: [] }] }] },
      { shape: 'image', x: 0, y: 0, width: 9, height: 9, href: 'data:image/png;base64,AA==' }, text('a', { clip }), text('b', { clip: { ...clip } }),
    ])))
    expect(svg.querySelector('rect[stroke="red"]')?.outerHTML).toMatch(/rx="8" fill="none" stroke="red" stroke-width="2" stroke-dasharray="4 3" opacity="0.5"/)
    expect(svg.querySelector('g[transform="matrix(2 0 0 2 5 6)"] path')?.getAttribute('d')).toBe('M0 0L1 1')
    expect(svg.querySelectorAll('clipPath')).toHaveLength(1)
    expect(svg.querySelectorAll('text[clip-path="url(#clip-0)"]')).toHaveLength(2)
  })
})

describe('the page as shapes', () => {
  function shapesOf(html: readonly Element[]): readonly Shape[] {
    const root = document.createElement('div')
    root.append(...html)
    document.body.append(root)
    stand(root, 0, 0, 500, 500)
    try {
      return readShapes(root, everywhere)
    } finally {
      root.remove()
    }
  }
  function box(style: string, x = 10): HTMLElement {
    const element = document.createElement('div')
    element.setAttribute('style', style)
    stand(element, x, 20, 100, 50)
    return element
  }

  it('are boxes with their borders and corners', () => {
    const [shape] = shapesOf([box('background-color: rgb(1, 2, 3); border: 2px dashed rgb(9, 9, 9); border-top-left-radius: 6px')])
    expect(shape).toMatchObject({ shape: 'box', x: 11, y: 21, width: 98, height: 48, fill: 'rgb(1, 2, 3)', stroke: 'rgb(9, 9, 9)', strokeWidth: 2, dash: [4, 3], radius: 6 })
  })

  it('leave out what is hidden, clear, or out of view', () => {
    expect(shapesOf([
      box('background-color: red; display: none'), box('background-color: red; visibility: hidden'), box('background-color: red; opacity: 0'), box('background-color: transparent'),
      box('background-color: red', 5000),
    ])).toEqual([])
  })

  it('leave out marks that are cut off, and keep lines, which reach beyond their box', () => {
    const drawing = (className: string, x: number): SVGSVGElement => {
      const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
      svg.setAttribute('class', className)
      svg.setAttribute('style', 'overflow: visible')
      svg.append(document.createElementNS('http://www.w3.org/2000/svg', 'path'))
      stand(svg, x, 20, 12, 12)
      Object.assign(svg, { getScreenCTM: () => ({ a: 1, b: 0, c: 0, d: 1, e: x, f: 20 }) })
      return svg
    }
    const shapes = shapesOf([drawing('icon', 10), drawing('icon', 5000), drawing('status-glyph', 6000), drawing('link-lines', 7000)])
    expect(shapes.map((shape) => (shape.shape === 'drawing' ? shape.matrix[4] : shape))).toEqual([10, 7000])
  })

  it('lie over each other as on the page', () => {
    const fills = shapesOf([box('background-color: rgb(3, 0, 0); position: absolute; z-index: 2'), box('background-color: rgb(2, 0, 0)'), box('background-color: rgb(1, 0, 0); position: absolute; z-index: -1')])
    expect(fills.map((shape) => (shape.shape === 'box' ? shape.fill : ''))).toEqual(['rgb(1, 0, 0)', 'rgb(2, 0, 0)', 'rgb(3, 0, 0)'])
  })

  it('have colours that every program reads', () => {
    expect([plainColour('color(srgb 1 0.5 0)'), plainColour('color(srgb 0 0 0 / 0.4)'), plainColour('rgb(1, 2, 3)')]).toEqual(['rgb(255, 128, 0)', 'rgba(0, 0, 0, 0.4)', 'rgb(1, 2, 3)'])
  })
})

describe('exporting', () => {
  it('names the file after the simulated time', () => expect(fileName('3-node cluster, simulated 00:01:20.699', 'png')).toBe('podium-00-01-20.png'))

  it('has the cluster and the simulated time as its title', () => {
    const canvas = document.createElement('div')
    canvas.className = 'cluster-canvas'
    document.body.append(canvas)
    stand(canvas, 0, 44, 900, 500)
    const host = fakeHost()
    host.show(frame(0, { simTimeUs: 80_699_000, nodes: nodeColumns([{ slot: 0, name: 'node-1' }]) }))
    const { title, width, shapes } = takePicture(document, host.store.getState().view)
    expect([title, width]).toEqual(['1-node cluster, 0 pods, simulated 00:01:20.699', 900])
    expect(shapes[0]).toMatchObject({ shape: 'text', text: title })
    canvas.remove()
  })

  it('says why there is nothing to save, refuses widths that can’t be, and saves what it took', async () => {
    const host = fakeHost()
    host.show(frame(0))
    const shown = (): ReturnType<typeof render> => render(<ClusterProvider store={host.store} connection={host.connection}><ExportDialog /></ClusterProvider>)
    const first = shown()
    expect(screen.getByRole('alert')).toHaveTextContent('There is no picture on the page to export.')
    expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled()
    first.unmount()
    const canvas = document.createElement('div')
    canvas.className = 'cluster-canvas'
    document.body.append(canvas)
    stand(canvas, 0, 44, 900, 500)
    const saved: string[] = []
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:1', revokeObjectURL: () => undefined }))
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) { saved.push(this.download) })
    shown()
    fireEvent.change(screen.getByRole('textbox', { name: /Width/ }), { target: { value: '12' } })
    expect(screen.getByRole('alert')).toHaveTextContent('A width is a whole number from 320 to 16000.')
    fireEvent.change(screen.getByRole('textbox', { name: /Width/ }), { target: { value: '4000' } })
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => { expect(saved).toEqual(['podium-00-00-00.svg']) })
    canvas.remove()
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })
})
