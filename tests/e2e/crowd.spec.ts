/** Crowds of packets: painted by a worker of their own, caught as any packet is. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPodium, openSite } from './podium-page.ts'
import type { Podium, Site } from './podium-page.ts'

let site: Site
beforeAll(async () => { site = await openSite() })
afterAll(async () => { await site.close() })

const crowdFrom = 250

interface Overlay {
  readonly packets: number
  /** Whether the canvas of single packets is seen, and that of the crowd. */
  readonly seen: readonly boolean[]
}

function overlay(podium: Podium): Promise<Overlay> {
  return podium.frame.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLCanvasElement & { packetsShown?: () => number }>('.packet-overlay')]
    return { packets: all[0]?.packetsShown?.() ?? 0, seen: all.map((canvas) => getComputedStyle(canvas).visibility === 'visible') }
  })
}

/** What the crowd's canvas shows. */
const image = (podium: Podium): Promise<string> =>
  podium.frame.evaluate(() => document.querySelector<HTMLCanvasElement>('.packet-overlay + .packet-overlay')?.toDataURL() ?? '')

/** How much is painted on the crowd's canvas within a few px of a point of it: the strongest pixel's alpha. */
const paintedAt = (podium: Podium, x: number, y: number): Promise<number> => podium.frame.evaluate(([left, top]) => {
  const crowd = document.querySelector<HTMLCanvasElement>('.packet-overlay + .packet-overlay')
  const copy = Object.assign(document.createElement('canvas'), { width: 7, height: 7 })
  const context = copy.getContext('2d')
  if (crowd === null || context === null) return -1
  context.drawImage(crowd, -left, -top)
  return Math.max(...context.getImageData(0, 0, 7, 7).data.filter((_, i) => i % 4 === 3))
}, [Math.round(x) - 3, Math.round(y) - 3] as const)

async function load(podium: Podium, perSecond: number): Promise<void> {
  const box = podium.frame.getByRole('group', { name: 'clients', exact: true }).getByRole('textbox')
  await box.fill(String(perSecond))
  await box.press('Enter')
}

async function openCrowd(prepare?: (podium: Podium) => Promise<void>): Promise<Podium> {
  const podium = await openPodium(site, { query: 'nodes=16&pods=320&speed=1' })
  await prepare?.(podium)
  await podium.passSeconds(6)
  await load(podium, 1000)
  await podium.until('a crowd is shown', () => overlay(podium), ({ packets, seen }) => packets > crowdFrom && seen[0] === false && seen[1] === true)
  return podium
}

interface Point {
  readonly x: number
  readonly y: number
}

/** Where the ring of the message that is caught stands, from the overlay's corner. */
const circle = (podium: Podium): Promise<Point | undefined> => podium.frame.evaluate(() => {
  const ring = document.querySelector('.packet-leader circle')
  return ring === null ? undefined : { x: Number(ring.getAttribute('cx')), y: Number(ring.getAttribute('cy')) }
})

const ringAt = async (podium: Podium): Promise<Point> =>
  (await podium.until('the ring stands at a packet', () => circle(podium), (place) => (place?.x ?? 0) > 0)) ?? { x: 0, y: 0 }

async function cornerOf(podium: Podium): Promise<Point> {
  return (await podium.frame.locator('.packet-overlay').first().boundingBox()) ?? { x: 0, y: 0 }
}

/** Goes through the messages by key to one whose packet doesn't stand at the edge of a card: a click there is the card's. */
async function catchOnFreeGround(podium: Podium): Promise<Point> {
  const corner = await cornerOf(podium)
  for (let presses = 0; presses < 60; presses += 1) {
    await podium.page.keyboard.press('c')
    // The ring of the one before it is gone by then.
    await podium.frame.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => { requestAnimationFrame(resolve) }) }))
    const at = await ringAt(podium)
    const isFree = await podium.frame.evaluate(
      ([x, y]) => [-4, 4].every((off) => document.elementFromPoint(x, y + off)?.closest('.react-flow__node') === null),
      [corner.x + at.x, corner.y + at.y] as const,
    )
    if (isFree) return at
  }
  throw new Error('each of 60 packets stands at a card')
}

describe('a crowd of packets', () => {
  it('stands while the cluster is paused, and any of it is caught where it is seen, by key and by click', async () => {
    const podium = await openCrowd()
    await podium.button('Pause').click()
    await podium.button('Play').waitFor()
    await new Promise((resolve) => { setTimeout(resolve, 700) })
    const still = await image(podium)
    const card = podium.frame.getByRole('group', { name: /^Message: / })
    const at = await catchOnFreeGround(podium)
    expect(await paintedAt(podium, at.x, at.y)).toBe(255)
    await podium.page.keyboard.press('Escape')
    await card.waitFor({ state: 'detached' })
    const corner = await cornerOf(podium)
    await podium.page.mouse.click(corner.x + at.x, corner.y + at.y)
    await card.waitFor()
    const again = await ringAt(podium)
    // Another packet may stand nearly where that one does.
    expect(Math.hypot(again.x - at.x, again.y - at.y)).toBeLessThan(13)
    expect((await image(podium)) === still).toBe(true)
    await podium.page.keyboard.press('Escape')
    await load(podium, 0)
    await podium.button('Play').click()
    await podium.until('single packets are shown again', () => overlay(podium), ({ packets, seen }) => packets < crowdFrom && seen[0] === true && seen[1] === false)
    expect(podium.faults).toEqual([])
    await podium.close()
  })

  it('is painted on the page where the worker’s script can’t be had', async () => {
    const podium = await openCrowd(async ({ page }) => { await page.route('**/crowd-worker*', (route) => route.abort()) })
    const before = await image(podium)
    await podium.until('it moves', () => image(podium), (now) => now !== before)
    await podium.close()
  })
})
