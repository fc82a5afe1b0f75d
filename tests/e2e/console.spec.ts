/** The console in the production build: it leaves the picture legible, streams, and opens the editor. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { untilReady } from './objects.ts'
import { openPodium, openSite } from './podium-page.ts'
import type { Podium, Site } from './podium-page.ts'

let site: Site
beforeAll(async () => { site = await openSite() })
afterAll(async () => { await site.close() })

/** What the terminal shows. */
const shown = (podium: Podium): Promise<string> => podium.frame.evaluate(() => document.querySelector('.terminal .xterm-rows')?.textContent ?? '')

async function until(podium: Podium, part: string): Promise<void> {
  while (!(await shown(podium)).includes(part)) await podium.page.waitForTimeout(100)
}

/** Whether the box with that accessible name is in the picture as a whole. */
const isWhole = (podium: Podium, name: RegExp): Promise<boolean> =>
  podium.button(name).first().evaluate((box) => {
    const { left, top, right, bottom } = box.getBoundingClientRect()
    const picture = box.closest('.picture')!.getBoundingClientRect()
    return left >= picture.left && top >= picture.top && right <= picture.right && bottom <= picture.bottom
  })
const nameSize = (podium: Podium): Promise<number> =>
  podium.frame.evaluate(() => [...document.querySelectorAll('.picture [data-node] [class*=name]')][0]!.getBoundingClientRect().height)

describe('the console', () => {
  it.each([3, 5])('leaves the whole picture of %i nodes in a low window, its names legible', async (nodes) => {
    const podium = await openPodium(site, { query: `nodes=${nodes}`, width: 1280, height: 720 })
    await untilReady(podium, 'web', 3)
    await podium.page.keyboard.press('`')
    await podium.frame.waitForSelector('.terminal .xterm-rows')
    await podium.page.waitForTimeout(1000)
    for (const name of [/^etcd/, /^API Server/, /^Node node-1/, new RegExp(`^kube-proxy on node-${nodes}`), /^Cluster network/]) expect(await isWhole(podium, name), name.source).toBe(true)
    expect(await nameSize(podium)).toBeGreaterThan(16)
    await podium.close()
  })

  it.each([[1200, 900], [1366, 768]])('leaves the whole picture in sight on a stage of %i x %i', async (width, height) => {
    const podium = await openPodium(site, { width, height })
    await untilReady(podium, 'web', 3)
    await podium.page.keyboard.press('f')
    await podium.frame.locator('.stage-caption').waitFor()
    await podium.page.keyboard.press('`')
    await podium.frame.waitForSelector('.terminal .xterm-rows')
    for (const name of [/^etcd/, /^API Server/, /^Node node-1/, /^kube-proxy on node-3/, /^Cluster network/])
      await podium.until(`${name.source} is whole`, () => isWhole(podium, name), (whole) => whole, 5000)
    expect(await nameSize(podium)).toBeGreaterThan(16)
    await podium.close()
  })

  it('streams a watch until Ctrl-C, and edits an object', async () => {
    const podium = await openPodium(site, { width: 1280, height: 720 })
    await untilReady(podium, 'web', 3)
    const { keyboard } = podium.page
    await keyboard.press('`')
    await podium.frame.waitForSelector('.terminal .xterm-rows')
    await keyboard.type('scale deployment web --replicas=4 && get deployment web -w\n')
    await until(podium, '4/4')
    await keyboard.press('Control+c')
    await until(podium, '^C')
    await keyboard.type('edit deployment web\n')
    await podium.frame.waitForSelector('dialog[open] .cm-content')
    await podium.close()
  })
})
