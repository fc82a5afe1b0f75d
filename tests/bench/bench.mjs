/**
 * `npm run bench`: one JSON line per figure. Each figure has a process of its own; the engine is bundled first.
 * `npm run bench -- pods idle` runs only those, `npm run bench -- frames=3,packets` frames of that size and with many
 * packets only. CPU is that of the process, all threads. Judge by ratios: machines differ.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { frames } from './frames.mjs'
import { opening } from './opening.mjs'
import { runInChromium } from './chromium.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const scratch = mkdtempSync(join(tmpdir(), 'podium-bench-'))
const vite = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'vite.cmd' : 'vite')

function build(args) {
  execFileSync(vite, ['build', '--logLevel', 'error', '--emptyOutDir', ...args], {
    cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32',
  })
}

/** Runs a figure; what it printed. */
function figure(name, args = [], nodeFlags = []) {
  const command = [...nodeFlags, '--max-old-space-size=4096', join(scratch, 'figures.js'), name, ...args.map(String)]
  const result = spawnSync(process.execPath, command, { encoding: 'utf8' })
  if (result.status !== 0) throw new Error(`${name}: ${result.stderr}`)
  return result.stdout
}

/** The slowest steps that are slow in all of three runs with different collectors' settings: their own work. */
function ownWork(name, what, pods, nodes) {
  const runs = [8, 16, 64].map((semiSpace) => JSON.parse(figure(name, [pods, nodes], [`--max-semi-space-size=${semiSpace}`])))
  const later = runs.slice(1).map((run) => new Map(run.slow))
  const slow = runs[0].slow
    .filter(([number]) => later.every((run) => run.has(number)))
    .map(([number, ms]) => Math.min(ms, ...later.map((run) => run.get(number))))
  const figures = { pods, nodes, steps: runs[0].steps, over300us: slow.length, slowestMs: Math.max(0, ...slow) }
  console.log(JSON.stringify({ figure: what, ...figures }))
}

/** Everything that index.html names, and what those files name in turn, compressed one by one as a server does. */
function firstView() {
  const out = join(scratch, 'dist')
  build(['--outDir', out])
  const seen = new Map()
  const visit = (path) => {
    if (seen.has(path)) return
    const bytes = readFileSync(path)
    seen.set(path, gzipSync(bytes, { level: 9 }).length)
    if (!/\.(?:html|js|css)$/.test(path)) return
    for (const name of readdirSync(join(out, 'assets'))) {
      if (isLoadedAtOnce(bytes.toString('utf8'), name, path)) visit(resolve(out, 'assets', name))
    }
  }
  visit(join(out, 'index.html'))
  const gzipBytes = [...seen.values()].reduce((sum, size) => sum + size, 0)
  const files = Object.fromEntries([...seen].map(([path, size]) => [path.slice(out.length + 1), size]))
  console.log(JSON.stringify({ figure: 'first view, gzip', kilobytes: Number((gzipBytes / 1000).toFixed(1)), files }))
}

/** Named in the page, or by a static import, or as a worker; `import(...)` is loaded later, on demand. */
function isLoadedAtOnce(text, name, path) {
  if (!text.includes(name)) return false
  if (path.endsWith('.html') || path.endsWith('.css')) return true
  const plain = name.replaceAll('.', '\\.')
  return new RegExp(`(?:from|import)\\s*["']\\./${plain}["']`).test(text) || (text.includes('Worker(') && /worker/i.test(name))
}

const all = {
  cold: () => process.stdout.write(figure('cold')),
  pods: () => process.stdout.write(figure('pods')),
  'many-pods': () => process.stdout.write(figure('many-pods')),
  api: () => process.stdout.write(figure('api', [5000, 1000])),
  idle: () => process.stdout.write(figure('idle', [5000, 600])),
  steps: () => ownWork('slow-steps', 'a step’s own work', 10_000, 1000),
  'steady-steps': () => ownWork('slow-steady-steps', 'a step’s own work in a cluster made directly, 330 simulated s', 150_000, 5000),
  steady: () => process.stdout.write(figure('steady')),
  slices: () => process.stdout.write(figure('slices')),
  chromium: async () => {
    build(['--ssr', join(root, 'tests', 'bench', 'browser-figures.ts'), '--outDir', join(scratch, 'browser')])
    await runInChromium(join(scratch, 'browser', 'browser-figures.js'))
  },
  size: firstView,
  opening: async () => {
    build(['--outDir', join(scratch, 'dist')])
    await opening(join(scratch, 'dist'))
  },
  frames: async (asked) => {
    build(['--outDir', join(scratch, 'dist')])
    await frames(join(scratch, 'dist'), asked)
  },
}
/** "frames=3,packets" asks for some of a figure. */
const given = new Map(process.argv.slice(2).map((argument) => argument.split('=')))
const asked = [...given.keys()]
const unknown = asked.filter((name) => !Object.hasOwn(all, name))
if (unknown.length > 0) throw new Error(`no such figure: ${unknown.join(', ')}; there are ${Object.keys(all).join(', ')}`)
try {
  build(['--ssr', join(root, 'tests', 'bench', 'figures.ts'), '--outDir', scratch])
  for (const [name, run] of Object.entries(all)) if (asked.length === 0 || asked.includes(name)) await run(given.get(name)?.split(','))
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
