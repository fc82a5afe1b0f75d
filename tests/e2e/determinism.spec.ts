import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEngineHost } from '../../src/host/engine-host.ts'
import { startOptions } from '../../src/embed/start-options.ts'
import { readUrlOptions } from '../../src/embed/url-options.ts'
import type { HostCommand, HostMessage } from '../../src/protocol/host.ts'
import type { InspectAnswers } from '../../src/protocol/inspect.ts'
import { protocolVersion } from '../../src/protocol/vocabulary.ts'
import { openPodium, openSite } from './podium-page.ts'
import type { Site } from './podium-page.ts'

let site: Site
beforeAll(async () => { site = await openSite() })
afterAll(async () => { await site.close() })

const query = 'seed=42&speed=0'
const steps = 6

/** The same start and the same steps in Node, under a wall clock of our own. */
async function playInNode(): Promise<InspectAnswers['hash']> {
  const asked = readUrlOptions(`?${query}`)
  const { cluster } = await startOptions(asked, () => Promise.reject(new Error('nothing is fetched')))
  const answers: HostMessage[] = []
  let wallMs = 0
  const host = createEngineHost((message) => { answers.push(message) }, () => wallMs)
  const run = (): void => {
    for (let i = 0; i < 4000; i++) {
      wallMs += 1
      if (host.tick() === Infinity) return
    }
  }
  const command = (sent: HostCommand): void => {
    host.handle(sent)
    run()
  }
  command({ type: 'start', protocolVersion, options: cluster, pace: asked.pace })
  command({ type: 'world', id: 1, command: { type: 'powerOff', node: 'node-2' } })
  for (let i = 0; i < steps; i++) command({ type: 'pace', command: { pace: 'step', to: 'change' } })
  command({ type: 'inspect', id: 2, query: { query: 'hash' } })
  const answer = answers.find((message) => message.type === 'answer')
  expect(answers.filter((message) => message.type === 'fault')).toEqual([])
  return (answer as { readonly answer: InspectAnswers['hash'] }).answer
}

describe('the same seed and the same commands', () => {
  it('give the same history in Node and in Chromium, from an empty etcd through the death of a node', async () => {
    const expected = await playInNode()
    const podium = await openPodium(site, { query })
    await podium.until('the start is over', () => podium.inspect({ query: 'hash' }), (now) => now.steps > 1000)
    await podium.button('Play').first().waitFor()
    await podium.choose(/^Node node-2/)
    await podium.frame.getByRole('button', { name: /^Power off/ }).click()
    await podium.until('the power is off', () => podium.inspect({ query: 'log' }), (log) => log.entries.some((entry) => JSON.stringify(entry).includes('powerOff')))
    for (let i = 0; i < steps; i++) {
      const before = await podium.simTimeUs()
      await podium.frame.getByRole('button', { name: /next change/i }).click()
      await podium.until('a change has come', () => podium.simTimeUs(), (now) => now > before)
      await new Promise((resolve) => { setTimeout(resolve, 300) })
    }
    const found = await podium.inspect({ query: 'hash' })
    expect(found).toEqual(expected)
    expect(found.steps).toBeGreaterThan(2000)
    await podium.close()
  })
})
