/**
 * A rollout at 100 times the speed as the page runs it: an engine host that gives the engine slices, projects a frame and posts it. What
 * one such turn takes is how long the worker's thread is blocked, collections included.
 */
import { createEngineHost } from '../../src/host/engine-host.ts'
import type { Frame } from '../../src/protocol/frame.ts'
import { defaultClusterOptions } from '../../src/protocol/options.ts'
import { protocolVersion } from '../../src/protocol/vocabulary.ts'
import { manifests } from './load.ts'

export interface SliceFigures {
  readonly pods: number
  readonly nodes: number
  readonly slices: number
  /** Slices by the wall clock, which on a busy machine counts others' work as well. */
  readonly wall: Spread
  /** The same by what they cost the process, where that can be known: all threads, the collector's too. */
  readonly cpu: Spread | undefined
}

interface Spread {
  readonly under8msPercent: number
  readonly over50ms: number
  readonly longestMs: number
  readonly msPerPod: number
}

function spreadOf(took: readonly number[], pods: number): Spread {
  return {
    under8msPercent: rounded((100 * took.filter((ms) => ms < 8).length) / took.length), over50ms: took.filter((ms) => ms > 50).length,
    longestMs: rounded(took.reduce((most, ms) => Math.max(most, ms), 0)), msPerPod: rounded(took.reduce((sum, ms) => sum + ms, 0) / pods, 3),
  }
}

const replicasPerDeployment = 1000
const frameEveryMs = 16
/** Room for 20 pods a second, which is what the controllers' request rate lets through, and as much again. */
const simSecondsPerPod = 0.1

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds) })
}

/**
 * Runs Deployments of 1,000 replicas until all are ready. `now`: the wall's milliseconds; `cpuMs`: those of the process. Throws when they are
 * not within the simulated time that they need.
 */
export async function rolloutSlices(pods: number, nodes: number, now: () => number, cpuMs?: () => number): Promise<SliceFigures> {
  let newest: Frame | undefined
  let owesAck = false
  const ready = new Map<number, number>()
  const host = createEngineHost((message) => {
    if (message.type === 'fault') throw new Error(message.message)
    if (message.type !== 'frame') return
    newest = message.frame
    owesAck = true
    for (const record of message.frame.records) if (record.kind === 'Deployment') ready.set(record.slot, record.readyReplicas)
  }, now)
  const options = { ...defaultClusterOptions, nodes, nodeCpu: 32, nodeMemoryGi: 64 }
  host.handle({ type: 'start', protocolVersion, options, pace: [{ pace: 'rate', rate: 100 }, { pace: 'play' }] })
  while (!host.hasStarted()) host.tick()
  const deployments = Math.ceil(pods / replicasPerDeployment)
  for (let number = 0; number < deployments; number++) {
    for (const { path, body } of manifests(number, Math.min(replicasPerDeployment, pods - number * replicasPerDeployment))) {
      const request = { method: 'POST' as const, path, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
      host.handle({ type: 'request', id: number, request, label: 'apply' })
    }
  }
  const took: number[] = []
  const cost: number[] = []
  const isComplete = (): boolean => [...ready.values()].reduce((sum, count) => sum + count, 0) === pods
  let shownMs = now()
  while (!isComplete()) {
    if (took.length > 0 && newest?.pace.playing === false) throw new Error('the cluster stands still')
    if ((newest?.simTimeUs ?? 0) > (60 + pods * simSecondsPerPod) * 1_000_000) throw new Error(`${pods} pods are not ready in time`)
    if (owesAck && now() - shownMs >= frameEveryMs && newest !== undefined) {
      owesAck = false
      shownMs = now()
      host.handle({ type: 'ack', frame: newest.to })
    }
    const fromMs = now()
    const fromCpuMs = cpuMs?.() ?? 0
    const delayMs = host.tick()
    took.push(now() - fromMs)
    if (cpuMs !== undefined) cost.push(cpuMs() - fromCpuMs)
    // As in the worker: the page's messages come in between.
    await pause(Math.min(delayMs, frameEveryMs))
  }
  return {
    pods, nodes, slices: took.length, wall: spreadOf(took, pods), cpu: cpuMs === undefined ? undefined : spreadOf(cost, pods),
  }
}

function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits))
}
