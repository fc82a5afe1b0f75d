/** The page on a phone held upright: nothing is cut off, everything can be hit with a finger, the picture is swiped. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { untilReady } from './objects.ts'
import { openPodium, openSite } from './podium-page.ts'
import type { Podium, Site } from './podium-page.ts'

let site: Site
beforeAll(async () => { site = await openSite() })
afterAll(async () => { await site.close() })

const phone = { width: 390, height: 844, touch: true } as const
const smallestTargetPx = 44

/** Where the etcd card stands on the screen. */
const etcdLeft = (podium: Podium): Promise<number> => podium.button(/^etcd/).first().evaluate((card) => card.getBoundingClientRect().left)

async function swipeLeft(podium: Podium): Promise<void> {
  const session = await podium.page.context().newCDPSession(podium.page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y: 700 }] })
  await touch('touchStart', 350)
  for (let x = 330; x >= 150; x -= 20) await touch('touchMove', x)
  await touch('touchEnd', 150)
  await session.detach()
}

describe('on a phone', () => {
  it('the page fits, its tools are as large as a finger, and the inspector waits', async () => {
    const podium = await openPodium(site, phone)
    await untilReady(podium, 'web', 3)
    await podium.picture('phone 390x844')
    const page = await podium.frame.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement
      const tools = [...document.querySelectorAll('.top-bar button')].map((tool) => {
        const { left, right, height } = tool.getBoundingClientRect()
        return { name: tool.getAttribute('aria-label') ?? tool.textContent ?? '', left, right, height }
      })
      return { beyond: scrollWidth - clientWidth, tools }
    })
    expect(page.beyond).toBe(0)
    expect(page.tools.length).toBeGreaterThan(8)
    expect(page.tools.filter(({ left, right, height }) => left < 0 || right > phone.width || height < smallestTargetPx - 0.5)).toEqual([])
    expect(await podium.button('Power off').count()).toBe(0)
    await podium.close()
  })

  it('rows of the tree and its actions are as large as a finger', async () => {
    const podium = await openPodium(site, phone)
    await untilReady(podium, 'web', 3)
    await podium.page.keyboard.press('w')
    await podium.frame.getByRole('treegrid').waitFor()
    const heights = await podium.frame.evaluate(() => [...document.querySelectorAll('.tree-row, .tree-panel button')].map((row) => row.getBoundingClientRect().height))
    expect(heights.length).toBeGreaterThan(8)
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(smallestTargetPx)
    await podium.close()
  })

  it('a swipe moves the picture, and a tap on a node opens its sheet below it', async () => {
    const podium = await openPodium(site, phone)
    await untilReady(podium, 'web', 3)
    const before = await etcdLeft(podium)
    await swipeLeft(podium)
    await podium.until('the picture has moved left', () => etcdLeft(podium), (left) => left < before - 120, 5000)
    const card = await podium.button('Node node-1, Ready').boundingBox()
    if (card === null) throw new Error('node-1 has no card')
    await podium.page.touchscreen.tap(Math.max(30, card.x + 40), card.y + 16)
    await podium.button('Power off').waitFor()
    await podium.picture('phone node sheet')
    const top = await podium.frame.evaluate(() => document.querySelector('.inspector')?.getBoundingClientRect().top ?? 0)
    expect(top).toBeGreaterThan(phone.height * 0.4)
    await podium.close()
  })
})
