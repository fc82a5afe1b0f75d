import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at, isGoing, isReady, nodeOf, ofApp, untilReady, visitReady } from './objects.ts'
import { openSite } from './podium-page.ts'
import type { Podium, Site } from './podium-page.ts'

let site: Site
beforeAll(async () => { site = await openSite() })
afterAll(async () => { await site.close() })

const opened = (query: string, visit: (podium: Podium) => Promise<void>): Promise<void> => visitReady(site, query, visit)

/** Asks for a number of replicas in a Deployment's number field. */
async function scaleTo(podium: Podium, app: string, replicas: number): Promise<void> {
  const field = podium.frame.getByRole('textbox', { name: `Replicas of ${app}` }).first()
  await field.fill(String(replicas))
  await field.press('Enter')
}

const podsOf = async (podium: Podium, app: string): Promise<readonly unknown[]> => (await podium.list('pods')).filter(ofApp(app))

describe('clicks', () => {
  it('scale web from 3 to 10 and to 2', () => opened('speed=10', async (podium) => {
    await podium.button('Replicas of web: one more').first().click()
    await untilReady(podium, 'web', 4)
    await scaleTo(podium, 'web', 10)
    await untilReady(podium, 'web', 10)
    await podium.frame.getByRole('group', { name: 'Deployment web, 10 of 10 ready' }).waitFor()
    await scaleTo(podium, 'web', 2)
    await untilReady(podium, 'web', 2)
    await podium.frame.getByRole('group', { name: 'Deployment web, 2 of 2 ready' }).waitFor()
  }))

  it('on a port label choose its link, and a drag from there moves the picture', () => opened('speed=10', async (podium) => {
    const { mouse } = podium.page
    const chip = podium.frame.locator('.port-chip', { hasText: '2379' })
    const camera = podium.frame.locator('.react-flow__viewport')
    await podium.frame.locator('.cluster-canvas:not([data-moving])').waitFor()
    const before = await camera.getAttribute('style')
    await chip.hover()
    const { x, y, width, height } = (await chip.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
    await mouse.down()
    for (let px = 4; px <= 40; px += 4) await mouse.move(x + width / 2 + px, y + height / 2 + px)
    // While the hand moves the picture, what goes along under it does not light up.
    const hand = { x: x + width / 2 + 40, y: y + height / 2 + 40 }
    const under = (): Promise<string | undefined> =>
      podium.frame.locator('body').evaluate((_, place) => document.elementFromPoint(place.x, place.y)?.className.split(' ')[0], hand)
    expect(await under()).toBe('react-flow__pane')
    await mouse.up()
    expect(await under()).not.toBe('react-flow__pane')
    expect(await camera.getAttribute('style')).not.toBe(before)
    expect(await podium.frame.locator('.port-chip.is-selected').count()).toBe(0)
    await chip.click()
    await podium.frame.locator('.port-chip.is-selected').waitFor()
  }))

  it('on the map and the buttons over the picture are on top of the packets, and these on top of the cards', () => opened('speed=10', async (podium) => {
    await podium.page.mouse.move(640, 400)
    await podium.until('the map is there', async () => {
      await podium.page.mouse.wheel(0, -120)
      return podium.frame.locator('.mini-map').count()
    }, (count) => count === 1)
    const uppermost = await podium.frame.evaluate(() => {
      for (const overlay of document.querySelectorAll<HTMLElement>('.packet-overlay')) overlay.style.pointerEvents = 'auto'
      return ['.mini-map', '.fit-controls button', '.worker-node'].map((selector) => {
        const { left, top, width, height } = document.querySelector(selector)!.getBoundingClientRect()
        const there = document.elementFromPoint(left + width / 2, top + height / 2)
        return there?.className === 'packet-overlay' ? 'packets' : there?.closest('.react-flow__panel') === null ? 'cards' : 'panel'
      })
    })
    expect(uppermost).toEqual(['panel', 'panel', 'packets'])
  }))

  it('reach what stands left of the nodes while the picture is still coming to rest', () => opened('speed=10', async (podium) => {
    const hit = podium.button('Replicas of web: one more').first().evaluate((button) => {
      button.closest('.cluster-canvas')?.setAttribute('data-moving', '')
      const { left, top, width, height } = button.getBoundingClientRect()
      return button.contains(document.elementFromPoint(left + width / 2, top + height / 2))
    })
    expect(await hit).toBe(true)
  }))

  it('ask for 10,000 replicas by mistake: the page goes on, and the mistake can be taken back', () => opened('speed=10', async (podium) => {
    await scaleTo(podium, 'web', 10_000)
    await podium.until('the Deployment asks for 10,000', () => podium.object('deployments', 'web'), (deployment) => at(deployment, 'spec.replicas') === 10_000)
    await podium.passSeconds(20)
    await podium.choose('Deployment web')
    await scaleTo(podium, 'web', 3)
    await untilReady(podium, 'web', 3)
  }))

  it('stop the scheduler: new pods wait in the tray, and land when it is started', () => opened('speed=10', async (podium) => {
    await podium.choose('Scheduler kube-scheduler')
    await podium.button('Stop kube-scheduler').click()
    await podium.button('Scheduler kube-scheduler, stopped').waitFor()
    await scaleTo(podium, 'web', 5)
    await podium.frame.getByRole('group', { name: 'Unscheduled pods, 2' }).waitFor()
    await podium.passSeconds(30)
    expect((await podsOf(podium, 'web')).filter((pod) => nodeOf(pod) === '')).toHaveLength(2)
    await podium.button('Start kube-scheduler').click()
    await untilReady(podium, 'web', 5)
    await podium.frame.getByRole('group', { name: 'Unscheduled pods, 0' }).waitFor()
  }))

  it('stop the controller manager: a pod that is deleted is not replaced until it is started', () => opened('speed=10', async (podium) => {
    await podium.choose('Controller Manager kube-controller-manager')
    await podium.button('Stop kube-controller-manager').click()
    await podium.button('Controller Manager kube-controller-manager, stopped').waitFor()
    await podium.choose(/^Pod web-/)
    await podium.button('Delete pod').click()
    await podium.until('the pod is gone', () => podsOf(podium, 'web'), (pods) => pods.length === 2)
    await podium.passSeconds(60)
    expect(await podsOf(podium, 'web')).toHaveLength(2)
    await podium.choose('Controller Manager kube-controller-manager, stopped')
    await podium.button('Start kube-controller-manager').click()
    await untilReady(podium, 'web', 3)
  }))

  it('cut the API server: running pods go on serving', () => opened('speed=10', async (podium) => {
    await podium.until('clients are served', () => podium.clients(), (clients) => clients.succeededPerSecond > 0)
    await podium.choose('API Server kube-apiserver')
    await podium.button('Cut its network').click()
    await podium.button('Heal its network').waitFor()
    await podium.passSeconds(5)
    const before = await podium.clients()
    await podium.passSeconds(60)
    const after = await podium.clients()
    expect(after.failedTotal).toBe(before.failedTotal)
    expect(after.succeededTotal).toBeGreaterThan(before.succeededTotal)
    await podium.button('Heal its network').click()
    await podium.passSeconds(60)
    expect((await podsOf(podium, 'web')).filter(isReady)).toHaveLength(3)
  }))
})

describe('the plug of a node', () => {
  it('pulled: NotReady after the grace period, evicted after the toleration, replaced elsewhere', () => opened('speed=20', async (podium) => {
    await untilReady(podium, 'api', 3)
    await podium.choose('Node node-2, Ready')
    await podium.button('Power off').click()
    await podium.button('Node node-2, Ready, powered off').waitFor()
    const log = await podium.inspect({ query: 'log' })
    const killedUs = log.entries.find((entry) => JSON.stringify(entry.command).includes('powerOff'))?.simTimeUs ?? Number.NaN
    const seconds = (timestamp: unknown): number => (Date.parse(String(timestamp)) - log.header.epochMs) / 1000 - killedUs / 1_000_000

    const node = await podium.until('node-2 is Unknown', () => podium.object('nodes', 'node-2', ''), (found) => at(found, 'status.conditions[type=Ready].status') === 'Unknown')
    const notReady = at(node, 'status.conditions[type=Ready].lastTransitionTime')
    // The last Lease came up to 10 s before; grace 50 s; the node controller looks every 5 s; timestamps are cut to seconds.
    expect(seconds(notReady)).toBeGreaterThanOrEqual(39)
    expect(seconds(notReady)).toBeLessThanOrEqual(57)
    await podium.button(/^Node node-2, NotReady/).waitFor()

    const tainted = await podium.until('node-2 is tainted', () => podium.object('nodes', 'node-2', ''), (found) => JSON.stringify(at(found, 'spec.taints')).includes('NoExecute'))
    const taintedAt = at(tainted, 'spec.taints[effect=NoExecute].timeAdded')
    expect(JSON.stringify(at(tainted, 'spec.taints'))).toContain('node.kubernetes.io/unreachable')

    // Clients stop failing when the node's pods are out of the EndpointSlices, long before they are evicted.
    await podium.passSeconds(10)
    expect((await podium.clients()).failedPerSecond).toBe(0)

    const going = await podium.until('its pods are evicted', () => podium.list('pods'), (pods) => pods.some((pod) => nodeOf(pod) === 'node-2' && isGoing(pod)))
    const deleted = going.filter((pod) => nodeOf(pod) === 'node-2' && isGoing(pod)).map((pod) => {
      const grace = Number(at(pod, 'metadata.deletionGracePeriodSeconds') ?? 0)
      return seconds(at(pod, 'metadata.deletionTimestamp')) - grace - seconds(taintedAt)
    })
    for (const wait of deleted) expect(Math.abs(wait - 300)).toBeLessThanOrEqual(3)

    const ready = await podium.until('replacements are ready elsewhere', () => podium.list('pods'), (pods) =>
      ['web', 'api'].every((app) => pods.filter((pod) => ofApp(app)(pod) && isReady(pod) && nodeOf(pod) !== 'node-2').length === 3))
    expect(ready.filter((pod) => nodeOf(pod) === 'node-2').every(isGoing)).toBe(true)

    await podium.button('Power on').click()
    await podium.button('Node node-2, Ready').waitFor({ timeout: 60_000 })
  }))
})

describe('keys', () => {
  it('walk from card to card and along a link, and choose it', () => opened('', async (podium) => {
    const focused = (): Promise<string> => podium.frame.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
    await podium.button('kubelet on node-2').focus()
    await podium.page.keyboard.press('ArrowRight')
    expect(await focused()).toBe('kube-proxy on node-2')
    await podium.page.keyboard.press('ArrowUp')
    const reached: string[] = []
    for (let step = 0; step < 5 && !reached.includes('API Server kube-apiserver'); step += 1) {
      reached.push(await focused())
      await podium.page.keyboard.press('ArrowUp')
    }
    expect(reached.some((name) => name.includes('to API Server, TCP 6443'))).toBe(true)
    expect(reached).toContain('API Server kube-apiserver')
    await podium.button('Scheduler kube-scheduler').focus()
    await podium.page.keyboard.press('Enter')
    await podium.frame.getByRole('complementary', { name: 'Inspector' }).getByText('kube-scheduler').first().waitFor()
  }))

  it('open a dialog over the page, and Escape gives the keyboard back to where it was', () => opened('', async (podium) => {
    const focused = (): Promise<string> => podium.frame.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName ?? '')
    await podium.button('kubelet on node-2').focus()
    for (const key of ['?', 'p', '/', 'x', 'm']) {
      await podium.page.keyboard.press(key)
      await podium.frame.locator('dialog[open]').waitFor()
      await podium.page.keyboard.press('Escape')
      // The manifest editor's first Escape leaves its text.
      if (key === 'm') await podium.page.keyboard.press('Escape')
      await podium.frame.locator('dialog[open]').waitFor({ state: 'detached' })
      expect([key, await focused()]).toEqual([key, 'kubelet on node-2'])
    }
  }))

  it('reach every card by Tab before anything else of the picture', () => opened('', async (podium) => {
    await podium.button('kubectl, you').focus()
    const names: string[] = []
    for (let step = 0; step < 60; step += 1) {
      names.push(await podium.frame.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''))
      await podium.page.keyboard.press('Tab')
    }
    for (const name of ['kubectl, you', 'Deployment web', 'etcd', 'Scheduler kube-scheduler', 'API Server kube-apiserver', 'kubelet on node-1', 'kube-proxy on node-3']) {
      expect(names, name).toContain(name)
    }
  }))
})
