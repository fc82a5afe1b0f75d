/** The page on a phone held upright and in small windows: nothing is cut off, everything can be hit with a finger, the picture is swiped. */
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

/** Whether the closed inspector's button stands beside the picture, and not on it. */
const isBesidePicture = (podium: Podium): Promise<boolean> => podium.frame.evaluate(() => {
  const button = document.querySelector('.open-inspector')!.getBoundingClientRect()
  const picture = document.querySelector('.picture')!.getBoundingClientRect()
  return button.left >= picture.right || button.top >= picture.bottom
})

/** Tools and legend that stand beyond an edge of the window or their line. */
const cutOff = (podium: Podium): Promise<readonly string[]> => podium.frame.evaluate(() => {
  const { innerWidth } = window
  return [...document.querySelectorAll('.top-bar button, .top-bar .clock, .legend li')].filter((tool) => {
    const { left, right, width } = tool.getBoundingClientRect()
    return width > 0 && (left < 0 || right > innerWidth)
  }).map((tool) => tool.getAttribute('aria-label') ?? tool.textContent ?? '')
})

/** Whether what the bar says is in sight as a whole or not at all; answers with what is not. */
const cutWords = (podium: Podium): Promise<readonly string[]> => podium.frame.evaluate(() => {
  const bar = document.querySelector('.top-bar')!.getBoundingClientRect()
  return [...document.querySelectorAll('.ready-count, .pace-words')].filter((words) => {
    const room = words.parentElement!.getBoundingClientRect()
    const { left, right, top, width } = words.getBoundingClientRect()
    const seen = width > 0 && top < Math.min(room.bottom, bar.bottom) && left < room.right && right > room.left
    return seen && (left < room.left - 0.5 || right > room.right + 0.5 || words.scrollWidth > words.clientWidth)
  }).map((words) => words.textContent ?? '')
})

const resize = async (podium: Podium, width: number, height: number): Promise<void> => {
  await podium.page.setViewportSize({ width, height })
  await podium.until('the window has its new size', () => podium.frame.evaluate(() => window.innerWidth), (now) => now === width)
}

describe('the bar', () => {
  it.each(['nodes=3', 'nodes=1000&pods=30000'])('of %s keeps its tools in a window of any width, and cuts no number', async (query) => {
    const podium = await openPodium(site, { query, width: 1280, height: 768 })
    await podium.button('Pause').waitFor()
    const faults: string[] = []
    for (let width = 320; width <= 1920; width += 24) {
      await resize(podium, width, 768)
      faults.push(...[...await cutOff(podium), ...await cutWords(podium)].map((what) => `${width}: ${what}`))
    }
    expect(faults).toEqual([])
    await podium.close()
  })

  it.each([320, 602, 640, 700, 790, 900, 1024])('opens its menus inside a window %i wide', async (width) => {
    const podium = await openPodium(site, { width, height: 600 })
    for (const name of ['View', 'Add', 'Present']) {
      await podium.button(name).click()
      const { left, right, top, bottom } = await podium.frame.getByRole('menu').evaluate((menu) => menu.getBoundingClientRect())
      expect([left >= 0, right <= width, top >= 0, bottom <= 600], name).toEqual([true, true, true, true])
      await podium.page.keyboard.press('Escape')
    }
    await podium.close()
  })
})

describe('in a small window, as one whose letters the browser enlarges', () => {
  it.each([[853, 533], [800, 600], [640, 400], [320, 568]])('of %d x %d everything has a place', async (width, height) => {
    const podium = await openPodium(site, { width, height })
    await untilReady(podium, 'web', 3)
    expect(await cutOff(podium)).toEqual([])
    if (width > 600) await podium.page.keyboard.press('i')
    await podium.frame.locator('.open-inspector').waitFor()
    expect(await isBesidePicture(podium)).toBe(true)
    expect(await podium.frame.evaluate(() => document.documentElement.scrollHeight - document.documentElement.clientHeight)).toBe(0)
    await podium.picture(`window ${width}x${height}`)
    await podium.close()
  })
})

describe('the inspector in a low window', () => {
  it('lets a node\'s actions scroll with the rest', async () => {
    const podium = await openPodium(site, { width: 640, height: 360 })
    await podium.choose('Node node-1, Ready')
    await podium.button('Power off').waitFor()
    const [sheetBottom, actionsTop] = await podium.frame.evaluate(() =>
      [document.querySelector('.inspector')!.getBoundingClientRect().bottom,
        document.querySelector('.inspector-actions')!.getBoundingClientRect().top] as const)
    expect(actionsTop).toBeGreaterThan(sheetBottom)
    await podium.close()
  })
})

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
    expect(await isBesidePicture(podium)).toBe(true)
    expect(page.tools.length).toBeGreaterThan(8)
    expect(page.tools.filter(({ left, right, height }) => left < 0 || right > phone.width || height < smallestTargetPx - 0.5)).toEqual([])
    expect(await podium.button('Power off').count()).toBe(0)
    await podium.close()
  })

  it('what went wrong is read whole', async () => {
    const podium = await openPodium(site, { ...phone, query: 'nodes=abc&seed=x&lesson=../no' })
    const cut = await podium.frame.getByRole('alert').evaluate((notice) => [...notice.querySelectorAll('span')].map((text) => [
      text.scrollWidth - text.clientWidth, Math.max(0, text.getBoundingClientRect().right - window.innerWidth), notice.scrollHeight - notice.clientHeight,
    ]))
    expect(cut.flat().filter((px) => px > 1)).toEqual([])
    await podium.picture('phone notice')
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

  it('a menu lies on the open sheet', async () => {
    const podium = await openPodium(site, phone)
    await podium.page.keyboard.press('i')
    await podium.frame.getByRole('complementary', { name: 'Inspector' }).waitFor()
    for (const name of ['View', 'Add', 'Present']) {
      await podium.button(name).tap()
      const items = podium.frame.getByRole('menuitem')
      const covered = await items.evaluateAll((entries) => entries.filter((entry) => {
        const { left, top, width, height } = entry.getBoundingClientRect()
        return !entry.contains(document.elementFromPoint(left + width / 2, top + height / 2))
      }).map((entry) => entry.textContent))
      expect(covered, name).toEqual([])
      await podium.page.keyboard.press('Escape')
    }
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
