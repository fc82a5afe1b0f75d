/** A whole small cluster that is asked as the world outside asks it. */
import { createCluster, request, runFor, runUntil, takeAnswers, takeEvents, type ClusterState } from '../../../src/engine/index.ts'
import { defaultClusterOptions, type ClusterOptions } from '../../../src/protocol/options.ts'
import type { RestEvent, RestRequest, RestResponse } from '../../../src/protocol/rest.ts'

export const second = 1_000_000

export interface WholeCluster {
  readonly cluster: ClusterState
  tag: number
  readonly answers: Map<number, RestResponse>
  readonly events: { readonly tag: number; readonly event: RestEvent | undefined }[]
}

/** A cluster whose nodes are up. */
export function startWhole(options: Partial<ClusterOptions> = {}): WholeCluster {
  const cluster = createCluster({ ...defaultClusterOptions, nodes: 2, ...options })
  runUntil(cluster, 12 * second)
  return { cluster, tag: 1, answers: new Map(), events: [] }
}

/** Runs for simulated seconds and takes what has come. */
export function runSeconds(whole: WholeCluster, seconds: number): void {
  runFor(whole.cluster, seconds * second)
  for (const { tag, response } of takeAnswers(whole.cluster)) whole.answers.set(tag, response)
  whole.events.push(...takeEvents(whole.cluster))
}

/** Sends a request; its tag. */
export function send(whole: WholeCluster, rest: RestRequest): number {
  request(whole.cluster, rest, whole.tag)
  return whole.tag++
}

/** Sends a request and runs until it is answered, at most a few seconds. */
export function ask(
  whole: WholeCluster, method: RestRequest['method'], path: string, body?: unknown, more: Partial<RestRequest> = {},
): RestResponse & { readonly body: Record<string, unknown> } {
  const tag = send(whole, { method, path, ...(body === undefined ? {} : { body: JSON.stringify(body) }), ...more })
  for (let tries = 0; tries < 80 && !whole.answers.has(tag); tries++) runSeconds(whole, 0.1)
  const answer = whole.answers.get(tag)
  if (answer === undefined) throw new Error(`no answer to ${method} ${path}`)
  return answer as RestResponse & { readonly body: Record<string, unknown> }
}

/** The text that a stream has brought so far. */
export function streamed(whole: WholeCluster, tag: number): string {
  return whole.events.flatMap((one) => (one.tag === tag && one.event?.type === 'DATA' ? [String(one.event.object)] : [])).join('')
}

/** True when a stream has ended. */
export function hasEnded(whole: WholeCluster, tag: number): boolean {
  return whole.events.some((one) => one.tag === tag && one.event === undefined)
}

/** A pod of one container that runs a script. */
export function scriptPod(name: string, script: string, more: Readonly<Record<string, unknown>> = {}): unknown {
  return {
    apiVersion: 'v1', kind: 'Pod', metadata: { name },
    spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox:1.37', command: ['sh', '-c', script] }], ...more },
  }
}
