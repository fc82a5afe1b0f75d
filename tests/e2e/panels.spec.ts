import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { untilReady, visitReady } from './objects.ts'
import { openSite } from './podium-page.ts'
import type { Podium, Site } from './podium-page.ts'

let site: Site
beforeAll(async () => { site = await openSite() })
afterAll(async () => { await site.close() })

const opened = (visit: (podium: Podium) => Promise<void>): Promise<void> => visitReady(site, 'speed=10', visit)

describe('the panels around the picture', () => {
  it('let a hand on the keyboard scale in the tree, and Escape brings the picture back', () => opened(async (podium) => {
    const { page, frame } = podium
    await page.keyboard.press('w')
    const tree = frame.getByRole('treegrid', { name: 'Cluster' })
    await tree.waitFor()
    for (const key of ['d', 'e', 'f', 'ArrowDown']) await page.keyboard.press(key)
    await frame.getByRole('group', { name: 'Actions for web' }).waitFor()
    await page.keyboard.press('+')
    await untilReady(podium, 'web', 4)
    await frame.getByRole('row', { name: /^web\s*Deployment\s*Complete\s*4\/4/ }).waitFor()
    await page.keyboard.press('Escape')
    await tree.waitFor({ state: 'detached' })
  }))

  it('plot what the cluster counts', () => opened(async (podium) => {
    await podium.page.keyboard.press('g')
    await podium.frame.getByRole('img', { name: /^Pods by state, pods: Running 6 now/ }).waitFor()
    const drawn = podium.frame.locator('.plot-box canvas')
    expect(await drawn.count()).toBe(5)
    await podium.page.keyboard.press('e')
    await podium.frame.getByRole('list', { name: 'Objects, the newest Event first' }).getByText('node-1', { exact: true }).first().waitFor()
  }))

  it('save the picture as an SVG with its names and its time', () => opened(async (podium) => {
    // What is ready in the cluster is drawn a moment later: while the camera moves, as it does at the start, the page hears of it more seldom.
    await podium.button(/^Node node-3, Ready/).waitFor()
    await podium.page.keyboard.press('x')
    const dialog = podium.frame.getByRole('dialog', { name: 'Export the picture' })
    const [file] = await Promise.all([podium.page.waitForEvent('download'), dialog.getByRole('button', { name: 'Save' }).click()])
    expect(file.suggestedFilename()).toMatch(/^podium-\d\d-\d\d-\d\d\.svg$/)
    const svg = await readFile(await file.path(), 'utf8')
    for (const words of ['API Server', 'node-3', 'TCP 2379 · gRPC', 'UDP 8472 · VXLAN', 'watch event', '3-node cluster']) expect(svg).toContain(words)
    const shown = await podium.frame.evaluate((text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelectorAll('parsererror').length, svg)
    expect(shown).toBe(0)
  }))

  it('propose the fields of a kind and tell one that is unknown, before anything is sent', () => opened(async (podium) => {
    const before = (await podium.inspect({ query: 'log' })).entries.length
    await podium.page.keyboard.press('m')
    await podium.frame.getByRole('textbox', { name: 'Manifest (YAML)' }).waitFor()
    await podium.page.keyboard.insertText('apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: x\nspec:\n  replica: 3\n  ')
    await podium.frame.getByText('unknown field "spec.replica"; did you mean replicas?').waitFor()
    await podium.page.keyboard.press('Control+Space')
    await podium.frame.getByRole('option', { name: /^template/ }).waitFor()
    expect((await podium.inspect({ query: 'log' })).entries).toHaveLength(before)
  }))
})
