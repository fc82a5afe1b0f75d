/**
 * What a frame costs the page's main thread, in a real browser with software rendering, from its own trace: panning and zooming over clusters
 * of several sizes, as a whole and at each level of detail, idle, with 5,000 pods changing a second, while everything is rolled out anew, and
 * with thousands of packets on their way. How fast a click is answered and the largest cluster opens. And what a page costs that has nothing
 * but one canvas: the floor.
 */
import { createServer } from 'node:http'
import { existsSync, readFileSync } from 'node:fs'
import { extname, join, normalize } from 'node:path'
import { chromium } from 'playwright-core'
import { findBrowser } from '../e2e/find-browser.mjs'
import { changes, rollout, traffic, watchTheWire } from './loads.mjs'
import { categories, figures, readTrace } from './trace.mjs'

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.yaml': 'text/yaml', '.svg': 'image/svg+xml' }
const podsPerNode = 30
const changesPerSecond = 5000
/** So many nodes have a lane from each to each, and are few enough to have lines of their own. */
const nodesWithTraffic = 25
/** What one measurement does: so many moves of the pointer, and turns of the wheel. */
const moves = 120
const turns = 60
const viewport = { width: 1280, height: 720 }
const centre = { x: 500, y: 420 }

export function serve(folder) {
  const server = createServer((request, response) => {
    const path = join(folder, normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname)))
    const file = existsSync(path) && extname(path) !== '' ? path : join(folder, 'index.html')
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
    response.end(readFileSync(file))
  })
  return new Promise((resolve) => { server.listen(0, '127.0.0.1', () => { resolve(server) }) })
}

async function zoom(page) {
  await page.mouse.move(centre.x, centre.y)
  for (let turn = 0; turn < turns; turn++) await page.mouse.wheel(0, turn % 20 < 10 ? -60 : 60)
}

async function pan(page) {
  await page.mouse.move(centre.x, centre.y)
  await page.mouse.down()
  for (let i = 0; i < moves; i++) await page.mouse.move(centre.x + 120 * Math.sin(i / 6), centre.y + 60 * Math.cos(i / 6))
  await page.mouse.up()
}

async function traced(browser, page, run) {
  await browser.startTracing(page, { categories })
  await run(page)
  return readTrace(await browser.stopTracing())
}

/** A frame's cost in panning and zooming together and of each. */
async function moveAbout(browser, page) {
  const panned = await traced(browser, page, pan)
  const zoomed = await traced(browser, page, zoom)
  return { ...figures([panned, zoomed]), panP95Ms: figures([panned]).p95Ms, zoomP95Ms: figures([zoomed]).p95Ms }
}

/**
 * What is drawn at which zoom, from far to near: tiles, small cards as many as a view holds, those with room for words, full cards, few of
 * them. In a small cluster most of these are farther away than its whole picture; it is measured there as well.
 */
const levels = { tiles: 0.15, 'most small cards': 0.24, 'small cards with words': 0.65, 'full cards': 1.1, near: 1.8 }

/** A turn of the wheel by so much doubles the zoom. */
const wheelForTwice = 500
const zoomOf = (page) => page.evaluate(() => new DOMMatrix(getComputedStyle(document.querySelector('.react-flow__viewport')).transform).a)

/** Shows the whole picture, then its middle at another zoom, and waits until all is drawn. */
async function goTo(page, zoom) {
  const whole = page.getByRole('button', { name: 'Show the whole picture' })
  if (await whole.isVisible()) await whole.click()
  await page.waitForTimeout(800)
  await page.mouse.move(centre.x, centre.y)
  await page.mouse.wheel(0, -wheelForTwice * Math.log2(zoom / await zoomOf(page)))
  await page.waitForTimeout(2500)
}

/** A wide pan, which brings new cards into view all the time. */
async function panFar(page) {
  await page.mouse.move(centre.x, centre.y)
  await page.mouse.down()
  for (let i = 0; i < moves; i++) await page.mouse.move(centre.x + 300 * Math.sin(i / 12), centre.y + 220 * Math.sin(i / 17))
  await page.mouse.up()
}

