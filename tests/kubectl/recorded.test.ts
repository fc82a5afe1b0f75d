/** Real kubectl's recorded output against ours over our engine, with what differs by chance masked. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runUntil, world } from '../../src/engine/index.ts'
import { inventedNames } from '../golden/replay/names.ts'
import { preparedCluster } from '../golden/replay/replay.ts'
import { ownStory, recordedStory } from '../golden/replay/story.ts'
import type { Recording } from '../golden/replay/story.ts'
import { blocksOf } from './recorded/blocks.ts'
import type { Block } from './recorded/blocks.ts'
import { asRows, masked } from './recorded/mask.ts'
import { testCluster } from './test-cluster.ts'

/** Rows that are not compared, and why. */
const leftOut: readonly (readonly [RegExp, string])[] = [
  [/NodeAllocatableEnforced/, 'the stand-in kubelets did not send this event'],
  [/Optional:/, 'kubectl 1.32 printed ConfigMapOptional, 1.34 prints Optional'],
  [/(?:System UUID|Boot ID|systemUUID|bootID):/, 'the stand-in kubelets drew identities without hyphens'],
  [/\bzone\b|example\.com\/rack/, 'the stand-in machines stood in one zone and no rack'],
  [/^kubernetes\s+IPv4/, 'the EndpointSlice of the Service kubernetes is not simulated'],
]
/** The same for one recording. */
const alsoLeftOut: Readonly<Record<string, RegExp>> = {
  // A stopped kubelet starts anew here; the stand-in went on where it was.
  'e-node-failure': /Starting kubelet|NodeReady/,
}

/** What kubectl 1.34 says otherwise than the recorded 1.32. */
const newer = (text: string): string => text.replace(/ deleted from \S+ namespace$/gm, ' deleted')

/** Commands that are not compared, and why. */
const notCompared: readonly (readonly [RegExp, string])[] = [
  [/endpoints(?: web)?$/, 'Endpoints are not served'],
  [/^get endpointslices -o yaml$/, 'the EndpointSlice of the Service kubernetes stands in it'],
  [/^version$/, 'another release'],
  [/^api-resources$/, 'fewer kinds are served: the rows that are there are compared below'],
]

/** Moments in the middle of something that goes its own pace here, in milliseconds of the recording. */
const inFlight: Readonly<Record<string, (atMs: number) => boolean>> = {
  // A replacement is on its way.
  'a-deployment-create': (atMs) => atMs >= 4800 && atMs < 5500,
  'c-rolling-update': (atMs) => atMs >= 9000 && atMs < 12_000,
  // A node is missed up to ten seconds earlier or later, by when its kubelet last renewed its Lease.
  'e-node-failure': (atMs) => atMs > 50_000 && atMs < 86_000,
}

const folder = 'tests/fixtures/traces'
const rowsOf = (name: string, text: string): readonly string[] =>
  asRows(newer(text.trimEnd())).filter((row) => !leftOut.some(([pattern]) => pattern.test(row)) && alsoLeftOut[name]?.test(row) !== true)

interface Compared {
  readonly command: string
  readonly rows: readonly string[]
  readonly code: number
}

/** Runs a recording's commands at its moments; gives what is compared of theirs and ours. */
async function play(name: string): Promise<{ readonly theirs: readonly Compared[]; readonly ours: readonly Compared[] }> {
  const recording = JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')) as Recording
  const cluster = preparedCluster(recording, 1)
  const bench = testCluster(cluster)
  const startUs = cluster.sim.nowUs
  const startRevision = cluster.etcd.store.revision
  const given = inventedNames(recordedStory(recording))
  const theirs: Compared[] = []
  const ours: Compared[] = []
  const run = async (block: Block, recorded: string): Promise<void> => {
    const real = new Map([...inventedNames(ownStory(cluster, startRevision, startUs))].map(([own, known]) => [known, own]))
    const command = recorded.replace(/[a-z0-9]+(?:-[a-z0-9]+)+/g, (word) => real.get(given.get(word) ?? '') ?? word)
    const { out, error, code } = await bench.run(block.stdin === '' ? command : `${command} <<'END'\n${block.stdin}END`)
    const ready = /annotate pod (\S+) fake\/ready=(\w+)/.exec(command)
    if (ready !== null) world(cluster, { type: 'setReadiness', namespace: 'default', pod: ready[1]!, container: 'nginx', ready: ready[2] === 'true' })
    if (notCompared.some(([pattern]) => pattern.test(recorded)) || inFlight[name]?.(block.atMs) === true) return
    theirs.push({ command: recorded, rows: rowsOf(name, block.printed), code: block.code })
    ours.push({ command: recorded, rows: rowsOf(name, out + error), code })
  }
  for (const block of blocksOf(readFileSync(`${folder}/${name}.kubectl.txt`, 'utf8'))) {
    runUntil(cluster, Math.max(cluster.sim.nowUs, startUs + block.atMs * 1000))
    const { kubelet, command } = block
    if (kubelet !== undefined) world(cluster, { type: kubelet.verb === 'kill' ? 'stopProcess' : 'startProcess', process: 'kubelet', node: kubelet.node })
    else if (command !== undefined) await run(block, command)
  }
  return { theirs, ours }
}

describe('kubectl prints what the real one printed', () => {
  it.each([
    ['a-deployment-create', 28], ['b-scale', 9], ['c-rolling-update', 9], ['e-node-failure', 6], ['i-service-endpoints', 15],
  ] as const)('of %s, for at least %i commands', async (name, least) => {
    const { theirs, ours } = await play(name)
    expect(ours).toEqual(theirs)
    expect(ours.length).toBeGreaterThanOrEqual(least)
  })

  it('of api-resources, for every kind that is served', async () => {
    const text = readFileSync(`${folder}/a-deployment-create.kubectl.txt`, 'utf8')
    const block = blocksOf(text).find((one) => one.command === 'api-resources')
    const { out } = await testCluster().run('api-resources')
    const known = masked(block?.printed ?? '').split('\n')
    const rows = masked(out).trimEnd().split('\n')
    // That cluster had no metrics server.
    expect(rows.filter((row) => !known.includes(row) && !row.includes('metrics.k8s.io'))).toEqual([])
    expect(rows.length).toBeGreaterThan(10)
  })
})
