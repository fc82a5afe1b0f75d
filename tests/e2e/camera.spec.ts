/** Where the camera goes by itself: to what is chosen, also while the cluster is still being put up, and back to where it was. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPodium, openSite } from './podium-page.ts'
import type { Podium, Site } from './podium-page.ts'

let site: Site
beforeAll(async () => { site = await openSite() })
afterAll(async () => { await site.close() })

interface Middle { readonly x: number; readonly y: number }

/** How far a node's card is from the middle of the picture, px; undefined while the camera moves or the card can't be seen. */
const offMiddle = (podium: Podium, node: string): Promise<number | undefined> => podium.frame.evaluate((name) => {
  const middle = (element: Element): Middle => {
    const { left, top, width, height } = element.getBoundingClientRect()
    return { x: left + width / 2, y: top + height / 2 }
  }
  const picture = document.querySelector('.cluster-canvas')
  const card = document.querySelector(`.worker-node[data-node="${name}"]`)
  if (picture === null || card === null || picture.hasAttribute('data-moving')) return undefined
  const [a, b] = [middle(picture), middle(card)]
  return Math.hypot(a.x - b.x, a.y - b.y)
}, node)

async function search(podium: Podium, node: string): Promise<void> {
  await podium.page.keyboard.type(`/${node}`)
  await podium.frame.getByRole('option', { name: new RegExp(`${node}\\b`) }).first().waitFor()
  await podium.page.keyboard.press('Enter')
}

it('flies to a node that is chosen while nodes still join, back to the whole picture, and forward again', async () => {
  const podium = await openPodium(site, { query: 'nodes=200&speed=10' })
  await search(podium, 'node-150')
  await podium.until('node-150 is in the middle', () => offMiddle(podium, 'node-150'), (px) => px !== undefined && px < 60)
  await podium.button('Show the whole picture').waitFor()
  await podium.page.keyboard.press('Alt+ArrowLeft')
  await podium.button('Show the whole picture').waitFor({ state: 'detached' })
  await podium.frame.locator('.cluster-canvas[data-level="fleet"]').waitFor()
  await podium.page.keyboard.press('Alt+ArrowRight')
  await podium.until('node-150 is in the middle again', () => offMiddle(podium, 'node-150'), (px) => px !== undefined && px < 60)
  await podium.page.setViewportSize({ width: 1100, height: 720 })
  await podium.until('it stays there in a smaller window', () => offMiddle(podium, 'node-150'), (px) => px !== undefined && px < 60)
  expect(podium.faults).toEqual([])
  await podium.close()
})

it('stays where a hand has put it, whatever becomes of the window', async () => {
  const podium = await openPodium(site, { query: 'nodes=20&speed=10' })
  const { mouse } = podium.page
  const view = (): Promise<string> => podium.frame.evaluate(() => document.querySelector<HTMLElement>('.react-flow__viewport')!.style.transform)
  await podium.until('20 nodes are drawn', () => podium.list('nodes', ''), (nodes) => nodes.length === 20)
  await mouse.move(500, 400)
  await mouse.wheel(0, -200)
  await podium.button('Show the whole picture').waitFor()
  const put = await view()
  await podium.page.setViewportSize({ width: 1100, height: 720 })
  await podium.until('the picture is smaller', () => podium.frame.evaluate(() => document.querySelector('.cluster-canvas')!.clientWidth), (width) => width < 1000)
  // One more frame for whoever would answer to that.
  await podium.frame.evaluate(() => new Promise((done) => { requestAnimationFrame(() => { requestAnimationFrame(done) }) }))
  expect(await view()).toBe(put)
  await podium.close()
})
