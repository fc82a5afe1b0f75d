/** Rules about imports: the table of areas, cycles, dead files, barrels. Each rule gives sentences; none means it holds. */
import { advice, areaOf } from './areas.ts'
import type { Area } from './areas.ts'
import type { Import, SourceFile } from './source-file.ts'

/** Each import against the table of areas. */
export function importsOutsideTable(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const area = areaOf(file.path)
    if (area === undefined) return [`${file.path}: no area of tests/architecture/areas.ts holds it; put it in the folder of the thing it is about`]
    return file.imports.flatMap((edge) => outsideTable(file, area, edge))
  })
}

function outsideTable(file: SourceFile, area: Area, edge: Import): string[] {
  if (edge.external || !edge.target.startsWith('src/')) return []
  const target = areaOf(edge.target)
  if (target === undefined || target.name === area.name) return []
  const where = `${file.path}:${edge.line}: must not import ${edge.target}`
  if (area.name === 'main' && edge.target === 'src/host/worker.ts' && edge.typeOnly) return []
  const speaks = isComponent(area) || area.name === 'engine/client'
  if (speaks && isComponent(target)) {
    return edge.target.endsWith('/messages.ts') && edge.typeOnly ? [] : [`${where}: ${advice['engine component'] ?? ''}`]
  }
  if (!area.mayImport.includes(target.name)) return [`${where}: ${area.name} may import ${area.mayImport.join(', ') || 'nothing of ours'}; ${adviceFor(target)}`]
  if (target.name === 'engine wiring' && !area.name.startsWith('engine') && edge.target !== 'src/engine/index.ts') {
    return [`${where}: src/engine/index.ts is the only file of the engine that others import`]
  }
  return []
}

function isComponent(area: Area): boolean {
  return area.name.startsWith('engine/') && !['engine/simulation', 'engine/client', 'engine/state', 'engine/world tables'].includes(area.name)
}

function adviceFor(target: Area): string {
  const found = target.name.startsWith('engine') ? advice['engine'] : advice[target.name]
  return found ?? 'move what both need into an area that both may import'
}

/** Relative imports name an existing file with its ending. */
export function brokenPaths(files: readonly SourceFile[], exists: (path: string) => boolean): string[] {
  return files.flatMap((file) => file.imports
    .filter((edge) => !edge.external && !exists(edge.target))
    .map((edge) => `${file.path}:${edge.line}: ${edge.target} does not exist; write the path with its ending (.ts, .tsx, .css)`))
}

/** Cycles of imports that remain at run time (type-only imports vanish). Each is told once, from its first file by name. */
export function importCycles(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const done = new Set<string>()
  const found = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path)
    if (start >= 0) found.add(cycleText(trail.slice(start)))
    const file = byPath.get(path)
    if (start >= 0 || done.has(path) || file === undefined) return
    for (const edge of file.imports) if (!edge.typeOnly) visit(edge.target, [...trail, path])
    done.add(path)
  }
  for (const file of files) visit(file.path, [])
  return [...found]
}

function cycleText(cycle: readonly string[]): string {
  const first = cycle.indexOf(cycle.toSorted()[0] ?? '')
  const ordered = [...cycle.slice(first), ...cycle.slice(0, first)]
  return `import cycle: ${[...ordered, ordered[0]].join(' -> ')}; move what both need into a third file`
}

/** Files that no chain of imports from an entry point reaches. */
export function deadFiles(files: readonly SourceFile[], isEntry: (path: string) => boolean): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const alive = new Set<string>()
  const waiting = files.map((file) => file.path).filter(isEntry)
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (alive.has(path)) continue
    alive.add(path)
    for (const edge of byPath.get(path)?.imports ?? []) if (byPath.has(edge.target)) waiting.push(edge.target)
  }
  return files.filter((file) => !alive.has(file.path)).map((file) => `${file.path}: no entry point reaches it; import it where it is used or delete it`)
}

/** Files that only pass on what others export. */
export function barrelFiles(files: readonly SourceFile[]): string[] {
  return files.filter((file) => file.path !== 'src/engine/index.ts' && onlyPassesOn(file))
    .map((file) => `${file.path}: only re-exports; import from the files themselves (src/engine/index.ts is the one exception)`)
}

function onlyPassesOn(file: SourceFile): boolean {
  const body = file.program['body']
  if (!Array.isArray(body) || body.length === 0) return false
  return body.every((statement: { type?: string; source?: unknown }) =>
    statement.type === 'ExportAllDeclaration' || (statement.type === 'ExportNamedDeclaration' && statement.source !== null))
}
