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

const heightOf = (podium: Podium, name: string): Promise<number> =>
  podium.frame.evaluate((text) => [...document.querySelectorAll('.picture *')].find((one) => one.childElementCount === 0 && one.textContent === text)?.getBoundingClientRect().height ?? 0, name)

describe('the console', () => {
  it('opens in a low window without making the names of the picture smaller', async () => {
    const podium = await openPodium(site, { width: 1280, height: 720 })
    await untilReady(podium, 'web', 3)
    const before = await heightOf(podium, 'node-2')
    await podium.page.keyboard.press('`')
    await podium.frame.waitForSelector('.terminal .xterm-rows')
    await podium.page.waitForTimeout(1000)
    expect(before).toBeGreaterThan(12)
    expect(await heightOf(podium, 'node-2')).toBeCloseTo(before, 0)
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
