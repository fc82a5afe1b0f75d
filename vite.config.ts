import react from '@vitejs/plugin-react'
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { parseManifest } from './src/kubectl/apply/parse-manifest.ts'

/**
 * `import { objects } from '...yaml?objects'`: a manifest's objects, one JSON text each, read when the page is built, so that the first view
 * loads no YAML parser. A manifest with a problem ends the build.
 */
function manifestObjects(): Plugin {
  const mark = '\0objects:'
  return {
    name: 'manifest-objects',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!source.endsWith('.yaml?objects') || importer === undefined) return undefined
      return mark + resolve(dirname(importer), source.slice(0, source.indexOf('?')))
    },
    load(id) {
      if (!id.startsWith(mark)) return undefined
      const path = id.slice(mark.length)
      this.addWatchFile(path)
      const { documents, problems } = parseManifest(readFileSync(path, 'utf8'))
      for (const { line, column, message } of problems) this.error(`${path}:${line}:${column}: ${message}`)
      return `export const objects = ${JSON.stringify(documents.map((document) => JSON.stringify(document.value)))}`
    },
  }
}

export default defineConfig({
  // Relative addresses: the same files work from any sub-path.
  base: './',
  plugins: [react(), manifestObjects()],
  // A classic worker can be inlined and started where a module worker can't (file://, sandboxed iframes).
  worker: { format: 'iife' },
  build: { target: 'es2023', chunkSizeWarningLimit: 700 },
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: ['tests/e2e/**'],
    environment: 'node',
    // Only so that a hang ends: no test depends on how fast the machine is, or how busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ['tests/setup-dom.ts'],
  },
})
