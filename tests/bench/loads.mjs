/** What goes on in the cluster while frames are measured. Each of these runs inside the page. */

/**
 * Counts the rows of pods that the engine's worker sends, and can add others: `window.bench.perSecond` pods a second in another state than
 * before, as though the cluster were in tumult. They are made up at the wire, since no cluster of three nodes changes 5,000 pods a second; from
 * there on the page does with them what it always does.
 */
export function watchTheWire() {
  const bench = { perSecond: 0, rows: 0, sinceMs: 0, next: 0 }
  window.bench = bench
  const copied = ['node', 'place', 'status', 'word', 'readyContainers', 'totalContainers', 'restarts', 'replicaSet', 'revision', 'flags', 'containerStates']
  /** Status code, word and `ready` flag of the states that a pod goes through. The words get numbers that the engine does not reach. */
  const states = [[1, 'Pending', 0], [2, 'ContainerCreating', 0], [0, 'Running', 2]]
  const firstWord = 65_000

  /** Slots of pods that exist, in turn, without those that the frame changes itself. */
  function others(view, pods, count) {
    const taken = new Set([...pods.slot, ...pods.gone])
    const slots = []
    for (let tries = 0; tries < view.pods.end && slots.length < count; tries++) {
      const slot = bench.next++ % view.pods.end
      if (view.pods.alive[slot] === 1 && !taken.has(slot)) slots.push(slot)
    }
    return slots
  }

  function withOthers(frame, view) {
    const nowMs = performance.now()
    const count = Math.round(bench.perSecond * Math.min(0.1, (nowMs - bench.sinceMs) / 1000))
    bench.sinceMs = nowMs
    const { pods } = frame
    const slots = frame.from === 0 ? [] : others(view, pods, count)
    const merged = { ...pods }
    const join = (column, values) => {
      const joined = new column.constructor(column.length + values.length)
      joined.set(column)
      joined.set(values, column.length)
      return joined
    }
    for (const name of copied) merged[name] = join(pods[name], slots.map((slot) => view.pods[name][slot]))
    merged.slot = join(pods.slot, slots)
    merged.fresh = join(pods.fresh, slots.map(() => 0))
    slots.forEach((slot, i) => {
      const row = pods.slot.length + i
      const next = (states.findIndex(([code]) => code === view.pods.status[slot]) + 1) % states.length
      const [status, , ready] = states[next]
      merged.status[row] = status
      merged.word[row] = firstWord + next
      merged.flags[row] = (view.pods.flags[slot] & ~2) | ready
      merged.readyContainers[row] = ready === 0 ? 0 : view.pods.totalContainers[slot]
    })
    return { ...frame, pods: merged, words: [...frame.words, ...states.map(([, text], i) => ({ index: firstWord + i, text }))] }
  }

  const PlainWorker = window.Worker
  window.Worker = class extends PlainWorker {
    set onmessage(listener) {
      super.onmessage = (event) => {
        const view = window.podium?.view()
        const { data } = event
        if (data.type !== 'frame' || view === undefined) return listener(event)
        const frame = bench.perSecond > 0 ? withOthers(data.frame, view) : data.frame
        bench.rows += frame.pods.slot.length + frame.pods.gone.length
        return listener({ data: { ...data, frame } })
      }
    }
  }
}

async function kubectl(page, commands) {
  await page.keyboard.press('`')
  const line = page.getByRole('textbox').last()
  await line.waitFor()
  await page.waitForTimeout(500)
  // Keys go to it even when a card had the keyboard.
  await line.focus()
  for (const command of commands) {
    await page.keyboard.type(`${command}\n`)
    await page.waitForTimeout(500)
  }
  await page.keyboard.press('Escape')
  await page.waitForTimeout(1500)
}

/** All Deployments make their pods anew: what the engine does by itself. */
export async function rollout(page) {
  const namespaces = await page.evaluate(() => [...new Set([...window.podium.view().deployments.values()].map(({ namespace }) => namespace))])
  await kubectl(page, namespaces.map((namespace) => `rollout restart deployment -n ${namespace}`))
}

export async function changes(page, perSecond) {
  await page.evaluate((rate) => { Object.assign(window.bench, { perSecond: rate, sinceMs: performance.now() }) }, perSecond)
  await page.waitForTimeout(500)
}

/** Clients that ask a Service with a pod on every node as fast as the page lets them: each request is some six messages. */
export async function traffic(page, nodes) {
  await kubectl(page, [`scale deployment web --replicas=${nodes}`])
  await page.waitForTimeout(4000)
  const load = page.getByRole('group', { name: 'clients', exact: true }).getByRole('textbox')
  await load.fill('1000')
  await load.press('Enter')
  await page.waitForTimeout(4000)
}
