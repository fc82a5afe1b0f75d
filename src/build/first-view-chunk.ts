import { normalizePath } from 'vite'

/** What a bundler tells of a module: those that it imports outright, not the ones that it loads later. */
interface ModuleGraph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null
}

/** `entry` and all that it imports, directly or through others, by their ids. */
export function importedBy(entry: string, graph: ModuleGraph): ReadonlySet<string> {
  const found = new Set<string>()
  const waiting = [entry]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue
    found.add(id)
    waiting.push(...graph.getModuleInfo(id)?.importedIds ?? [])
  }
  return found
}

/**
 * Puts all that the first view loads into one chunk. The bundler makes one of each set of modules that several later parts share: thirty small
 * ones, each with a journey of its own, and a fiftieth larger together, since nothing in them is compressed against its neighbours. `entry`: the
 * path of the page's first module.
 */
export function firstViewChunk(entry: string): (id: string, graph: ModuleGraph) => string | null {
  let first: ReadonlySet<string> | undefined
  return (id, graph) => {
    first ??= importedBy(normalizePath(entry), graph)
    return first.has(id) ? 'first-view' : null
  }
}
