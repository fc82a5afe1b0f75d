/** Reads Chrome's own trace: what each frame cost the page's main thread. */

/** Only what is needed to find tasks and frames: more categories would cost the page time of its own. */
export const categories = ['toplevel', 'devtools.timeline.frame', 'disabled-by-default-devtools.timeline.frame']

const keyOf = ({ pid, tid }) => `${pid} ${tid}`

/** The main thread of the page that drew most frames. */
function mainThread(traceEvents) {
  const frames = new Map(traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map((event) => [keyOf(event), 0]))
  for (const event of traceEvents) if (event.name === 'BeginMainThreadFrame' && frames.has(keyOf(event))) frames.set(keyOf(event), frames.get(keyOf(event)) + 1)
  return [...frames].toSorted((a, b) => b[1] - a[1])[0]?.[0]
}

/**
 * A trace in Chrome's JSON as milliseconds of the main thread from each frame's begin to the next one's. `cpu` is the thread's own time:
 * others' work on the machine does not count; `wall` has the waiting too. `longestMs`: CPU of the longest task.
 */
export function readTrace(buffer) {
  const { traceEvents } = JSON.parse(buffer.toString('utf8'))
  const main = mainThread(traceEvents)
  const own = traceEvents.filter((event) => keyOf(event) === main)
  const begins = own.filter(({ name }) => name === 'BeginMainThreadFrame').map(({ ts }) => ts).toSorted((a, b) => a - b)
  const tasks = own.filter(({ name, ph }) => ph === 'X' && (name === 'RunTask' || name.endsWith('::RunTask'))).toSorted((a, b) => a.ts - b.ts || b.dur - a.dur)
  const cpu = begins.slice(1).map(() => 0)
  const wall = [...cpu]
  let endUs = -1
  let frame = 0
  let longestMs = 0
  for (const { ts, dur, tdur = dur } of tasks) {
    // A task inside another is part of it.
    if (ts < endUs) continue
    endUs = ts + dur
    longestMs = Math.max(longestMs, tdur / 1000)
    while (frame < begins.length - 1 && begins[frame + 1] <= ts) frame++
    if (ts < begins[0] || frame >= cpu.length) continue
    cpu[frame] += tdur / 1000
    wall[frame] += dur / 1000
  }
  return { cpu, wall, longestMs }
}

function quantile(costs, share) {
  const sorted = costs.toSorted((a, b) => a - b)
  return Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1))
}

/** The figures of one or more traces together. */
export function figures(traces) {
  const cpu = traces.flatMap((trace) => trace.cpu)
  const wall = traces.flatMap((trace) => trace.wall)
  return {
    frames: cpu.length, p50Ms: quantile(cpu, 0.5), p95Ms: quantile(cpu, 0.95), longestTaskMs: Math.round(Math.max(...traces.map(({ longestMs }) => longestMs))),
    wallP50Ms: quantile(wall, 0.5), wallP95Ms: quantile(wall, 0.95),
  }
}
