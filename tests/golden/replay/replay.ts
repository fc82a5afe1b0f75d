/** Drives our cluster with the steps of a recording, at the same times, with the stand-in kubelet's delays. */
import { createCluster, request, runUntil, takeAnswers, world, type ClusterState } from '../../../src/engine/index.ts'
import { defaultClusterOptions } from '../../../src/protocol/options.ts'
import { actsOf } from './commands.ts'
import { inventedNames } from './names.ts'
import { ownStory, recordedStory, type Change, type Recording } from './story.ts'

/** The nodes are Ready and the control plane has come to rest by then. */
const settledUs = 60_000_000

/** A v1.29 cluster of three nodes as the recordings found it, with kubelets that take as long as the stand-in. */
export function preparedCluster(recording: Recording, seed: number): ClusterState {
  const cluster = createCluster({ ...defaultClusterOptions, seed, nodes: 3, compatibility: 'v1.29', nodeCpu: 4, nodeMemoryGi: 16 })
  const quick = { baseUs: 1000, jitterUs: 0 }
  const { 'start-delay': startMs, 'stop-delay': stopMs, jitter = 0 } = recording.fakeKubelet
  cluster.kubelets.options = { ...cluster.kubelets.options, standInKubelet: { startDelayMs: startMs, stopDelayMs: stopMs } }
  cluster.runtimes.options = {
    imagesPresent: true,
    stopUs: stopMs * 1000,
    latencies: { sandbox: quick, create: { baseUs: startMs * 1000, jitterUs: jitter * 1000 }, start: quick, stopSandbox: quick, remove: quick, quick },
  }
  runUntil(cluster, settledUs)
  return cluster
}

/** Our story of a recording. Every request must be accepted. */
export function replay(recording: Recording, seed: number): readonly Change[] {
  const cluster = preparedCluster(recording, seed)
  const startRevision = cluster.etcd.store.revision
  const startUs = cluster.sim.nowUs
  const theirs = inventedNames(recordedStory(recording))
  let lastMs = 0
  for (const step of recording.steps.toSorted((a, b) => a.t - b.t)) {
    lastMs = Math.max(lastMs, step.t)
    const acts = actsOf(step)
    if (acts.length === 0) continue
    runUntil(cluster, startUs + step.t * 1000)
    const ours = new Map([...inventedNames(ownStory(cluster, startRevision, startUs))].map(([real, given]) => [given, real]))
    for (const act of acts) {
      const named = JSON.parse(JSON.stringify(act).replace(/[a-z0-9]+(?:-[a-z0-9]+)+/g, (word) => ours.get(theirs.get(word) ?? '') ?? word)) as typeof act
      if ('request' in named) request(cluster, named.request, 0)
      else {
        const refused = world(cluster, named.world)
        if (refused !== undefined) throw new Error(refused.message)
      }
    }
  }
  runUntil(cluster, startUs + lastMs * 1000 + 10_000_000)
  for (const { response } of takeAnswers(cluster)) {
    if (response.status >= 300) throw new Error(`a request was refused: ${JSON.stringify(response.body)}`)
  }
  return ownStory(cluster, startRevision, startUs)
}
