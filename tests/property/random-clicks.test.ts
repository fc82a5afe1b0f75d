/**
 * Random clicks and faults with the invariants on after every step; then everything is healed and the cluster must come to what it was
 * asked for. A failure prints seed, step, the broken invariant and the commands that led there.
 */
import { describe, expect, it } from 'vitest'
import {
  brokenInvariants, createCluster, createInvariantMemory, machinesOf, nextTimeUs, step, takeAnswers, type ClusterState,
  type InvariantMemory,
} from '../../src/engine/index.ts'
import { forkRandom, nextInt } from '../../src/engine/simulation/random.ts'
import { defaultClusterOptions } from '../../src/protocol/options.ts'
import { click, clicks, createDeployment, createService, type Clicker } from './clicks.ts'
import { faultsOf, healObjects, healWorld } from './healing.ts'
import { recountFaults } from './recounts.ts'

const seeds = Array.from({ length: Number(process.env['PODIUM_SEEDS'] ?? 200) }, (_, i) => i + 1)
const firstSeed = Number(process.env['PODIUM_FIRST_SEED'] ?? 1)
const clicksPerSeed = 16
const everythingEverySteps = 1000
const secondsToConverge = 900
/** Only so that a hang ends: a seed takes some tenths of a second. */
const patienceMs = 120_000

interface Run {
  readonly clicker: Clicker
  readonly memory: InvariantMemory
  steps: number
}

const counts = new Map<string, number>()
const reached = { notReady: 0, evictions: 0, lostMessages: 0, answeredByNobody: 0, restarts: 0, unschedulable: 0 }

function fail(run: Run, seed: number, what: readonly string[]): never {
  const { sim } = run.clicker.cluster
  throw new Error(
    `seed ${seed}, step ${sim.steps}, ${(sim.nowUs / 1_000_000).toFixed(3)} s:\n${what.slice(0, 10).join('\n')}\nafter these commands:\n` +
    run.clicker.log.join('\n'))
}

function check(run: Run, seed: number, depth: 'step' | 'everything'): void {
  const broken = brokenInvariants(run.clicker.cluster, run.memory, depth)
  if (broken.length > 0) fail(run, seed, broken)
}

/** Runs for a simulated time with the invariants on after every step; now and then all is looked at anew, to prove what the steps saw. */
function runChecked(run: Run, seed: number, seconds: number): void {
  const { cluster } = run.clicker
  const endUs = cluster.sim.nowUs + seconds * 1_000_000
  while (nextTimeUs(cluster.sim) <= endUs) {
    step(cluster)
    run.steps++
    check(run, seed, 'step')
    if (run.steps % everythingEverySteps === 0) check(run, seed, 'everything')
  }
  cluster.sim.nowUs = endUs
  check(run, seed, 'everything')
  reached.answeredByNobody += takeAnswers(cluster).filter((answer) => answer.response.status === 503).length
}

function checkRecounts(run: Run, seed: number): void {
  const faults = recountFaults(run.clicker.cluster)
  if (faults.length > 0) fail(run, seed, faults)
}

function start(seed: number): Run {
  const random = forkRandom(seed, 'test/clicks')
  const cluster = createCluster({ ...defaultClusterOptions, seed, nodes: 3 + nextInt(random, 3) })
  const run: Run = { clicker: { cluster, random, log: [], counts, nextTag: 1 }, memory: createInvariantMemory(), steps: 0 }
  runChecked(run, seed, 12)
  createDeployment(run.clicker, 'web', 1 + nextInt(random, 6), 'nginx:1.25')
  createService(run.clicker, 'web')
  runChecked(run, seed, 5)
  return run
}

/** Mostly moments, sometimes long enough for a node to be given up and its pods to be evicted. */
function pauseSeconds({ random }: Clicker): number {
  const dice = nextInt(random, 20)
  if (dice === 0) return 380
  if (dice < 3) return 60
  return dice < 10 ? nextInt(random, 1000) / 1000 : nextInt(random, 15)
}

function noteWhatWasReached(cluster: ClusterState): void {
  const { history } = cluster.etcd.store
  for (let number = Math.max(0, history.count - history.capacity); number < history.count; number++) {
    const at = number & (history.capacity - 1)
    const text = JSON.stringify((history.after[at] as { readonly status?: unknown } | undefined)?.status) ?? ''
    if (text.includes('NodeStatusUnknown')) reached.notReady++
    if (text.includes('DeletionByTaintManager')) reached.evictions++
    if (text.includes('"Unschedulable"')) reached.unschedulable++
  }
  for (let link = 0; link < cluster.sim.links.count; link++) reached.lostMessages += cluster.sim.links.lost[link]!
  for (const state of cluster.world.processes.values()) reached.restarts += state.restarts
}

// The last test looks at what the others have done.
describe('random clicks and faults', { shuffle: false }, () => {
  it.each(seeds.map((seed) => seed + firstSeed - 1))('keep every invariant, and heal: seed %d', (seed) => {
    const run = start(seed)
    const { clicker } = run
    for (let i = 0; i < clicksPerSeed; i++) {
      click(clicker)
      runChecked(run, seed, pauseSeconds(clicker))
      if (i % 5 === 4) checkRecounts(run, seed)
    }
    healWorld(clicker)
    runChecked(run, seed, 30)
    healWorld(clicker)
    healObjects(clicker)
    for (let waited = 0; faultsOf(clicker.cluster).length > 0 && waited < secondsToConverge; waited += 10) runChecked(run, seed, 10)
    const faults = faultsOf(clicker.cluster)
    if (faults.length > 0) fail(run, seed, [`not converged ${secondsToConverge} s after healing:`, ...faults])
    expect(machinesOf(clicker.cluster).length).toBeGreaterThanOrEqual(3)
    checkRecounts(run, seed)
    noteWhatWasReached(clicker.cluster)
  }, patienceMs)

  it('did everything that can be done, and the faults were felt', () => {
    const least = seeds.length / 10
    expect(Object.keys(clicks).filter((kind) => (counts.get(kind) ?? 0) < least)).toEqual([])
    expect(Object.entries(reached).filter(([, count]) => count < 1)).toEqual([])
  })
})
