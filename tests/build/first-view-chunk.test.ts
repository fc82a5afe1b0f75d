import { describe, expect, it } from 'vitest'
import { firstViewChunk, importedBy } from '../../src/build/first-view-chunk.ts'

const graph = (imports: Readonly<Record<string, readonly string[]>>) => ({
  getModuleInfo: (id: string) => {
    const importedIds = imports[id]
    return importedIds === undefined ? null : { importedIds }
  },
})

describe('what the first view loads', () => {
  it('is the entry and all that it imports, through others and in circles too', () => {
    const found = importedBy('main', graph({ main: ['app', 'outside'], app: ['card'], card: ['app'], later: ['card'] }))
    expect([...found].sort()).toEqual(['app', 'card', 'main', 'outside'])
  })
  it('is one chunk, and nothing else is in it', () => {
    const chunkOf = firstViewChunk('/page/main.tsx')
    const main = '/page/main.tsx'
    const modules = graph({ [main]: ['app'], app: [], later: ['app'] })
    expect([main, 'app', 'later'].map((id) => chunkOf(id, modules))).toEqual(['first-view', 'first-view', null])
  })
})
