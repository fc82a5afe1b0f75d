/**
 * One life of a cluster, typed twice: by the real kubectl into one served cluster, by the page's into its twin of the same seed. Same text,
 * same exit code. Ages, random suffixes and addresses are masked. Where there is no kubectl, what one said is compared in its stead;
 * RECORD_KUBECTL=1 writes that anew.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { masked } from '../../kubectl/recorded/mask.ts'
import { realVersion, runPage, runReal, sharedFile, type Printed } from './real-kubectl.ts'
import { startTestServer, type TestServer } from './running-server.ts'

/** Older ones print other words in places. */
const leastMinor = 31
const found = realVersion()
const version = Number(found?.split('.')[1] ?? 0) >= leastMinor ? found : undefined
const recording = process.env['RECORD_KUBECTL'] === '1'
const recordPath = 'tests/fixtures/real-kubectl.json'

interface Recording { readonly version: string; readonly lines: readonly { readonly line: string; readonly said: Comparable }[] }
interface Comparable { readonly out: string; readonly error: string; readonly code: number }

const recorded = recording ? undefined : JSON.parse(readFileSync(recordPath, 'utf8')) as Recording
const told = version === undefined
  ? `no kubectl 1.${leastMinor} or newer on this machine: as kubectl ${recorded?.version ?? ''} said when it was recorded` : `kubectl ${version}`
const saidNow: { line: string; said: Comparable }[] = []

// A busy machine gives the engine less than real time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

/** One line of a life; a here-document belongs to it. */
const lines = readFileSync('tests/fixtures/kubectl/differential.txt', 'utf8').trim().split(/\n(?=kubectl )/)
const folder = 'tests/fixtures/kubectl/files'
const files = Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]))

let real: TestServer | undefined
let page: TestServer

beforeAll(async () => {
  page = await startTestServer({ speed: 5 })
  if (version === undefined) return
  real = await startTestServer({ speed: 5 })
  for (const [name, text] of Object.entries(files)) sharedFile(real, name, text)
})
afterAll(async () => {
  await Promise.all([page.end(), real?.end()])
  if (recording) writeFileSync(recordPath, `${JSON.stringify({ version, lines: saidNow }, undefined, 1)}\n`)
})

/** The page's kubectl is of release 1.34. What older ones, and one that a distribution built, say otherwise. */
const otherReleases: readonly (readonly [RegExp, string])[] = [
  [/ from \S+ namespace$/gm, ''],
  [/^( *)metadata:\n *creationTimestamp: null\n(?!\1 )/gm, '$1metadata: {}\n'],
  [/^ *creationTimestamp: null\n/gm, ''],
  [/ConfigMapOptional: +<nil>/g, 'Optional:  false'],
  [/(?<=\d\/(?:TCP|UDP)) \([a-z]+\)/g, ''],
  [/^Error: /gm, 'error: '],
  [/^E\d{4} .* err="(.*)"$/gm, 'error: $1'],
  [/\\"/g, '"'],
]
/** What is of the machine, or of the moment. */
const ofTheMachine: readonly (readonly [RegExp, string])[] = [
  [/(?<=https:\/\/[\d.]+:)\d+/g, 'PORT'],
  [/\/tmp\/(LIVE|MERGED)-\d+/g, '$1'],
  [/^((?:---|\+\+\+) .*)\t\d{4}-.*$/gm, '$1'],
  [/^Waiting for deployment .*\n/gm, ''],
  [/(?<=^node-\d +\d+m +\d+% +)\d+Mi +\d+%/gm, 'MEMORY'],
  [/(?<=Resource Version: +)\d+/g, 'N'],
  [/(?<=percentage of request\): +)\S+ \(\S+\)/g, 'USAGE'],
  [/^( +(?:AbleToScale +True|ScalingLimited)) .*$/gm, '$1'],
  [/\[\d\d\/\w{3}\/\d{4}(?::\d\d){3} \+0000\]/g, '[TIME]'],
]

/** Lines with random names stand in another order each time: those of tables and names are compared as a set. */
const ordered = /-o (?:yaml|json|jsonpath)|^kubectl (?:explain|diff|rollout history|config)/

/** Pods on their way out are among them, one more or less: alike rows count once. */
const leaving = /^kubectl label pods/

function comparable({ out, error, code }: Printed, line: string): Comparable {
  const plain = (text: string): string => {
    const rows = masked([...otherReleases, ...ofTheMachine].reduce((now, [pattern, by]) => now.replace(pattern, by), text)).split('\n')
    const kept = leaving.test(line) ? rows.filter((row, i) => rows.indexOf(row) === i) : rows
    return (ordered.test(line) ? kept : kept.toSorted()).join('\n')
  }
  return { out: plain(out), error: plain(error), code }
}

/** What the real kubectl says to the line, or said when it was recorded. */
async function realAnswer(line: string, number: number): Promise<Comparable> {
  if (real === undefined) {
    const known = recorded?.lines[number]
    if (known === undefined || known.line !== line) throw new Error(`${recordPath} does not hold "${line}": record it anew`)
    return known.said
  }
  const said = comparable(await runReal(real, line), line)
  saidNow.push({ line, said })
  return said
}

describe(`the page's kubectl says what the real one says (${told})`, () => {
  it.each(lines.map((line, number) => [line, number] as const))('%s', async (line, number) => {
    const [theirs, ours] = await Promise.all([realAnswer(line, number), runPage(page, line, files)])
    expect(comparable(ours, line)).toEqual(theirs)
  })
  it('over a life of at least 200 lines', () => { expect(lines.length).toBeGreaterThanOrEqual(200) })
})
