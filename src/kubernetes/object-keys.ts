/**
 * Index from an object's namespace and name to a number (its slot). Names of one namespace are spread over sixteen Maps by the end of the
 * name, so that no single Map grows large: growing a Map of 300,000 names takes 10 ms at once, sixteen smaller ones never show.
 */
export interface ObjectKeyIndex {
  readonly namespaces: Map<string, Map<string, number>[]>
}

const parts = 16

export function createKeyIndex(): ObjectKeyIndex {
  return { namespaces: new Map() }
}

/** Generated names differ at their end, so the end decides the part. */
function partOf(name: string): number {
  const length = name.length
  return length < 2 ? length : (name.charCodeAt(length - 1) * 7 + name.charCodeAt(length - 2)) & (parts - 1)
}

/** Number of a key; -1 when it is not there. Cluster-scoped objects have namespace ''. */
export function findKey(index: ObjectKeyIndex, namespace: string, name: string): number {
  return index.namespaces.get(namespace)?.[partOf(name)]?.get(name) ?? -1
}

export function setKey(index: ObjectKeyIndex, namespace: string, name: string, slot: number): void {
  let maps = index.namespaces.get(namespace)
  if (maps === undefined) {
    maps = Array.from({ length: parts }, () => new Map<string, number>())
    index.namespaces.set(namespace, maps)
  }
  maps[partOf(name)]?.set(name, slot)
}

/** Removes a key; a namespace without keys is forgotten. */
export function deleteKey(index: ObjectKeyIndex, namespace: string, name: string): void {
  const maps = index.namespaces.get(namespace)
  if (maps === undefined) return
  const part = maps[partOf(name)]
  if (part === undefined || !part.delete(name) || part.size > 0) return
  if (maps.every((map) => map.size === 0)) index.namespaces.delete(namespace)
}

/** Slots of one namespace (undefined: of all), in no special order. */
export function slotsOf(index: ObjectKeyIndex, namespace: string | undefined): number[] {
  const slots: number[] = []
  for (const [name, maps] of index.namespaces) {
    if (namespace !== undefined && namespace !== name) continue
    for (const map of maps) for (const slot of map.values()) slots.push(slot)
  }
  return slots
}
