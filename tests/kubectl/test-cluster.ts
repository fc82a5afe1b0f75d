/** kubectl over a real engine: requests are answered by stepping the cluster, and sleeping lets its clock go on. */
import { createCluster, request, runFor, runUntil, step, takeAnswers, type ClusterState } from '../../src/engine/index.ts'
import type { Kubectl } from '../../src/kubectl/kubectl.ts'
import { parseScript } from '../../src/kubectl/parse/script.ts'
import { runCommand } from '../../src/kubectl/run.ts'
import { defaultClusterOptions, defaultEpochMs } from '../../src/protocol/options.ts'
import type { ClusterOptions } from '../../src/protocol/options.ts'
import type { RestRequest, RestResponse } from '../../src/protocol/rest.ts'

export interface TestCluster {
  readonly cluster: ClusterState
  readonly requests: RestRequest[]
  readonly session: { namespace: string }
  readonly files: Record<string, string>
  /** Runs a text; gives what was printed to both outputs, and the last exit code. */
  run(text: string): Promise<Printed>
  /** Lets simulated time go by. */
  wait(seconds: number): void
}

export interface Printed {
  readonly out: string
  readonly error: string
  readonly code: number
}

/** Steps until the answer to a request has come. */
function answerOf(cluster: ClusterState, asked: RestRequest): RestResponse {
  request(cluster, asked, 1)
  for (let steps = 0; steps < 200_000; steps++) {
    const [answer] = takeAnswers(cluster)
    if (answer !== undefined) return answer.response
    step(cluster)
  }
  throw new Error(`no answer to ${asked.method} ${asked.path}`)
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
  const run = async (text: string, signal = new AbortController().signal): Promise<Printed> => {
    let out = ''
    let error = ''
    let code = 0
    for (const command of parseScript(text).commands) {
      const kubectl: Kubectl = {
        send: (asked) => {
          requests.push(asked)
          return Promise.resolve(answerOf(cluster, asked))
        },
        out: (told) => { out += told },
        error: (told) => { error += told },
        nowMs: () => defaultEpochMs + cluster.sim.nowUs / 1000,
        sleep: (milliseconds) => {
          runFor(cluster, milliseconds * 1000)
          return Promise.resolve()
        },
        signal, session, stdin: command.stdin, readFile: (name) => Promise.resolve(files[name]),
      }
      code = await runCommand(kubectl, command)
    }
    return { out, error, code }
  }
  return { cluster, requests, session, files, run, wait: (seconds) => { runFor(cluster, seconds * 1_000_000) } }
}
