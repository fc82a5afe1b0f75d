/** The far map: what went wrong on one of hundreds of nodes shows over its tile and on the mini-map, and goes along with the camera. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPodium, openSite } from './podium-page.ts'
import type { Podium, Site } from './podium-page.ts'

let site: Site
beforeAll(async () => { site = await openSite() })
afterAll(async () => { await site.close() })

const size = { width: 1280, height: 720 } as const
/** Marks are drawn on whole pixels. */
const mostOffPx = 2

/** What is painted on a canvas, in px of the screen. */
interface Painted {
  readonly x: number
  readonly y: number
  readonly count: number
}

/** The middle of all that the marks' canvas shows on the screen. */
const marks = (podium: Podium): Promise<Painted | undefined> => podium.frame.evaluate(() => {
  const canvas = document.querySelector<HTMLCanvasElement>('.alarm-overlay')
  if (canvas === null || canvas.width === 0) return undefined
  // A copy: a canvas that is read again and again is no longer drawn as its users see it.
  const context = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height }).getContext('2d')!
  context.drawImage(canvas, 0, 0)
  const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height)
  const box = canvas.getBoundingClientRect()
  const seen = { x: 0, y: 0, count: 0 }
  for (let i = 0; i < width * height; i += 1) {
    if (data[i * 4 + 3] === 0) continue
    seen.x += i % width
    seen.y += Math.floor(i / width)
    seen.count += 1
  }
  if (seen.count === 0) return undefined
  return { x: box.left + (seen.x / seen.count + 0.5) * (box.width / width), y: box.top + (seen.y / seen.count + 0.5) * (box.height / height), count: seen.count }
})

/** The middle of the chosen node's tile. */
const tile = (podium: Podium): Promise<{ readonly x: number; readonly y: number } | undefined> => podium.frame.evaluate(() => {
  const box = document.querySelector('.lens-tile')?.getBoundingClientRect()
  return box === undefined ? undefined : { x: box.left + box.width / 2, y: box.top + box.height / 2 }
})

/** All that the mini-map shows, as one text. */
const miniMap = (podium: Podium): Promise<string> => podium.frame.evaluate(() => document.querySelector<HTMLCanvasElement>('.mini-map canvas')?.toDataURL() ?? '')

/** How far the marks' middle is from the tile's, px. */
async function off(podium: Podium): Promise<number> {
  const [at, mark] = await Promise.all([tile(podium), marks(podium)])
  return at === undefined || mark === undefined ? Infinity : Math.hypot(at.x - mark.x, at.y - mark.y)
}

it('one dead node of 400 is marked over its tile and on the mini-map, also while the camera moves, until it has power again', async () => {
  const podium = await openPodium(site, { ...size, query: 'nodes=400&speed=10' })
  const { keyboard, mouse } = podium.page
  await keyboard.type('/node-300')
  await podium.frame.getByRole('option', { name: /node-300/ }).first().waitFor()
  await keyboard.press('Enter')
  const inspector = podium.frame.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByText('node-300', { exact: true }).first().waitFor()
  await podium.button('Show the whole picture').click()
  await podium.frame.locator('.cluster-canvas:not([data-moving])').first().waitFor()
  await podium.frame.locator('.lens-tile').waitFor()
  // The mini-map stands by while not all of the picture is in view.
  const far = (await tile(podium))!
  await mouse.move(far.x, far.y)
  await mouse.wheel(0, -150)
  await podium.frame.locator('.cluster-canvas:not([data-moving]) .mini-map').waitFor()
  expect(await marks(podium)).toBeUndefined()
  const before = await miniMap(podium)

  await inspector.getByRole('button', { name: 'Power off' }).click()
  await podium.until('the mark is over the tile', () => off(podium), (px) => px <= mostOffPx)
  await podium.until('the mini-map shows it', () => miniMap(podium), (map) => map !== before)
  await podium.picture('one of 400 nodes is dead')

  const still = (await tile(podium))!
  await mouse.move(500, 400)
  await mouse.down()
  for (let step = 1; step <= 10; step += 1) {
    await mouse.move(500 - step * 8, 400 - step * 4)
    expect(await off(podium)).toBeLessThanOrEqual(mostOffPx)
  }
  await mouse.up()
  const moved = (await tile(podium))!
  expect(Math.hypot(moved.x - still.x, moved.y - still.y)).toBeGreaterThan(40)

  await inspector.getByRole('button', { name: 'Power on' }).click()
  await podium.until('the mark is gone', () => marks(podium), (mark) => mark === undefined)
  await podium.until('the mini-map is as before', () => miniMap(podium), (map) => map === before)

  await inspector.getByRole('button', { name: 'Power off' }).click()
  await podium.until('the mark is there again', () => marks(podium), (mark) => mark !== undefined)
  await inspector.getByRole('button', { name: 'Remove node', exact: true }).click()
  await inspector.getByRole('button', { name: 'Remove for good', exact: true }).click()
  await podium.until('the mark is gone with its node', () => marks(podium), (mark) => mark === undefined)
  expect(podium.faults).toEqual([])
  await podium.close()
})
