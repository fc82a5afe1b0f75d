/**
 * Fills `src/openapi/kubernetes-schemas.ts`: Kubernetes' types and descriptions out of the package `kubernetes-types`, so that none of its
 * text stands in this project.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'
import { definitionsOf } from './type-declarations.ts'

export function kubernetesSchemas(): Plugin {
  return {
    name: 'kubernetes-schemas',
    enforce: 'pre',
    load(id) {
      if (!id.replaceAll('\\', '/').endsWith('/src/openapi/kubernetes-schemas.ts')) return undefined
      const folder = dirname(createRequire(import.meta.url).resolve('kubernetes-types/package.json'))
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.d.ts')).toSorted()
      const definitions = files.map((file) =>
        definitionsOf(file.replace('.d.ts', '').replaceAll('\\', '/'), readFileSync(join(folder, file), 'utf8')))
      return `export const definitions = ${JSON.stringify(JSON.stringify(Object.assign({}, ...definitions)))}`
    },
  }
}
