/** The first view's small engine, and how the whole one takes its cluster over. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPodium, openSite } from './podium-page.ts'
import type { Podium, Site } from './podium-page.ts'

let site: Site
beforeAll(async () => { site = await openSite() })
afterAll(async () => { await site.close() })

/** Names of the engines' scripts that the page runs now. */
function engines(podium: Podium): readonly string[] {
  return podium.page.workers().map((worker) => /\/((?:first-view-)?worker)-/.exec(worker.url())?.[1] ?? worker.url())
}

async function seconds(podium: Podium, simSeconds: number): Promise<void> {
  await podium.until(`${simSeconds} s pass`, () => podium.simTimeUs(), (now) => now > simSeconds * 1_000_000)
}

describe('the engine of the first view', () => {
  it.each(['speed=20&seed=11', 'speed=0&seed=3', 'embed&speed=5'])('is enough for ?%s as long as nobody touches the page', async (query) => {
    const podium = await openPodium(site, { query })
    if (!query.includes('speed=0')) await seconds(podium, 120)
    expect(engines(podium)).toEqual(['first-view-worker'])
    expect(podium.faults).toEqual([])
    await podium.close()
  })

  it('gives its cluster to the whole one at the first touch: no time is lost, no frame, and commands are obeyed', async () => {
    const podium = await openPodium(site, { query: 'seed=5' })
    await seconds(podium, 26)
    const before = await podium.frame.evaluate(() => window.podium?.view().frame ?? 0)
    await podium.page.mouse.move(200, 200)
    await podium.until('the whole engine runs', () => Promise.resolve(engines(podium)), (now) => now.join() === 'worker')
    await podium.button('Pause').click()
    await podium.button('Play').waitFor()
    expect(await podium.frame.evaluate(() => window.podium?.view().frame ?? 0)).toBeGreaterThan(before)
    expect((await podium.inspect({ query: 'hash' })).simTimeUs).toBeGreaterThan(26_000_000)
    expect(podium.faults).toEqual([])
    await podium.close()
  })

  it('holds the first command until the whole one is there', async () => {
    const podium = await openPodium(site, { query: 'speed=0' })
    expect(engines(podium)).toEqual(['first-view-worker'])
    expect((await podium.inspect({ query: 'hash' })).steps).toBeGreaterThan(1000)
    expect(engines(podium)).toEqual(['worker'])
    await podium.close()
  })

  it('goes without the network from a few seconds after the first touch', async () => {
    const podium = await openPodium(site)
    await podium.page.mouse.move(200, 200)
    await podium.until('the page has fetched what it may need', () => podium.frame.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name)),
      (names) => names.some((name) => name.endsWith('tour.yaml')))
    await podium.page.context().setOffline(true)
    await podium.page.keyboard.press('?')
    await podium.page.getByRole('dialog').waitFor()
    expect(podium.faults).toEqual([])
    await podium.close()
  })

  it('is not asked for where it would not be enough', async () => {
    const podium = await openPodium(site, { query: 'nodes=4' })
    expect(engines(podium)).toEqual(['worker'])
    await podium.close()
  })
})
