/** A browser with Podium open in it, seen as its users see it: by accessible names, and by the page's debug handle for what is simulated. */
import { existsSync, mkdirSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { Browser, Frame, Locator, Page } from 'playwright-core'
import type { InspectAnswers, InspectQuery } from '../../src/protocol/inspect.ts'
import type { ResourceName } from '../../src/kubernetes/resources.ts'
import { findBrowser } from './find-browser.mjs'
import { serveDist } from './static-server.ts'
import type { StaticServer } from './static-server.ts'

/** `window.podium`, set by the page for tests and for the curious. */
interface PodiumHandle {
  inspect(query: InspectQuery): Promise<unknown>
  view(): { readonly frame: number; readonly simTimeUs: number; readonly clients: { readonly failedPerSecond: number; readonly succeededPerSecond: number; readonly failedTotal: number; readonly succeededTotal: number } | undefined }
}
declare global {
  interface Window { podium?: PodiumHandle }
}

const arguments_ = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
]
const artifacts = 'tests/e2e/artifacts'
const pollMs = 100

/** One server and one browser for the tests of a file. */
export interface Site {
  readonly server: StaticServer
  readonly browser: Browser
  close(): Promise<void>
}

export async function openSite(): Promise<Site> {
  if (!existsSync('dist/index.html')) throw new Error('dist/ is missing: run `npm run build` first')
  const executablePath = findBrowser()
  if (executablePath === undefined) throw new Error('no Chromium or Chrome found: install one, or set CHROME_PATH to its executable')
  // With scroll bars, as on most people's screens: they take room.
  const [server, browser] = await Promise.all([serveDist(), chromium.launch({ executablePath, args: arguments_, ignoreDefaultArgs: ['--hide-scrollbars'] })])
  return {
    server, browser,
    close: async () => {
      await browser.close()
      await server.close()
    },
  }
}

export interface OpenOptions {
  /** Query of the address, without the question mark. */
  readonly query?: string
  readonly width?: number
  readonly height?: number
  /** Inside an iframe of another page. */
  readonly framed?: boolean | 'sandbox'
  /** A screen that is touched. */
  readonly touch?: boolean
}

/** Opens the program in a fresh context and waits until a cluster can be seen. */
export async function openPodium(site: Site, options: OpenOptions = {}): Promise<Podium> {
  const { query = '', width = 1280, height = 720, framed = false, touch = false } = options
  const context = await site.browser.newContext({ viewport: { width, height }, hasTouch: touch, isMobile: touch })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') faults.push(`console ${message.type()}: ${message.text()}`) })
  page.on('pageerror', (error) => { faults.push(`uncaught: ${error.message}`) })
  page.on('requestfailed', (request) => { faults.push(`request failed: ${request.url()}`) })
  const outside: string[] = []
  page.on('request', (request) => {
    const address = request.url()
    if (!address.startsWith(new URL(site.server.url).origin) && !/^(?:data|blob):/.test(address)) outside.push(address)
  })
  await page.goto(`${framed === 'sandbox' ? site.server.sandboxUrl : framed ? site.server.frameUrl : site.server.url}${query === '' ? '' : `?${query}`}`)
  const frame = framed ? await frameOf(page) : page.mainFrame()
  const podium = new Podium(page, frame, faults, outside)
  await podium.until('the page shows a cluster', () => podium.hasCluster(), (there) => there)
  return podium
}

async function frameOf(page: Page): Promise<Frame> {
  const element = await page.waitForSelector('iframe')
  const frame = await element.contentFrame()
  if (frame === null) throw new Error('the iframe holds no page')
  return frame
}

type JsonObject = Readonly<Record<string, unknown>>

export class Podium {
  readonly page: Page
  readonly frame: Frame
  /** Console errors and warnings, uncaught errors and requests that failed. */
  readonly faults: readonly string[]
  /** Addresses on other hosts that the page asked for. */
  readonly outside: readonly string[]

  constructor(page: Page, frame: Frame, faults: readonly string[], outside: readonly string[]) {
    this.page = page
    this.frame = frame
    this.faults = faults
    this.outside = outside
  }

  /** Whether the page shows a cluster: before its first frame there is nothing to ask. */
  hasCluster(): Promise<boolean> {
    return this.frame.evaluate(() => window.podium !== undefined && window.podium.view().frame > 0)
  }

  /** Looks into the cluster; costs it nothing. */
  async inspect<Q extends InspectQuery>(query: Q): Promise<InspectAnswers[Q['query']]> {
    const answer: unknown = await this.frame.evaluate((asked: InspectQuery) => window.podium?.inspect(asked), query)
    return answer as InspectAnswers[Q['query']]
  }

  async object(resource: ResourceName, name: string, namespace = 'default'): Promise<JsonObject | undefined> {
    return (await this.inspect({ query: 'object', resource, namespace, name })) as JsonObject | undefined
  }

  async list(resource: ResourceName, namespace = 'default'): Promise<readonly JsonObject[]> {
    return (await this.inspect({ query: 'list', resource, namespace, limit: 5000 })) as readonly JsonObject[]
  }

  simTimeUs(): Promise<number> {
    return this.frame.evaluate(() => window.podium?.view().simTimeUs ?? -1)
  }

  /** What became of the clients' requests, as the page knows it. */
  clients(): Promise<{ readonly failedPerSecond: number; readonly succeededPerSecond: number; readonly failedTotal: number; readonly succeededTotal: number }> {
    return this.frame.evaluate(() => {
      const { failedPerSecond = -1, succeededPerSecond = -1, failedTotal = -1, succeededTotal = -1 } = window.podium?.view().clients ?? {}
      return { failedPerSecond, succeededPerSecond, failedTotal, succeededTotal }
    })
  }

  /** Asks again until the answer pleases; fails with the last answer. */
  async until<T>(claim: string, ask: () => Promise<T>, pleases: (answer: T) => boolean, timeoutMs = 60_000): Promise<T> {
    const endMs = Date.now() + timeoutMs
    for (;;) {
      const answer = await ask()
      if (pleases(answer)) return answer
      if (Date.now() > endMs) {
        await this.picture(`failed ${claim}`)
        throw new Error(`not within ${timeoutMs} ms: ${claim}; last seen: ${JSON.stringify(answer)?.slice(0, 500)}`)
      }
      await new Promise((resolve) => { setTimeout(resolve, pollMs) })
    }
  }

  /** Waits until this many simulated seconds have passed. */
  async passSeconds(seconds: number): Promise<void> {
    const startUs = await this.simTimeUs()
    await this.until(`${seconds} simulated seconds pass`, () => this.simTimeUs(), (now) => now - startUs >= seconds * 1_000_000)
  }

  button(name: string | RegExp): Locator {
    return this.frame.getByRole('button', { name, exact: typeof name === 'string' })
  }

  /** Chooses a box of the picture; the inspector opens on it. */
  async choose(name: string | RegExp): Promise<void> {
    await this.button(name).first().click()
    await this.frame.getByRole('complementary', { name: 'Inspector' }).waitFor()
  }

  /** Saves a picture for a person to look at. */
  async picture(name: string): Promise<void> {
    mkdirSync(artifacts, { recursive: true })
    await this.page.screenshot({ path: `${artifacts}/${name.replaceAll(/\W+/g, '-')}.png` })
  }

  async close(): Promise<void> {
    await this.page.context().close()
  }
}
