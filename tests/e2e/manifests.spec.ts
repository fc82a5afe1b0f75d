import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { untilReady, visitReady } from './objects.ts'
import { openSite } from './podium-page.ts'
import type { Podium, Site } from './podium-page.ts'

let site: Site
beforeAll(async () => { site = await openSite() })
afterAll(async () => { await site.close() })

const opened = (visit: (podium: Podium) => Promise<void>): Promise<void> => visitReady(site, 'speed=10', visit)

/** Drops a file on the page, as a hand would. */
async function drop(podium: Podium, name: string, text: string): Promise<void> {
  const transfer = await podium.frame.evaluateHandle(([fileName, content]) => {
    const data = new DataTransfer()
    data.items.add(new File([content ?? ''], fileName ?? '', { type: 'text/yaml' }))
    return data
  }, [name, text])
  for (const type of ['dragenter', 'dragover', 'drop']) await podium.frame.dispatchEvent('body', type, { dataTransfer: transfer })
}

const dialogOf = (podium: Podium): ReturnType<Podium['frame']['getByRole']> => podium.frame.getByRole('dialog', { name: 'Apply a manifest' })

describe('a manifest', () => {
  it('stays open when text is selected out of its dialog, and is left by a click beside it', () => opened(async (podium) => {
    const { mouse, keyboard } = podium.page
    await keyboard.press('m')
    const text = dialogOf(podium).getByRole('textbox', { name: 'Manifest (YAML)' })
    await text.waitFor()
    await text.click()
    await keyboard.type('kind: Pod')
    const at = (await text.locator('.cm-line').first().boundingBox())!
    const dialog = (await dialogOf(podium).boundingBox())!
    await mouse.move(at.x + 60, at.y + at.height / 2)
    await mouse.down()
    await mouse.move(dialog.x - 20, at.y + at.height / 2, { steps: 3 })
    await mouse.up()
    expect(await podium.frame.evaluate(() => window.getSelection()?.toString())).toMatch(/^kind/)
    expect(await dialogOf(podium).isVisible()).toBe(true)
    await mouse.click(dialog.x - 20, dialog.y + 40)
    await dialogOf(podium).waitFor({ state: 'detached' })
    await keyboard.press('m')
    expect(await dialogOf(podium).getByRole('textbox', { name: 'Manifest (YAML)' }).innerText()).toContain('kind: Pod')
  }))

  it('that is dropped on the page is applied', () => opened(async (podium) => {
    await drop(podium, 'nginx.yaml', readFileSync('public/manifests/nginx.yaml', 'utf8'))
    const dialog = dialogOf(podium)
    await dialog.getByText('From the file nginx.yaml.').waitFor()
    await dialog.getByRole('button', { name: 'Apply' }).click()
    await dialog.getByText('deployment.apps/nginx created').waitFor()
    await dialog.getByText('service/nginx created').waitFor()
    await untilReady(podium, 'nginx', 2)
  }))

  it('that is broken YAML is told with its line, and nothing is sent', () => opened(async (podium) => {
    const before = (await podium.inspect({ query: 'log' })).entries.length
    await drop(podium, 'broken.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: [name: x\n')
    const dialog = dialogOf(podium)
    await dialog.getByRole('button', { name: 'Apply' }).click()
    await dialog.getByRole('alert', { name: 'What is wrong' }).getByText(/line \d+, column \d+/).first().waitFor()
    expect((await podium.inspect({ query: 'log' })).entries).toHaveLength(before)
  }))

  it('with a wrong field is refused by the API server at its line', () => opened(async (podium) => {
    const text = readFileSync('public/manifests/nginx.yaml', 'utf8').replace('replicas: 2', 'replicas: -2')
    await drop(podium, 'negative.yaml', text)
    const dialog = dialogOf(podium)
    await dialog.getByRole('button', { name: 'Apply' }).click()
    const line = text.split('\n').findIndex((row) => row.includes('replicas: -2')) + 1
    const problem = dialog.getByRole('alert', { name: 'What is wrong' })
    await problem.getByText(`line ${line}, column`).waitFor()
    await problem.getByText(/spec\.replicas.*must be greater than or equal to 0/).waitFor()
  }))
})
