/** kubectl over a real engine: requests are answered by stepping the cluster, and sleeping lets its clock go on. */
import { cancel, createCluster, nextTimeUs, request, runFor, runUntil, step, takeAnswers, takeEvents, type ClusterState } from '../../src/engine/index.ts'
import type { EventStream, Kubectl } from '../../src/kubectl/kubectl.ts'
import { parseScript } from '../../src/kubectl/parse/script.ts'
import { runCommand } from '../../src/kubectl/run.ts'
import { defaultClusterOptions, defaultEpochMs } from '../../src/protocol/options.ts'
import type { ClusterOptions } from '../../src/protocol/options.ts'
import type { RestEvent, RestRequest, RestResponse } from '../../src/protocol/rest.ts'

export interface TestCluster {
  readonly cluster: ClusterState
  readonly requests: RestRequest[]
  readonly session: { namespace: string }
  readonly files: Record<string, string>
  /** What the editor makes of a text; undefined: it is given up. */
  editor: (text: string) => string | undefined
  /** Keyboard of the terminal; undefined: there is none. */
  keyboard: Kubectl['keyboard']
  /** Runs a text; gives what was printed to both outputs, and the last exit code. `heard` is told of each piece of output as it comes. */
  run(text: string, signal?: AbortSignal, heard?: (text: string) => void): Promise<Printed>
  /** Lets simulated time go by. */
  wait(seconds: number): void
}

export interface Printed {
  readonly out: string
  readonly error: string
  readonly code: number
}

/** Steps until the answer to a request has come. */
function answerOf(cluster: ClusterState, asked: RestRequest, tag = 1): RestResponse {
  request(cluster, asked, tag)
  for (let steps = 0; steps < 200_000; steps++) {
    const [answer] = takeAnswers(cluster)
    if (answer !== undefined) return answer.response
    step(cluster)
  }
  throw new Error(`no answer to ${asked.method} ${asked.path}`)
}

/** Simulated microseconds that a stream without an end is waited for, before the test is told. */
const mostWaitUs = 900_000_000

/** Events that have come of each stream and were not asked for, of each cluster by its user. */
const unread = new WeakMap<object, Map<number, (RestEvent | undefined)[]>>()

function waitingOf({ user }: ClusterState, tag: number): (RestEvent | undefined)[] {
  const streams = unread.get(user) ?? new Map<number, (RestEvent | undefined)[]>()
  unread.set(user, streams)
  const waiting = streams.get(tag) ?? []
  streams.set(tag, waiting)
  return waiting
}

/** A watch that steps the cluster for its next event; `abort` ends it when it has waited for ever. */
function streamOf(cluster: ClusterState, asked: RestRequest, tag: number, signal: AbortSignal): EventStream {
  const response = answerOf(cluster, asked, tag)
  const waiting = waitingOf(cluster, tag)
  const next = (untilMs: number): Promise<RestEvent | 'ended' | 'timeout'> => {
    const lastUs = cluster.sim.nowUs + mostWaitUs
    for (;;) {
      for (const { tag: own, event } of takeEvents(cluster)) waitingOf(cluster, own).push(event)
      if (signal.aborted) return Promise.resolve('ended')
      if (waiting.length > 0) return Promise.resolve(waiting.shift() ?? 'ended')
      const untilUs = (untilMs - defaultEpochMs) * 1000
      if (nextTimeUs(cluster.sim) > untilUs) {
        runUntil(cluster, untilUs)
        return Promise.resolve('timeout')
      }
      if (cluster.sim.nowUs > lastUs) throw new Error(`nothing more came of ${asked.path}`)
      step(cluster)
    }
  }
  return { response, next, close: () => { cancel(cluster, tag) } }
}

/** Three nodes that are Ready after a minute. */
export function readyCluster(options: Partial<ClusterOptions> = {}): ClusterState {
  const cluster = createCluster({ ...defaultClusterOptions, ...options })
  runUntil(cluster, 60_000_000)
  return cluster
}

export function testCluster(cluster: ClusterState = readyCluster()): TestCluster {
  const requests: RestRequest[] = []
  const session = { namespace: 'default' }
  const files: Record<string, string> = {}
  let tag = 1
  const run = async (text: string, signal = new AbortController().signal, heard: (text: string) => void = () => undefined): Promise<Printed> => {
    let out = ''
    let error = ''
    let code = 0
    for (const command of parseScript(text).commands) {
      const kubectl: Kubectl = {
        send: (asked) => {
          requests.push(asked)
          return Promise.resolve(answerOf(cluster, asked))
        },
        stream: (asked) => {
          requests.push(asked)
          tag += 1
          return Promise.resolve(streamOf(cluster, asked, tag, signal))
        },
        out: (told) => {
          out += told
          heard(told)
        },
        error: (told) => { error += told },
        nowMs: () => defaultEpochMs + cluster.sim.nowUs / 1000,
        sleep: (milliseconds) => {
          runFor(cluster, milliseconds * 1000)
          return Promise.resolve()
        },
        signal, session, edit: (shown) => Promise.resolve(bench.editor(shown)), stdin: command.stdin, readFile: (name) => Promise.resolve(files[name]),
        ...(bench.keyboard === undefined ? {} : { keyboard: bench.keyboard }),
      }
      code = await runCommand(kubectl, command)
    }
    return { out, error, code }
  }
  const bench: TestCluster = {
    cluster, requests, session, files, editor: () => undefined, keyboard: undefined, run, wait: (seconds) => { runFor(cluster, seconds * 1_000_000) },
  }
  return bench
}
