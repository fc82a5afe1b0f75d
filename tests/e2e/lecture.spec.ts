import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
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

/** Words of the stage that are cut or in letters too small, and controls and words that stand outside the window or on each other. */
const stageFaults = (podium: Podium): Promise<readonly string[]> => podium.frame.evaluate(() => {
  const caption = document.querySelector('.stage-caption')!
  const parts = [...document.querySelectorAll('.stage-end, .stage-steps > button, .stage-dots, .stage-count, .stage-caption, .stage-wait')]
    .map((part) => ({ name: part.className, box: part.getBoundingClientRect() }))
    .filter(({ box }) => box.width * box.height > 0)
  const outside = parts
    .filter(({ box }) => box.left < 0 || box.right > innerWidth || box.top < 0 || box.bottom > innerHeight).map(({ name }) => `${name} outside`)
  const meet = (a: DOMRect, b: DOMRect): boolean =>
    a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5
  const met = parts.flatMap((one, i) => parts.slice(i + 1)
    .filter(({ box }) => meet(one.box, box)).map(({ name }) => `${one.name} on ${name}`))
  const cut = [caption, ...document.querySelectorAll('.stage-wait')]
    .filter((text) => text.scrollWidth > text.clientWidth || text.scrollHeight > text.clientHeight)
  const small = Number.parseFloat(getComputedStyle(caption).fontSize) < 12 ? ['small letters'] : []
  return [...outside, ...met, ...cut.map(({ textContent }) => `cut: ${textContent}`), ...small]
})

/** Every caption of the tour, also those that stand only until the cluster has followed. */
function tourTexts(): readonly string[] {
  const { steps } = parse(readFileSync('public/lessons/tour.yaml', 'utf8')) as {
    readonly steps: readonly { readonly caption: string; readonly then?: string }[]
  }
  return steps.flatMap(({ caption: text, then }) => (then === undefined ? [text] : [text, then]))
}

describe('a small stage', () => {
  it.each([
    [390, 844, 'lesson=tour'], [800, 450, 'embed&lesson=tour'], [600, 400, 'embed&lesson=tour'], [360, 300, 'embed&lesson=tour'],
  ])('of %d x %d shows all texts of the tour whole, and its controls beside each other', async (width, height, query) => {
    const podium = await openPodium(site, { width, height, query: `${query}&speed=20` })
    await podium.frame.locator('.stage-caption').waitFor()
    for (const text of tourTexts()) {
      // As the player would put them there: what the cluster does meanwhile is another test's.
      await podium.frame.evaluate((words) => {
        document.querySelector('.stage-caption')!.textContent = words
        document.querySelector('.stage-wait')!.textContent = 'waiting: node-2 silent 48 s of 50'
      }, text)
      expect(await stageFaults(podium), text).toEqual([])
    }
    await podium.close()
  })
})

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
