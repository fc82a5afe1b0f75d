import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser } from './e2e/find-browser.mjs'

let folder: string
const make = (name: string, mode: number): string => {
  const path = join(folder, name)
  writeFileSync(path, '#!/bin/sh\n')
  chmodSync(path, mode)
  return path
}
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'podium-browser-')) })
afterAll(() => { rmSync(folder, { recursive: true }) })

describe('the browser of the end-to-end tests', () => {
  it('is the one that CHROME_PATH names, before those in PATH', () => {
    const own = make('my-browser', 0o755)
    const inPath = make('chromium', 0o755)
    expect(findBrowser({ CHROME_PATH: own, PATH: folder })).toBe(own)
    expect(findBrowser({ PATH: folder })).toBe(inPath)
  })
  it.skipIf(process.getuid?.() === undefined)('is not a file that can’t be run', () => {
    const text = make('google-chrome', 0o644)
    make('chromium', 0o644)
    expect(findBrowser({ CHROME_PATH: text, PATH: folder })).not.toBe(text)
  })
})