/** A slow zoom, in and out by a fifth. */
async function zoomSlowly(page) {
  await page.mouse.move(centre.x, centre.y)
  for (let turn = 0; turn < turns; turn++) await page.mouse.wheel(0, turn % 20 < 10 ? -13 : 13)
}

/** A frame's cost at each level, or at those asked for: one figure for each, with what is drawn there. */
export async function atLevels(browser, page, report, asked = Object.keys(levels)) {
  for (const level of asked) {
    const zoom = levels[level]
    await goTo(page, zoom)
    const at = Number((await zoomOf(page)).toFixed(2))
    const panned = figures([await traced(browser, page, panFar)])
    const zoomed = figures([await traced(browser, page, zoomSlowly)])
    const { drawn, nodes } = await page.evaluate(() => ({
      drawn: document.querySelector('.cluster-canvas').dataset.level, nodes: document.querySelectorAll('[data-id^="node:"]').length,
    }))
    report({
      level, zoom: at, drawn, cards: nodes, panP50Ms: panned.p50Ms, panP95Ms: panned.p95Ms, zoomP50Ms: zoomed.p50Ms, zoomP95Ms: zoomed.p95Ms,
      frames: panned.frames + zoomed.frames, longestTaskMs: Math.max(panned.longestTaskMs, zoomed.longestTaskMs),
    })
  }
  await page.getByRole('button', { name: 'Show the whole picture' }).click()
  await page.waitForTimeout(800)
}

/** How many pods exist now, rows of pods that have come so far, packets that are on the picture, and when that was, in ms. */
const counts = (page) => page.evaluate(() => {
  const pods = window.podium?.view().pods
  let count = 0
  for (let slot = 0; slot < (pods?.end ?? 0); slot++) count += pods.alive[slot]
  return { pods: count, rows: window.bench.rows, packets: document.querySelector('.packet-overlay')?.packetsShown() ?? 0, ms: performance.now() }
})

async function until(page, pods, patienceMs) {
  const endMs = Date.now() + patienceMs
  while ((await counts(page)).pods < pods) {
    if (Date.now() > endMs) throw new Error(`not ${pods} pods after ${patienceMs} ms`)
    await page.waitForTimeout(100)
  }
}

/** Milliseconds of wall time from a click to the end of the frame in which the box that was clicked shows it: the longest of three. */
async function clickMs(page) {
  const whole = page.getByRole('button', { name: 'Show the whole picture' })
  if (await whole.isVisible()) await whole.click()
  await page.waitForTimeout(800)
  await page.evaluate(() => {
    window.addEventListener('click', ({ timeStamp, target }) => {
      const box = target.closest('[aria-pressed]')
      const { port1, port2 } = new MessageChannel()
      const look = () => {
        if (box?.getAttribute('aria-pressed') === 'true') port2.postMessage('')
        else requestAnimationFrame(look)
      }
      // A message that is posted while a frame is made arrives when it has been made.
      port1.onmessage = () => { window.answeredMs = performance.now() - timeStamp }
      requestAnimationFrame(look)
    }, { capture: true })
  })
  let longestMs = 0
  for (const name of [/^API Server/, /^etcd/, /^Scheduler/]) {
    await page.evaluate(() => { window.answeredMs = undefined })
    const { x, y, width, height } = await page.locator('.react-flow__node').getByRole('button', { name }).boundingBox()
    await page.mouse.click(x + width / 2, y + height / 2)
    await page.waitForFunction(() => window.answeredMs !== undefined, undefined, { timeout: 5000 })
    longestMs = Math.max(longestMs, await page.evaluate(() => window.answeredMs))
    await page.waitForTimeout(300)
  }
  return Math.round(longestMs)
}

async function open(browser, address, nodes) {
  const context = await browser.newContext({ viewport })
  const page = await context.newPage()
  await page.addInitScript(watchTheWire)
  await page.addInitScript(() => {
    window.longest = 0
    new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration) }).observe({ type: 'longtask', buffered: true })
  })
  const startMs = Date.now()
  await page.goto(`${address}?nodes=${nodes}&pods=${nodes * podsPerNode}&speed=1`)
  await page.waitForFunction(() => (window.podium?.view().frame ?? 0) > 0)
  const firstMs = Date.now() - startMs
  await until(page, nodes * podsPerNode, 120_000)
  return { page, firstMs, completeMs: Date.now() - startMs }
}

