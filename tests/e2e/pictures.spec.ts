/** Pictures of the production build for a person to look at, and what a machine can say of them. They are saved in tests/e2e/artifacts/. */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { untilReady } from './objects.ts'
import { openPodium, openSite } from './podium-page.ts'
import type { Podium, Site } from './podium-page.ts'

/**
 * What the first view may load, worker included: bytes after gzip. The aim is 220 kB; React, React Flow and what they stand on take 126 of
 * them, the engine 210: this bound only keeps it from growing.
 */
const firstViewBytesMax = 435_000

let site: Site
beforeAll(async () => { site = await openSite() })
afterAll(async () => { await site.close() })

const sizes = [{ width: 1920, height: 1080 }, { width: 1280, height: 720 }] as const
const themes = ['dark', 'light', 'projector'] as const

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly string[]
}

/** Breaches of WCAG 2.2 A and AA and of good practice that axe finds, each with the elements it means. */
async function accessibilityFaults(podium: Podium): Promise<readonly Violation[]> {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await podium.frame.evaluate(axe)
  return podium.frame.evaluate(async () => {
    interface Result { readonly violations: readonly { readonly id: string; readonly impact: string; readonly nodes: readonly { readonly html: string }[] }[] }
    const runner = (window as unknown as { readonly axe: { run(options: unknown): Promise<Result> } }).axe
    const { violations } = await runner.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      // A card is named by what it is; the moving figures that it shows are no part of its name.
      rules: { 'label-content-name-mismatch': { enabled: false } },
    })
    return violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map((node) => node.html.slice(0, 160)) }))
  })
}

/** Whether the page scrolls or something of it stands outside the window. */
function overflow(podium: Podium): Promise<readonly [number, number]> {
  return podium.frame.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement
    return [scrollWidth - clientWidth, scrollHeight - clientHeight] as const
  })
}

/** The smallest text on the page in CSS px as it is seen, zoom and transforms included, with a text of that size. */
function smallestText(podium: Podium): Promise<{ readonly px: number; readonly text: string }> {
  return podium.frame.evaluate(() => {
    let smallest = { px: Infinity, text: '' }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement
      const text = walker.currentNode.textContent?.trim() ?? ''
      if (element === null || text === '' || element.closest('script, style, .visually-hidden, [hidden]') !== null) continue
      if (!element.checkVisibility({ visibilityProperty: true }) || element.getBoundingClientRect().width < 2) continue
      let px = Number.parseFloat(getComputedStyle(element).fontSize)
      for (let at: HTMLElement | null = element; at !== null; at = at.parentElement) {
        const style = getComputedStyle(at)
        if (style.transform !== 'none') px *= new DOMMatrix(style.transform).a
        px *= Number.parseFloat(style.zoom) || 1
      }
      if (px < smallest.px) smallest = { px, text }
    }
    return smallest
  })
}

/** Words of controls that do not fit into them: broken where they should not, or cut. */
const burst = (podium: Podium): Promise<readonly string[]> => podium.frame.evaluate(() =>
  [...document.querySelectorAll('.segment, .tab, .top-bar button, .inspector button')].filter((control) =>
    control.scrollHeight > control.clientHeight + 2 || control.scrollWidth > control.clientWidth + 2).map((control) => control.textContent ?? ''))

describe('text', () => {
  it.each([
    ['the first view', { width: 1280, height: 720 }, '', 12],
    ['the first view of a large screen', { width: 1920, height: 1080 }, '', 12],
    ['an embed', { width: 800, height: 450 }, 'embed', 12],
    ['a small embed', { width: 640, height: 360 }, 'embed', 12],
    ['an embed of five nodes', { width: 800, height: 450 }, 'embed&nodes=5', 12],
    ['an embed of twelve nodes', { width: 800, height: 450 }, 'embed&nodes=12', 12],
    ['a large embed', { width: 1280, height: 720 }, 'embed', 12],
    ['the stage', { width: 1280, height: 720 }, 'lesson=tour', 20],
  ] as const)('of %s has at least its size', async (_, size, query, least) => {
    const podium = await openPodium(site, { ...size, query })
    await untilReady(podium, 'web', 3)
    // A pod that appears grows to its size within a quarter of a second.
    await podium.until(`no text is smaller than ${least} px`, () => smallestText(podium), ({ px }) => px >= least - 0.01, 3000)
    await podium.close()
  })

  it('of a stage with twelve nodes has the stage\'s size', async () => {
    const podium = await openPodium(site, { query: 'nodes=12' })
    await untilReady(podium, 'web', 3)
    await podium.page.keyboard.press('Shift+F')
    await podium.until('no text is smaller than 20 px', () => smallestText(podium), ({ px }) => px >= 20 - 0.01, 3000)
    await podium.close()
  })
})

/** Parts of the Deployments' counts in sight that are cut; `hidden`: those that wrapped out of sight. */
const countParts = (podium: Podium): Promise<{ readonly cut: readonly string[]; readonly hidden: readonly string[] }> => podium.frame.evaluate(() => {
  const parts = [...document.querySelectorAll('.deployment-name > span:last-child > span')].map((part) => ({ part, room: part.parentElement!.getBoundingClientRect() }))
  const isHidden = ({ part, room }: (typeof parts)[number]): boolean => part.getBoundingClientRect().top >= room.bottom - 1
  const textOf = ({ part }: (typeof parts)[number]): string => part.textContent ?? ''
  return {
    hidden: parts.filter(isHidden).map(textOf),
    cut: parts.filter((one) => !isHidden(one) && one.part.getBoundingClientRect().right > one.room.right + 0.5).map(textOf),
  }
})

