/** What is typed before a part of the page is there: its first letters are its own, and none is taken for a key of the page. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPodium, openSite } from './podium-page.ts'
import type { Podium, Site } from './podium-page.ts'

let site: Site
beforeAll(async () => { site = await openSite() })
afterAll(async () => { await site.close() })

/** Holds back a part of the page until the returned function is called; one that is there already has nothing to wait for. */
async function holdBack(podium: Podium, part: string): Promise<() => void> {
  let letGo = (): void => undefined
  const gone = new Promise<void>((resolve) => { letGo = resolve })
  await podium.page.route(new RegExp(`/${part}-[^/]*\\.js$`), async (route) => {
    await gone
    await route.continue()
  })
  return letGo
}

/** Opens the page with a part held back from the first moment on, so that nothing has fetched it ahead. */
async function openWithout(part: string): Promise<{ readonly podium: Podium; readonly letGo: () => void }> {
  const podium = await openPodium(site, { query: 'speed=1' })
  const letGo = await holdBack(podium, part)
  await podium.page.reload()
  await podium.until('the page shows a cluster', () => podium.hasCluster(), (there) => there)
  await podium.frame.locator('.cluster-canvas').waitFor()
  return { podium, letGo }
}

describe('typed at once', () => {
  it('the letters of a search are searched for', async () => {
    const { podium, letGo } = await openWithout('SearchDialog')
    // As keys of the page these would add two nodes and show the events.
    await podium.page.keyboard.type('/node-2')
    letGo()
    await podium.until('the field holds what was typed', () => podium.frame.evaluate(() => document.querySelector<HTMLInputElement>('.search-field')?.value), (text) => text === 'node-2')
    await podium.page.keyboard.press('Enter')
    await podium.frame.getByRole('complementary', { name: 'Inspector' }).getByText('node-2', { exact: true }).first().waitFor()
    expect(await podium.list('nodes', '')).toHaveLength(3)
    await podium.close()
  })

  it('a command is run as it was typed', async () => {
    const { podium, letGo } = await openWithout('Terminal')
    await podium.page.keyboard.type('`get nodes\n')
    letGo()
    await podium.frame.locator('.console').getByText(/NAME\s+STATUS\s+ROLES/).first().waitFor()
    expect(await podium.list('nodes', '')).toHaveLength(3)
    await podium.close()
  })
})
