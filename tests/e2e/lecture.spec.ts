import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { untilReady } from './objects.ts'
import { openPodium, openSite } from './podium-page.ts'
import type { Podium, Site } from './podium-page.ts'

let site: Site
beforeAll(async () => { site = await openSite() })
afterAll(async () => { await site.close() })

const opened = async (query: string, visit: (podium: Podium) => Promise<void>): Promise<void> => {
  const podium = await openPodium(site, { query })
  try {
    await visit(podium)
    // The browser itself notes a file that is not there.
    expect(podium.faults.filter((fault) => !fault.includes('404'))).toEqual([])
  } finally {
    await podium.close()
  }
}
const caption = async (podium: Podium): Promise<string> => (await podium.frame.locator('.stage-caption').textContent()) ?? ''

describe('lecture mode', () => {
  it('begins with F and ends with Escape', () => opened('', async (podium) => {
    await podium.button('API Server kube-apiserver').waitFor()
    await podium.page.keyboard.press('f')
    await podium.frame.locator('html[data-stage]').waitFor()
    await podium.picture('stage')
    await podium.page.keyboard.press('Escape')
    await podium.until('the stage is gone', () => podium.frame.locator('html[data-stage]').count(), (count) => count === 0)
  }))

  it('tells the tour step by step with a clicker, and the cluster really scales', () => opened('lesson=tour&speed=10', async (podium) => {
    await podium.frame.locator('html[data-stage]').waitFor()
    await untilReady(podium, 'web', 3)
    for (let step = 1; step <= 8; step += 1) {
      await podium.page.keyboard.press('PageDown')
      await podium.frame.getByText(`${step} of 14`).waitFor()
    }
    await podium.until('the caption follows the cluster', () => caption(podium), (text) => text === 'The Deployment says five now. Nobody has started a pod yet.')
    for (let step = 9; step <= 11; step += 1) await podium.page.keyboard.press('PageDown')
    await untilReady(podium, 'web', 5)
    await podium.until('the last caption of the scale', () => caption(podium), (text) => text.startsWith('Five pods are ready.'))
    await podium.page.keyboard.press('PageUp')
    await podium.frame.getByText('10 of 14').waitFor()
    await podium.picture('tour')
  }))

  it('says so on the ordinary page when there is no such lesson', () => opened('lesson=no-such', async (podium) => {
    await podium.frame.getByRole('alert').getByText(/lessons\/no-such\.yaml can’t be shown: .*404/).waitFor()
    await podium.button('API Server kube-apiserver').waitFor()
    // The ordinary page, with its tools.
    await podium.button('Ports').waitFor()
    expect(await podium.frame.locator('html[data-stage]').count()).toBe(0)
  }))
})