/** A click may catch a packet that flies over what was aimed at, which stops the pace: play goes on. */
async function playOn(page) {
  if (await page.evaluate(() => window.podium.view().pace.playing)) return
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await page.waitForFunction(() => window.podium.view().pace.playing)
}

/** A figure with what came over the wire meanwhile. */
async function underLoad(browser, page) {
  const before = await counts(page)
  const moved = await moveAbout(browser, page)
  const after = await counts(page)
  const clicked = await clickMs(page)
  await playOn(page)
  return { ...moved, podsPerSecond: Math.round((after.rows - before.rows) / (after.ms - before.ms) * 1000), clickMs: clicked }
}

async function measure(browser, address, nodes, report) {
  const { page, firstMs, completeMs } = await open(browser, address, nodes)
  await page.waitForTimeout(1500)
  const session = await page.context().newCDPSession(page)
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  report('opening', { nodes, pods: nodes * podsPerNode, firstMs, completeMs, longestTaskMs: await page.evaluate(() => Math.round(window.longest)), pageHeapMb: Math.round(usedSize / 1e6) })
  // Panels that are fetched ahead of need have come by now.
  await page.waitForTimeout(4000)
  report('frames, idle', { nodes, ...await underLoad(browser, page) })
  await atLevels(browser, page, (values) => { report('frames at a level, idle', { nodes, ...values }) })
  await changes(page, changesPerSecond)
  report('frames, pods changing', { nodes, ...await underLoad(browser, page) })
  await atLevels(browser, page, (values) => { report('frames at a level, pods changing', { nodes, ...values }) })
  await changes(page, 0)
  await rollout(page)
  report('frames, rollout of everything', { nodes, ...await underLoad(browser, page) })
  await page.context().close()
}

/** Thousands of packets that a cluster really sends: clients of a Service with a pod on every node. */
async function measurePackets(browser, address, report) {
  const { page } = await open(browser, address, nodesWithTraffic)
  await traffic(page, nodesWithTraffic)
  const { packets: before } = await counts(page)
  const panned = await traced(browser, page, pan)
  const { packets: after } = await counts(page)
  report('frames, packets', { nodes: nodesWithTraffic, packets: [before, after], ...figures([panned]) })
  await page.context().close()
}

/** A page with one canvas, drawn anew in each frame, over one box that is panned. */
function floorPage() {
  document.body.innerHTML = '<div id="box" style="position:absolute;width:900px;height:500px;border:1px solid"></div>'
    + '<canvas width="1045" height="612" style="position:absolute;left:0;top:0;pointer-events:none"></canvas>'
  const box = document.querySelector('#box')
  const context = document.querySelector('canvas').getContext('2d')
  window.addEventListener('pointermove', ({ clientX, clientY }) => { box.style.transform = `translate(${clientX}px, ${clientY}px)` })
  let drawn = 0
  const draw = () => {
    context.clearRect(0, 0, 1045, 612)
    for (let i = 0; i < 40; i++) context.fillRect((drawn * 3 + i * 25) % 1000, i * 15, 10, 10)
    drawn++
    requestAnimationFrame(draw)
  }
  draw()
}

async function measureFloor(browser, report) {
  const page = await browser.newPage({ viewport })
  await page.evaluate(floorPage)
  await page.waitForTimeout(500)
  report('frames, floor', figures([await traced(browser, page, pan)]))
  await page.close()
}

const everything = ['3', '100', '1000', '5000', 'packets']

/** Prints a line per size and load. `folder`: a production build; `asked`: numbers of nodes, and "packets" for what packets cost. */
export async function frames(folder, asked = everything) {
  const executablePath = findBrowser()
  if (executablePath === undefined) throw new Error('no Chromium or Chrome found: install one, or set CHROME_PATH to its executable')
  const server = await serve(folder)
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  const address = `http://127.0.0.1:${server.address().port}/`
  const report = (figure, values) => { console.log(JSON.stringify({ figure, ...values })) }
  try {
    await measureFloor(browser, report)
    for (const what of asked) {
      if (what === 'packets') await measurePackets(browser, address, report)
      else await measure(browser, address, Number(what), report)
    }
  } finally {
    await browser.close()
    server.close()
  }
}
