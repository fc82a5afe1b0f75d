/** Runs the browser's figures in an installed Chromium: a page with nothing but the worker. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { chromium } from 'playwright-core'
import { findBrowser } from '../e2e/find-browser.mjs'

const page = `<!doctype html><title>bench</title><script type="module">
window.figures = []
const worker = new Worker('/browser-figures.js', { type: 'module' })
worker.addEventListener('message', (event) => { window.figures.push(event.data) })
worker.addEventListener('error', (event) => { window.figures.push({ failed: event.message }) })
</script>`
const patienceMs = 300_000

/** Prints one JSON line per figure of the worker in `script`. */
export async function runInChromium(script) {
  const executablePath = findBrowser()
  if (executablePath === undefined) throw new Error('no Chromium: set CHROME_PATH')
  const server = createServer((request, response) => {
    const isScript = request.url === '/browser-figures.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? readFileSync(script) : page)
  })
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  try {
    const tab = await browser.newPage()
    await tab.goto(`http://127.0.0.1:${server.address().port}/`)
    const isOver = `window.figures.some((figure) => figure === 'done' || figure.failed !== undefined)`
    await tab.waitForFunction(isOver, undefined, { timeout: patienceMs })
    for (const figure of await tab.evaluate('window.figures')) {
      if (figure.failed !== undefined) throw new Error(`in Chromium: ${figure.failed}`)
      if (figure !== 'done') console.log(JSON.stringify(figure))
    }
  } finally {
    await browser.close()
    server.close()
  }
}
