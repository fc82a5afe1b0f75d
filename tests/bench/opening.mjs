/**
 * How the largest cluster opens in a real browser: wall time until the first picture, until it is complete and until its clock runs; then,
 * in a second page, since a trace slows it down, what that costs the page's thread and the worker's, and their longest tasks, as CPU from
 * Chrome's own trace; and what both heaps hold after a collection.
 */
import { chromium } from 'playwright-core'
import { findBrowser } from '../e2e/find-browser.mjs'
import { serve } from './frames.mjs'

const patienceMs = 120_000
const threads = { CrRendererMain: 'page', 'DedicatedWorker thread': 'worker' }

/** CPU milliseconds of the busiest thread of each name in a trace: all its tasks, its longest, and how many are over 50. */
function costs(buffer) {
  const { traceEvents } = JSON.parse(buffer.toString('utf8'))
  const keyOf = ({ pid, tid }) => `${pid} ${tid}`
  const found = new Map(traceEvents
    .filter(({ name, args }) => name === 'thread_name' && Object.hasOwn(threads, args.name))
    .map((event) => [keyOf(event), { thread: threads[event.args.name], cpuMs: 0, longestTaskMs: 0, tasksOver50Ms: 0, endUs: -1 }]))
  const tasks = traceEvents.filter((event) => event.ph === 'X' && event.name.endsWith('RunTask') && found.has(keyOf(event)))
  for (const event of tasks.toSorted((a, b) => a.ts - b.ts || b.dur - a.dur)) {
    const cost = found.get(keyOf(event))
    // A task inside another is part of it.
    if (event.ts < cost.endUs) continue
    cost.endUs = event.ts + event.dur
    const ms = (event.tdur ?? event.dur) / 1000
    cost.cpuMs += ms
    cost.longestTaskMs = Math.max(cost.longestTaskMs, ms)
    if (ms > 50) cost.tasksOver50Ms++
  }
  const busiest = (thread) => [...found.values()].filter((cost) => cost.thread === thread).toSorted((a, b) => b.cpuMs - a.cpuMs)[0]
  return Object.fromEntries(Object.values(threads).map((thread) => {
    const { cpuMs, longestTaskMs, tasksOver50Ms } = busiest(thread)
    return [thread, { cpuMs: Math.round(cpuMs), longestTaskMs: Math.round(longestTaskMs), tasksOver50Ms }]
  }))
}

/** A session of the page's only worker: sends a command to it and returns what it answers. */
async function workerSession(session) {
  const answers = new Map()
  let worker
  let last = 0
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => { if (targetInfo.type === 'worker') worker = sessionId })
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message)
    answers.get(id)?.(result)
  })
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
  return (method) => new Promise((resolve) => {
    answers.set(++last, resolve)
    void session.send('Target.sendMessageToTarget', { sessionId: worker, message: JSON.stringify({ id: last, method }) })
  })
}

async function heapMb(send) {
  await send('HeapProfiler.collectGarbage')
  const { usedSize, backingStorageSize = 0 } = await send('Runtime.getHeapUsage')
  return Math.round((usedSize + backingStorageSize) / 1e6)
}

/** Opens the cluster in `page`; wall milliseconds from the start until each of the three. */
async function opened(page, address, nodes, pods) {
  const startMs = Date.now()
  const after = async (holds) => {
    await page.waitForFunction(holds, pods, { timeout: patienceMs, polling: 50 })
    return Date.now() - startMs
  }
  await page.goto(`${address}/?nodes=${nodes}&pods=${pods}&speed=1`)
  const firstMs = await after(() => (window.podium?.view().frame ?? 0) > 0)
  const completeMs = await after((count) => window.podium.view().pods.count >= count)
  const liveMs = await after(() => window.podium.view().pace.rate > 0)
  return { firstMs, completeMs, liveMs }
}

/** Prints one line. `folder`: a production build. */
export async function opening(folder, nodes = 5000, pods = 150_000) {
  const executablePath = findBrowser()
  if (executablePath === undefined) throw new Error('no Chromium or Chrome found: install one, or set CHROME_PATH to its executable')
  const server = await serve(folder)
  const address = `http://127.0.0.1:${server.address().port}`
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  const newPage = async () => (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
  try {
    const plain = await newPage()
    const times = await opened(plain, address, nodes, pods)
    await plain.context().close()
    const page = await newPage()
    const session = await page.context().newCDPSession(page)
    const toWorker = await workerSession(session)
    await browser.startTracing(page, { categories: ['toplevel'] })
    await opened(page, address, nodes, pods)
    const cost = costs(await browser.stopTracing())
    const heaps = { pageHeapMb: await heapMb((method) => session.send(method)), workerHeapMb: await heapMb(toWorker) }
    console.log(JSON.stringify({ figure: 'opening', nodes, pods, ...times, ...cost, ...heaps }))
  } finally {
    await browser.close()
    server.close()
  }
}
