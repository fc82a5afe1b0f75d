/** Manifests that the build reads, so that the first view loads no YAML parser. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Plugin } from 'vite'
import { parseManifest } from '../kubectl/apply/parse-manifest.ts'

/** The objects of a manifest file, one JSON text each. Throws with the place of its first problem. */
function readManifestObjects(path: string): readonly string[] {
  const { documents, problems } = parseManifest(readFileSync(path, 'utf8'))
  for (const { line, column, message } of problems) throw new Error(`${path}:${line}:${column}: ${message}`)
  return documents.map((document) => JSON.stringify(document.value))
}

/** `import { objects } from '...yaml?objects'`: a manifest's objects. A manifest with a problem ends the build. */
export function manifestObjects(): Plugin {
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
      return `export const objects = ${JSON.stringify(readManifestObjects(path))}`
    },
  }
}
