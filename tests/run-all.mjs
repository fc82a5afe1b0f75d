/** `npm test`: every check in order, one quiet line each. The first that fails prints what it said and ends the run. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { canInstallBrowser, findBrowser } from './e2e/find-browser.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const scratch = mkdtempSync(join(tmpdir(), 'podium-test-'))
const counts = { passed: 0, failed: 0 }

const stages = [
  { name: 'lint', run: () => tool('oxlint', []) },
  { name: 'types', run: () => inOrder(['src', 'src/engine', 'src/host', 'src/host/server', 'src/build', 'tests'].map((folder) => () => tool('tsc', ['-p', `${folder}/tsconfig.json`]))) },
  { name: 'unit, property, golden, component, architecture', run: () => vitest('unit', []) },
  { name: 'build', run: () => tool('vite', ['build', '--logLevel', 'warn']) },
  { name: 'browser', run: findOrInstallBrowser },
  { name: 'end to end', run: () => vitest('e2e', ['--config', 'tests/e2e/vitest.config.ts']) },
]

process.exitCode = await runStages()
rmSync(scratch, { recursive: true, force: true })

async function runStages() {
  for (const stage of stages) {
    const startMs = performance.now()
    const result = await stage.run()
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
    console.log(`${result.ok ? 'ok  ' : 'FAIL'} ${stage.name} ${result.note ?? ''}(${seconds} s)`)
    if (!result.ok) {
      console.log(result.output.trimEnd())
      // A stage that fails without a failed test (lint, types, build) counts as one, so that the last line never says 0 failed.
      if (counts.failed === 0) counts.failed = 1
      break
    }
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed`)
  return counts.failed === 0 ? 0 : 1
}

/** Runs a program of node_modules; the result holds all that it printed. */
function tool(name, args, environment = {}) {
  const suffix = process.platform === 'win32' ? '.cmd' : ''
  return program(join(root, 'node_modules', '.bin', name + suffix), args, environment)
}

function program(path, args, environment) {
  return new Promise((resolve) => {
    const child = spawn(path, args, { cwd: root, env: { ...process.env, NO_COLOR: '1', ...environment }, shell: process.platform === 'win32' })
    const parts = []
    child.stdout.on('data', (part) => parts.push(part))
    child.stderr.on('data', (part) => parts.push(part))
    const end = (ok, last) => resolve({ ok, output: Buffer.concat(parts).toString('utf8') + last })
    child.on('error', (error) => end(false, `${path}: ${error.message}\n`))
    child.on('close', (code) => end(code === 0, ''))
  })
}

/** One after the other; the first failure is the result. */
async function inOrder(runs) {
  let result = { ok: true, output: '' }
  for (const run of runs) {
    result = await run()
    if (!result.ok) return result
  }
  return result
}

async function vitest(name, args) {
  const report = join(scratch, `${name}.json`)
  const result = await tool('vitest', ['run', '--reporter=minimal', '--reporter=json', `--outputFile.json=${report}`, ...args])
  const { passed, failed } = readCounts(report)
  counts.passed += passed
  counts.failed += failed
  if (result.ok && passed === 0) return { ok: false, output: `${result.output}\nno test ran` }
  return { ...result, note: `${passed} passed ` }
}

/** Counts of a vitest report; nothing is counted when vitest broke before it wrote one (its output says why). */
function readCounts(report) {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
    return { passed: numPassedTests, failed: numFailedTests }
  } catch (error) {
    if (error.code === 'ENOENT') return { passed: 0, failed: 0 }
    throw error
  }
}

/** Sets CHROME_PATH for the end-to-end tests; installs Debian's Chromium where that needs no question. */
async function findOrInstallBrowser() {
  if (findBrowser() === undefined && canInstallBrowser()) {
    const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
    const installed = await inOrder([
      () => program('/usr/bin/apt-get', ['update'], quiet),
      () => program('/usr/bin/apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], quiet),
    ])
    if (!installed.ok) return installed
  }
  const found = findBrowser()
  if (found === undefined) return { ok: false, output: 'No Chromium or Chrome found: install one, or set CHROME_PATH to its executable.' }
  process.env['CHROME_PATH'] = found
  return { ok: true, output: '' }
}
