/** What a browser puts together while the camera moves: each layer more makes each card that comes into view dearer. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPodium, openSite } from './podium-page.ts'
import type { Site } from './podium-page.ts'

let site: Site
beforeAll(async () => { site = await openSite() })
afterAll(async () => { await site.close() })

/** Some twenty stand around the cards: the page, the ground, the far map, packets, the mini-map. Without a common ground there were a hundred. */
const mostLayers = 45

it('small cards and their lines share their layers while the camera moves among a hundred nodes', async () => {
  const podium = await openPodium(site, { query: 'nodes=100&pods=3000' })
  const { mouse } = podium.page
  await mouse.move(500, 420)
  const cards = podium.frame.locator('.shell-card[data-room="parts"]')
  // Notch by notch: the first may fall on a picture that is not there yet, or that the first fit then moves.
  await podium.until('small cards with words are there', async () => {
    const count = await cards.count()
    if (count < 9) await mouse.wheel(0, -120)
    return count
  }, (count) => count >= 9)
  await podium.frame.locator('.cluster-canvas:not([data-moving])').waitFor()

  const session = await podium.page.context().newCDPSession(podium.page)
  let layers = 0
  session.on('LayerTree.layerTreeDidChange', (change) => { layers = change.layers?.length ?? layers })
  await session.send('DOM.enable')
  await session.send('LayerTree.enable')
  await mouse.down()
  for (let i = 0; i < 30; i += 1) await mouse.move(500 + 200 * Math.sin(i / 8), 420)
  expect(await podium.frame.locator('.cluster-canvas[data-moving]').count()).toBe(1)
  await mouse.up()
  expect(layers).toBeGreaterThan(5)
  expect(layers).toBeLessThan(mostLayers)
  await podium.close()
})