describe('the word of a pod', () => {
  it('ends with an ellipsis where it has no room', async () => {
    const podium = await openPodium(site, { width: 1600, height: 900 })
    await untilReady(podium, 'web', 3)
    const [word, card] = await podium.frame.locator('.pod-status').first().evaluate((status) => {
      status.parentElement!.className = 'pod-word is-long'
      status.parentElement!.replaceChildren(status)
      status.textContent = 'CreateContainerConfigError'
      return [status.getBoundingClientRect().right, status.closest('.pod-card')!.getBoundingClientRect().right] as const
    })
    expect(word).toBeLessThanOrEqual(card)
    await podium.picture('long word of a pod')
    await podium.close()
  })
})

describe('the count of a large Deployment', () => {
  it.each(themes)('is never cut, in %s', async (theme) => {
    const podium = await openPodium(site, { width: 1600, height: 900, query: `theme=${theme}` })
    await untilReady(podium, 'web', 3)
    for (const replicas of ['500', '1000', '10000']) {
      const field = podium.frame.getByRole('textbox', { name: 'Replicas of web' })
      await field.fill(replicas)
      await field.press('Enter')
      await podium.frame.getByRole('group', { name: new RegExp(`^Deployment web, \\d+ of ${replicas} ready`) }).waitFor()
      expect((await countParts(podium)).cut, replicas).toEqual([])
    }
    // The stepper says the second half.
    expect((await countParts(podium)).hidden).toContain('/10000')
    await podium.close()
  })
})

describe('the first view', () => {
  for (const size of sizes) {
    it.each(themes)(`at ${size.width} x ${size.height} in %s fits the window and is accessible`, async (theme) => {
      const podium = await openPodium(site, { ...size, query: `theme=${theme}` })
      await untilReady(podium, 'web', 3)
      await podium.picture(`first view ${size.width}x${size.height} ${theme}`)
      expect(await overflow(podium)).toEqual([0, 0])
      expect(await burst(podium)).toEqual([])
      expect(await accessibilityFaults(podium)).toEqual([])
      await podium.close()
    })
  }

  it.each([[1024, 768], [1280, 720]])('at %i x %i has no title below the port of a link', async (width, height) => {
    const podium = await openPodium(site, { width, height })
    await untilReady(podium, 'web', 3)
    const covered = await podium.frame.evaluate(() => {
      const boxes = (selector: string): DOMRect[] => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility({ visibilityProperty: true }))
        .map((one) => one.getBoundingClientRect())
      const ports = boxes('.port-chip')
      const meets = (a: DOMRect, b: DOMRect): boolean => a.left < b.right && b.left < a.right && a.top + 1 < b.bottom && b.top + 1 < a.bottom
      return [ports.length > 6, boxes('.workers-title, .region-title b').filter((title) => ports.some((port) => meets(title, port))).length]
    })
    expect(covered).toEqual([true, 0])
    await podium.close()
  })

  it('embedded at 800 x 450 fits its frame', async () => {
    const podium = await openPodium(site, { width: 800, height: 450, query: 'embed&theme=light' })
    await untilReady(podium, 'web', 3)
    await podium.picture('embed 800x450')
    expect(await overflow(podium)).toEqual([0, 0])
    expect(await accessibilityFaults(podium)).toEqual([])
    await podium.close()
  })

  it.each([[480, 320], [390, 320]])('embedded at %i x %i shows all of its controls side by side', async (width, height) => {
    const podium = await openPodium(site, { width, height, query: 'embed' })
    await untilReady(podium, 'web', 3)
    await podium.picture(`embed ${width}x${height}`)
    const edges = await podium.frame.evaluate(() => [...document.querySelectorAll('.embed-bar :is(button, a, input)')]
      .map((control) => control.getBoundingClientRect()).flatMap(({ left, right }) => [Math.round(left), Math.round(right)]))
    expect(edges).toHaveLength(14)
    expect(edges).toEqual(edges.toSorted((a, b) => a - b))
    expect(edges.at(-1)).toBeLessThanOrEqual(width)
    await podium.close()
  })

  it('shows a killed node', async () => {
    const podium = await openPodium(site, { query: 'speed=20' })
    await untilReady(podium, 'web', 3)
    await podium.choose('Node node-2, Ready')
    await podium.button('Power off').click()
    await podium.button(/^Node node-2, NotReady/).waitFor()
    await podium.picture('node killed 1280x720')
    expect(await accessibilityFaults(podium)).toEqual([])
    await podium.close()
  })

  it('leaves the gallery of cards out of the build', () => {
    const scripts = readdirSync('dist/assets').filter((file) => file.endsWith('.js'))
    expect(scripts.filter((file) => readFileSync(`dist/assets/${file}`, 'utf8').includes('gallery-frame'))).toEqual([])
  })

  it(`loads at most ${firstViewBytesMax / 1000} kB after gzip, worker included`, async () => {
    const context = await site.browser.newContext()
    const page = await context.newPage()
    const loaded = new Map<string, number>()
    const waiting: Promise<void>[] = []
    context.on('response', (response) => {
      waiting.push(response.body().then((body) => { loaded.set(new URL(response.url()).pathname, gzipSync(body, { level: 9 }).length) }))
    })
    await page.goto(site.server.url)
    await page.getByRole('button', { name: /^Pod web-/ }).first().waitFor()
    await Promise.all(waiting)
    const total = [...loaded.values()].reduce((sum, bytes) => sum + bytes, 0)
    expect(loaded.size).toBeGreaterThan(2)
    expect(total, JSON.stringify([...loaded])).toBeLessThanOrEqual(firstViewBytesMax)
    await context.close()
  })
})
