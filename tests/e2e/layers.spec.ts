/** What a browser puts together while the camera moves: each layer more makes each card that comes into view dearer. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPodium, openSite } from './podium-page.ts'
import type { Podium, Site } from './podium-page.ts'

let site: Site
beforeAll(async () => { site = await openSite() })
afterAll(async () => { await site.close() })

/** Some twenty stand around the cards: the page, the ground, the far map, packets, the mini-map. Without a common ground there were a hundred. */
const mostLayers = 45

/** Small cards show words from 0.6 or so on, and grow to full cards at 1. */
const near = 0.7

function zoomOf(podium: Podium): Promise<number> {
  return podium.frame.evaluate(() => new DOMMatrix(document.querySelector<HTMLElement>('.react-flow__viewport')?.style.transform).a)
}

it('small cards and their lines share their layers while the camera moves among a hundred nodes', async () => {
  const podium = await openPodium(site, { query: 'nodes=100&pods=3000' })
  const { mouse } = podium.page
  await mouse.move(500, 420)
  // Notch by notch: the first may fall on a picture that is not there yet, or that the first fit then moves.
  await podium.until('small cards with words are there', async () => {
    if (await zoomOf(podium) < near) await mouse.wheel(0, -120)
    return podium.frame.locator('.shell-card[data-room="parts"]').count()
  }, (count) => count >= 9)
  await podium.frame.locator('.cluster-canvas:not([data-moving])').waitFor()

  const session = await podium.page.context().newCDPSession(podium.page)
  let layers = 0
  session.on('LayerTree.layerTreeDidChange', (change) => { layers = change.layers?.length ?? layers })
  await session.send('DOM.enable')
  await session.send('LayerTree.enable')
  await mouse.down()
  let moves = 0
  await podium.until('the camera moves', async () => {
    for (let i = 0; i < 30; i += 1) {
      moves += 1
      await mouse.move(500 + 200 * Math.sin(moves / 8), 420)
    }
    return podium.frame.locator('.cluster-canvas[data-moving]').count()
  }, (count) => count === 1)
  await mouse.up()
  expect(layers).toBeGreaterThan(5)
  expect(layers).toBeLessThan(mostLayers)
  await podium.close()
})
