/**
 * What a frame costs the page's main thread, in a real browser with software rendering, from its own trace: panning and zooming over clusters
 * of several sizes, idle and while a rollout of everything streams in. And how fast the largest cluster opens.
 */
import { createServer } from 'node:http'
import { existsSync, readFileSync } from 'node:fs'
import { extname, join, normalize } from 'node:path'
import { chromium } from 'playwright-core'
import { findBrowser } from '../e2e/find-browser.mjs'

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.yaml': 'text/yaml', '.svg': 'image/svg+xml' }
const podsPerNode = 30
/** What one measurement does: so many moves of the pointer or turns of the wheel. */
const moves = 120
const categories = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'disabled-by-default-devtools.timeline.frame']

export function serve(folder) {
  const server = createServer((request, response) => {
    const path = join(folder, normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname)))
    const file = existsSync(path) && extname(path) !== '' ? path : join(folder, 'index.html')
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
    response.end(readFileSync(file))
  })
  return new Promise((resolve) => { server.listen(0, '127.0.0.1', () => { resolve(server) }) })
}

function quantile(sorted, share) {
  return Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1))
}

/** Main-thread milliseconds between two frames, and the longest task, of a trace in Chrome's JSON: CPU where the trace has it, so that others' work on the machine does not count. */
function readTrace(buffer) {
  const { traceEvents } = JSON.parse(buffer.toString('utf8'))
  const mains = new Map(traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => [`${pid} ${tid}`, 0]))
  const keyOf = ({ pid, tid }) => `${pid} ${tid}`
  for (const event of traceEvents) if (event.name === 'BeginMainThreadFrame' && mains.has(keyOf(event))) mains.set(keyOf(event), mains.get(keyOf(event)) + 1)
  const [main] = [...mains].toSorted((a, b) => b[1] - a[1])[0] ?? []
  const own = traceEvents.filter((event) => keyOf(event) === main)
  const tasks = own.filter(({ name, ph }) => ph === 'X' && (name === 'RunTask' || name.endsWith('::RunTask')))
  const begins = own.filter(({ name }) => name === 'BeginMainThreadFrame').map(({ ts }) => ts).toSorted((a, b) => a - b)
  const costs = begins.slice(1).map(() => 0)
  const outermost = tasks.toSorted((a, b) => a.ts - b.ts || b.dur - a.dur)
  let endUs = -1
  let frame = 0
  let longestMs = 0
  for (const { ts, dur, tdur = dur } of outermost) {
    // A task inside another is part of it.
    if (ts < endUs) continue
    endUs = ts + dur
    longestMs = Math.max(longestMs, tdur / 1000)
    while (frame < begins.length - 1 && begins[frame + 1] <= ts) frame++
    if (begins.length > 0 && ts >= begins[0] && frame < costs.length) costs[frame] += tdur / 1000
  }
  costs.sort((a, b) => a - b)
  return { frames: costs.length, p50Ms: quantile(costs, 0.5), p95Ms: quantile(costs, 0.95), longestTaskMs: Number(longestMs.toFixed(0)) }
}

async function moveAbout(page) {
  const centre = { x: 500, y: 420 }
  await page.mouse.move(centre.x, centre.y)
  for (let turn = 0; turn < moves / 4; turn++) await page.mouse.wheel(0, turn % 20 < 10 ? -60 : 60)
  await page.mouse.down()
  for (let i = 0; i < moves; i++) await page.mouse.move(centre.x + 120 * Math.sin(i / 6), centre.y + 60 * Math.cos(i / 6))
  await page.mouse.up()
}

async function traced(browser, page, run) {
  await browser.startTracing(page, { categories })
  await run()
  return readTrace(await browser.stopTracing())
}

const podCount = (page) => page.evaluate(() => {
  const pods = window.podium?.view().pods
  let count = 0
  for (let slot = 0; slot < (pods?.end ?? 0); slot++) count += pods.alive[slot]
  return count
})

async function until(page, pods, patienceMs) {
  const endMs = Date.now() + patienceMs
  while (await podCount(page) < pods) {
    if (Date.now() > endMs) throw new Error(`not ${pods} pods after ${patienceMs} ms`)
    await page.waitForTimeout(100)
  }
}

/** Milliseconds from a press of the pointer to the frame that answers it. */
async function clickMs(page) {
  await page.evaluate(() => {
    window.answered = []
    new PerformanceObserver((list) => { for (const { name, duration } of list.getEntries()) window.answered.push([name, duration]) }).observe({ type: 'event', durationThreshold: 16 })
  })
  for (const name of [/^API Server/, /^etcd/, /^Scheduler/]) await page.getByRole('button', { name }).first().click({ force: true, timeout: 5000 }).catch(() => undefined)
  await page.waitForTimeout(300)
  return page.evaluate(() => Math.max(0, ...window.answered.map(([, duration]) => duration)))
}

async function restartAll(page) {
  await page.keyboard.press('`')
  const line = page.getByRole('textbox').last()
  await line.waitFor()
  await page.waitForTimeout(500)
  await page.keyboard.type('rollout restart deployment\n')
  await page.keyboard.press('Escape')
  await page.waitForTimeout(1500)
}

async function measure(browser, address, nodes, report) {
  const pods = nodes * podsPerNode
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } })
  const page = await context.newPage()
  await page.addInitScript(() => {
    window.longest = 0
    new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration) }).observe({ type: 'longtask', buffered: true })
  })
  const startMs = Date.now()
  await page.goto(`${address}?nodes=${nodes}&pods=${pods}&speed=1`)
  await page.waitForFunction(() => (window.podium?.view().frame ?? 0) > 0)
  const firstMs = Date.now() - startMs
  await until(page, pods, 120_000)
  const completeMs = Date.now() - startMs
  await page.waitForTimeout(1500)
  const session = await context.newCDPSession(page)
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  report('opening', { nodes, pods, firstMs, completeMs, longestTaskMs: await page.evaluate(() => Math.round(window.longest)), pageHeapMb: Math.round(usedSize / 1e6) })
  report('frames, idle', { nodes, ...await traced(browser, page, () => moveAbout(page)), clickMs: await clickMs(page) })
  await restartAll(page)
  report('frames, rollout of everything', { nodes, ...await traced(browser, page, () => moveAbout(page)), clickMs: await clickMs(page) })
  await context.close()
}

/** Prints a line per size and load. `folder`: a production build. */
export async function frames(folder, sizes = [3, 100, 1000, 5000]) {
  const executablePath = findBrowser()
  if (executablePath === undefined) throw new Error('no Chromium or Chrome found: install one, or set CHROME_PATH to its executable')
  const server = await serve(folder)
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    for (const nodes of sizes) {
      await measure(browser, `http://127.0.0.1:${server.address().port}/`, nodes, (figure, values) => { console.log(JSON.stringify({ figure, ...values })) })
    }
  } finally {
    await browser.close()
    server.close()
  }
}
