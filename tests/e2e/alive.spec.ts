/** The picture is alive, not painted: what moves on it is what the engine sent, message for message. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { untilReady } from './objects.ts'
import { openPodium, openSite } from './podium-page.ts'
import type { Podium, Site } from './podium-page.ts'

let site: Site
beforeAll(async () => { site = await openSite() })
afterAll(async () => { await site.close() })

type Counts = ReadonlyMap<number, number>

/** Messages shown so far on the packets' overlay, by link. */
async function drawnByLink(podium: Podium): Promise<Counts> {
  return new Map(await podium.frame.evaluate(() => {
    const overlay = document.querySelector<HTMLCanvasElement & { packetsDrawn?: () => readonly (readonly [number, number])[] }>('.packet-overlay')
    return overlay?.packetsDrawn?.() ?? []
  }))
}

/** Messages that the engine has sent so far, by link. */
async function sentByLink(podium: Podium): Promise<Counts> {
  return new Map((await podium.inspect({ query: 'links' })).map((link) => [link.id, link.messages]))
}

interface Standing {
  readonly drawn: Counts
  readonly sent: Counts
}

/** Pauses, waits until the page has drawn all that it was told, and reads both counts. */
async function standStill(podium: Podium): Promise<Standing> {
  await podium.button('Pause').click()
  await podium.button('Play').waitFor()
  let drawn = await drawnByLink(podium)
  await podium.until('the picture stands still', async () => {
    const before = drawn
    await new Promise((resolve) => { setTimeout(resolve, 250) })
    drawn = await drawnByLink(podium)
    return [...drawn].every(([link, count]) => before.get(link) === count)
  }, (still) => still)
  return { drawn, sent: await sentByLink(podium) }
}

const goOn = (podium: Podium): Promise<void> => podium.button('Play').click()

/** What each link's count grew by between two stands; links without a message are left out. */
function growth(before: Counts, after: Counts): Readonly<Record<number, number>> {
  const grown = [...after].map(([link, count]) => [link, count - (before.get(link) ?? 0)] as const)
  return Object.fromEntries(grown.filter(([, count]) => count !== 0))
}

describe('packets', () => {
  it('are as many on each link and in each minute as the engine sent, with a scale and a node that loses power', async () => {
    const podium = await openPodium(site, { query: 'speed=10' })
    await untilReady(podium, 'web', 3)
    let before = await standStill(podium)
    const minutes: readonly (() => Promise<void>)[] = [
      async () => { await podium.button('Replicas of web: one more').first().click() },
      async () => {
        await podium.choose('Node node-2, Ready')
        await podium.button('Power off').click()
      },
      async () => undefined,
    ]
    for (const [minute, act] of minutes.entries()) {
      await goOn(podium)
      await act()
      await podium.passSeconds(60)
      const after = await standStill(podium)
      const sent = growth(before.sent, after.sent)
      expect(Object.keys(sent).length, `links used in minute ${minute + 1}`).toBeGreaterThan(8)
      expect(growth(before.drawn, after.drawn), `minute ${minute + 1}`).toEqual(sent)
      before = after
    }
    expect(podium.faults).toEqual([])
    await podium.close()
  })

  it('stand while the cluster is paused', async () => {
    const podium = await openPodium(site, { query: 'speed=1' })
    await untilReady(podium, 'web', 3)
    const still = await standStill(podium)
    const seen = (): Promise<string> => podium.frame.evaluate(() => {
      const overlay = document.querySelector<HTMLCanvasElement>('.packet-overlay')
      return `${overlay?.toDataURL() ?? ''} ${document.querySelector('.cluster-canvas .react-flow__viewport')?.innerHTML ?? ''}`
    })
    const first = await seen()
    await new Promise((resolve) => { setTimeout(resolve, 700) })
    expect((await seen()) === first).toBe(true)
    expect(await drawnByLink(podium)).toEqual(still.drawn)
    await podium.close()
  })
})
