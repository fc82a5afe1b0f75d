/** What a container's program has done since it started: requests it answered, and when it was made unready. Kept small, newest last. */

/** Requests whose lines are kept: what a log file keeps before it is rotated, in small. */
const keptRequests = 256
/** Printed answers that are kept, and how much of each. */
const keptPrinted = 100
const longestText = 2000
/** Usage is the rate over this time. Source: the kubelet's housekeeping and metrics-server's `--metric-resolution`. */
const windowUs = 15_000_000

export interface Activity {
  /** Requests answered so far. */
  served: number
  /** Ring of the newest: time, who asked, what, and the answer's status code. */
  at: number[]
  from: string[]
  path: string[]
  agent: string[]
  code: number[]
  /** Window that is being counted, its count, and that of the window before it. */
  window: number
  inWindow: number
  inWindowBefore: number
  /** What it printed of answers to requests of its own, newest last. */
  printed: readonly PrintedText[]
  /** Times at which it changed between serving and not serving; it starts serving. */
  turns: number[]
}

interface PrintedText {
  readonly atUs: number
  readonly text: string
}

interface ServedRequest {
  readonly atUs: number
  /** Address of who asked. */
  readonly from: string
  readonly path: string
  /** Its User-Agent. */
  readonly agent: string
  readonly code: number
}

export function createActivity(): Activity {
  return { served: 0, at: [], from: [], path: [], agent: [], code: [], window: 0, inWindow: 0, inWindowBefore: 0, printed: [], turns: [] }
}

/** Notes a request that the program has answered. */
export function noteRequest(activity: Activity, request: ServedRequest): void {
  const at = activity.served % keptRequests
  activity.at[at] = request.atUs
  activity.from[at] = request.from
  activity.path[at] = request.path
  activity.agent[at] = request.agent
  activity.code[at] = request.code
  activity.served++
  rollTo(activity, Math.floor(request.atUs / windowUs))
  activity.inWindow++
}

/** Notes what the program printed. */
export function notePrinted(activity: Activity, atUs: number, text: string): void {
  const last = { atUs, text: text.slice(0, longestText) }
  activity.printed = activity.printed.length < keptPrinted ? [...activity.printed, last] : [...activity.printed.slice(1), last]
}

function rollTo(activity: Activity, window: number): void {
  if (window === activity.window) return
  activity.inWindowBefore = window === activity.window + 1 ? activity.inWindow : 0
  activity.inWindow = 0
  activity.window = window
}

/** The kept requests, oldest first. */
export function requestsOf(activity: Activity | undefined): readonly ServedRequest[] {
  if (activity === undefined) return []
  const kept = Math.min(activity.served, keptRequests)
  const first = activity.served - kept
  return Array.from({ length: kept }, (_, i) => {
    const at = (first + i) % keptRequests
    return {
      atUs: activity.at[at]!, from: activity.from[at]!, path: activity.path[at]!, agent: activity.agent[at]!, code: activity.code[at]!,
    }
  })
}

/** Thousandths of a request per second in the last full window, and of this one as far as it has come. */
export function requestMilliRate(activity: Activity | undefined, nowUs: number): number {
  if (activity === undefined) return 0
  const window = Math.floor(nowUs / windowUs)
  const now = window === activity.window ? activity.inWindow : 0
  const before = window === activity.window ? activity.inWindowBefore : window === activity.window + 1 ? activity.inWindow : 0
  const leftUs = windowUs - (nowUs - window * windowUs)
  // The last window's length: what is left of the one before, and all of this one.
  return Math.round((before * leftUs) / windowUs * 1000 / 15 + (now * 1000) / 15)
}

/** True when the program was serving at that time. */
export function wasServing(activity: Activity | undefined, atUs: number): boolean {
  let serving = true
  for (const turnUs of activity?.turns ?? []) if (turnUs <= atUs) serving = !serving
  return serving
}
