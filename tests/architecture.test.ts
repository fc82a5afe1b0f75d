/** The house's walls: who may import whom, what may stand where. Each rule is first shown to catch a violation. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { barrelFiles, brokenPaths, deadFiles, importCycles, importsOutsideTable } from './architecture/import-rules.ts'
import { parseSource } from './architecture/source-file.ts'
import type { SourceFile } from './architecture/source-file.ts'
import { hostDependence, htmlInsertion, leftOvers, looseCode } from './architecture/word-rules.ts'

const entryPoints = [
  /^src\/main\.tsx$/, /^src\/build\/(?:first-view-chunk|kubernetes-schemas|manifest-objects|styles-after-skeleton)\.ts$/, /^src\/host\/worker\.ts$/, /^src\/host\/server\/(?:index|main|server)\.ts$/, /^src\/engine\/index\.ts$/,
  /^src\/gallery\/(?:main|gallery|Gallery)\.tsx?$/, /^src\/gallery\/fixtures\//,
]
const isEntry = (path: string): boolean => entryPoints.some((pattern) => pattern.test(path))

const tree = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((path) => `src/${path.replaceAll('\\', '/')}`).filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts')).toSorted()
  .map((path) => parseSource(path, readFileSync(path, 'utf8')))

const files = (texts: Readonly<Record<string, string>>): SourceFile[] => Object.entries(texts).map(([path, text]) => parseSource(path, text))

describe('the tree keeps its walls', () => {
  it('has files to look at', () => expect(tree.length).toBeGreaterThan(10))
  it('imports only what the table of areas allows', () => expect(importsOutsideTable(tree)).toEqual([]))
  it('imports only files that exist, with their endings', () => expect(brokenPaths(tree, existsSync)).toEqual([]))
  it('has no import cycle', () => expect(importCycles(tree)).toEqual([]))
  it('has no file that no entry point reaches', () => expect(deadFiles(tree, isEntry)).toEqual([]))
  it('has no barrel file but the engine’s', () => expect(barrelFiles(tree)).toEqual([]))
  it('keeps clock, randomness, promises and loose arithmetic out of what decides history', () => expect(hostDependence(tree)).toEqual([]))
  it('never inserts text as HTML', () => expect(htmlInsertion(tree)).toEqual([]))
  it('has no `any` and no default export', () => expect(looseCode(tree)).toEqual([]))
  it('has no left-over reminder and no silenced check', () => expect(leftOvers(tree)).toEqual([]))
})

describe('the table of areas', () => {
  const verdict = (from: string, specifier: string, kind = 'import'): string[] =>
    importsOutsideTable(files({ [from]: `${kind} { x } from '${specifier}'` }))

  it.each([
    ['src/canvas/a.ts', '../engine/index.ts', 'over the wire'],
    ['src/main.tsx', './engine/index.ts', 'over the wire'],
    ['src/ui/Button.tsx', '../kubernetes/version.ts', 'nothing of ours'],
    ['src/engine/simulation/clock.ts', '../../protocol/frame.ts', 'nothing of ours'],
    ['src/kubernetes/names.ts', '../protocol/frame.ts', 'nothing of ours'],
    ['src/canvas/a.ts', '../panels/Inspector.tsx', 'src/ui/'],
    ['src/panels/a.ts', '../bridge/host-connection.ts', 'may import kubernetes, protocol, state'],
    ['src/engine/control-plane/etcd/store.ts', '../../client/informer.ts', 'may import'],
    ['src/engine/control-plane/scheduler/cycle.ts', '../etcd/store.ts', 'meet in the API server'],
    ['src/engine/control-plane/scheduler/cycle.ts', '../etcd/messages.ts', 'meet in the API server'],
    ['src/engine/client/informer.ts', '../control-plane/api-server/handler.ts', 'meet in the API server'],
    ['src/engine/worker-node/kubelet/kubelet.ts', '../../world/programs.ts', 'may import'],
    ['src/host/worker.ts', '../engine/cluster.ts', 'only file of the engine'],
    ['src/elsewhere/a.ts', './b.ts', 'no area'],
  ])('refuses that %s imports %s', (from, specifier, words) => {
    expect(verdict(from, specifier)).toEqual([expect.stringContaining(words)])
  })

  it.each([
    ['src/canvas/a.ts', '../state/cluster-view.ts'],
    ['src/host/worker.ts', '../engine/index.ts'],
    ['src/engine/cluster.ts', './control-plane/etcd/store.ts'],
    ['src/engine/worker-node/kubelet/kubelet.ts', '../../client/informer.ts'],
    ['src/present/Stage.tsx', '../lessons/runner.ts'],
  ])('lets %s import %s', (from, specifier) => expect(verdict(from, specifier)).toEqual([]))

  it('lets components share the types of a messages.ts', () => {
    expect(verdict('src/engine/control-plane/scheduler/cycle.ts', '../etcd/messages.ts', 'import type')).toEqual([])
    expect(verdict('src/engine/client/informer.ts', '../control-plane/api-server/messages.ts', 'import type')).toEqual([])
  })
  it('sees an import() and an export from as imports', () => {
    const caught = importsOutsideTable(files({ 'src/app/a.ts': `export * from '../engine/index.ts'\nexport const later = () => import('../engine/cluster.ts')` }))
    expect(caught).toHaveLength(2)
  })
  it('lets main name the worker by its address', () => {
    expect(importsOutsideTable(files({ 'src/main.tsx': `new Worker(new URL('./host/worker.ts', import.meta.url), { type: 'module' })` }))).toEqual([])
    expect(importsOutsideTable(files({ 'src/main.tsx': `import address from './host/worker.ts?worker&url'` }))).toEqual([])
    expect(importsOutsideTable(files({ 'src/main.tsx': `import * as host from './host/worker.ts'` }))).toHaveLength(1)
  })
})

describe('the shape of imports', () => {
  it('finds a cycle and tells it once', () => {
    const cycle = { 'src/ui/a.ts': `import { b } from './b.ts'`, 'src/ui/b.ts': `import { c } from './c.ts'`, 'src/ui/c.ts': `import { a } from './a.ts'` }
    expect(importCycles(files(cycle))).toEqual([expect.stringContaining('src/ui/a.ts -> src/ui/b.ts -> src/ui/c.ts -> src/ui/a.ts')])
  })
  it('lets types refer to each other', () => {
    expect(importCycles(files({ 'src/ui/a.ts': `import type { B } from './b.ts'`, 'src/ui/b.ts': `import { type A } from './a.ts'` }))).toEqual([])
  })
  it('finds dead files, islands too', () => {
    const island = { 'src/main.tsx': `import './ui/a.ts'`, 'src/ui/a.ts': '', 'src/ui/b.ts': `import './c.ts'`, 'src/ui/c.ts': `import './b.ts'` }
    expect(deadFiles(files(island), isEntry).map((line) => line.split(':')[0])).toEqual(['src/ui/b.ts', 'src/ui/c.ts'])
  })
  it('finds a barrel, and leaves the engine’s alone', () => {
    const text = `export * from './a.ts'\nexport { b } from './b.ts'`
    expect(barrelFiles(files({ 'src/ui/index.ts': text, 'src/engine/index.ts': text, 'src/ui/c.ts': `export const c = 1` }))).toHaveLength(1)
  })
  it('finds a path without its ending', () => {
    expect(brokenPaths(files({ 'src/ui/a.ts': `import { b } from './b'` }), (path) => path === 'src/ui/b.ts')).toHaveLength(1)
  })
})

describe('words that make history depend on the host', () => {
  it.each([
    ['const t = Date.now()', 'simulated time'], ['const r = Math.random()', 'Random'], ['const d = new Date(0)', 'simulated time'],
    ['async function f() {}', 'state machine'], ['const f = async () => 1', 'state machine'], ['let p: Promise<void>', 'state machine'],
    ['setTimeout(f, 1)', 'schedule an event'], ['setInterval(f, 1)', 'schedule an event'], ['new Intl.Collator()', 'locale'],
    ['a.localeCompare(b)', 'locale'], ['Math.log(2)', 'table'], ['Math.exp(x)', 'table'], ['Math.pow(x, y)', 'table'], ['const z = x ** y', 'table'],
  ])('refuses %s and names the replacement', (code, replacement) => {
    for (const folder of ['engine/world', 'kubernetes', 'protocol']) {
      expect(hostDependence(files({ [`src/${folder}/a.ts`]: code }))[0]).toContain(replacement)
    }
  })
  it('lets the page use them, and comments and texts name them', () => {
    expect(hostDependence(files({ 'src/state/a.ts': 'Date.now()', 'src/engine/a.ts': `// Date.now\nconst s = 'Math.random'; const n = 2 ** 32` }))).toEqual([])
  })
})

describe('words that are banned everywhere', () => {
  it.each(['const x = <p dangerouslySetInnerHTML={{ __html: text }} />', 'element.innerHTML = text', 'element.insertAdjacentHTML(a, b)'])('refuses %s', (code) => {
    expect(htmlInsertion(files({ 'src/ui/a.tsx': code }))).not.toEqual([])
  })
  it.each(['let x: any', 'const x = y as any', 'export default 1'])('refuses %s', (code) => {
    expect(looseCode(files({ 'src/ui/a.ts': code }))).not.toEqual([])
  })
  it('refuses reminders and silenced checks', () => {
    const texts = ['TODO later', 'FIXME', 'oxlint-disable-next-line no-x', '@ts-ignore']
    for (const text of texts) expect(leftOvers(files({ 'src/ui/a.ts': `// ${text}` }))).toHaveLength(1)
    expect(leftOvers(files({ 'src/ui/a.ts': '// says why' }))).toEqual([])
  })
})
