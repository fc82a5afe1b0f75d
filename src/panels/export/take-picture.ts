/** The current view as a picture: title and simulated time above, the canvas as it stands, the legend below. */
import type { ClusterView } from '../../state/cluster-view.ts'
import { clockText, counted } from '../../state/format.ts'
import type { Picture, Shape } from './picture.ts'
import { readShapes } from './read-shapes.ts'

const headPx = 40
const legendRowPx = 26
const marginPx = 16

/** "3-node cluster, 6 pods, simulated 00:01:20.699". */
function pictureTitle(view: ClusterView): string {
  const { nodes, pods, simTimeUs } = view
  return `${nodes.count}-node cluster, ${counted(pods.count, 'pod')}, simulated ${clockText(simTimeUs)}`
}

/** The legend's two lists, each with its title, as a row of its own: they stand side by side only where there is room. */
function legendRows(page: Document, top: number): readonly Shape[][] {
  const titles = [...page.querySelectorAll('.legend-title')]
  return titles.flatMap((title, row) => {
    const list = title.nextElementSibling
    const from = title.getBoundingClientRect()
    const to = list?.getBoundingClientRect()
    if (list === null || to === undefined || to.height === 0) return []
    const within = { x: Math.min(from.x, to.x), y: to.y, width: Math.max(from.x + from.width, to.x + to.width) - Math.min(from.x, to.x), height: to.height }
    const reading = { dx: marginPx - within.x, dy: top + row * legendRowPx + (legendRowPx - to.height) / 2 - to.y, within }
    return [[...readShapes(title, reading), ...readShapes(list, reading)]]
  })
}

/** Reads the picture from the page. Throws a sentence for people when the page shows no picture. */
export function takePicture(page: Document, view: ClusterView): Picture {
  const canvas = page.querySelector('.cluster-canvas')
  if (canvas === null) throw new Error('There is no picture on the page to export.')
  const box = canvas.getBoundingClientRect()
  const style = getComputedStyle(page.body)
  const title = pictureTitle(view)
  const { width } = box
  const heading: Shape = {
    shape: 'text', x: marginPx, y: 26, width: Math.min(width - marginPx * 2, title.length * 8.6), text: title, size: 16, family: style.fontFamily, weight: '650', fill: style.color, opacity: 1, clip: undefined,
  }
  const foot = headPx + box.height + 4
  const legend = legendRows(page, foot)
  return {
    width, height: foot + legend.length * legendRowPx + 4, background: style.backgroundColor, title,
    shapes: [heading, ...readShapes(canvas, { dx: -box.x, dy: headPx - box.y, within: box }), ...legend.flat()],
  }
}
