/**
 * The checks of the whole state, kept up change by change, so that they can run after every step: only what a step's writes touched is
 * looked at. `trackingDifferences` proves that what was kept up equals what counting anew gives.
 */
import { podResources } from '../../kubernetes/pod-resources.ts'
import { resourceInfo, type ResourceName } from '../../kubernetes/resources.ts'
import type { Pod } from '../../kubernetes/types/core.ts'
import type { KubernetesObject } from '../../kubernetes/types/meta.ts'
import type { CacheProgress, CacheReading, ClusterReading, InvariantMemory, Tracking } from './reading.ts'
import {
  cacheDifferences, checkCaches, controllerOf, eachObject, orphanUs, outlived, ownedKinds, ownerKinds, overCapacity, runsOn,
} from './state-checks.ts'

const idOf = (resource: ResourceName): number => resourceInfo(resource).id
const podsId = idOf('pods')
const nodesId = idOf('nodes')
const ownerIds: ReadonlySet<number> = new Set(ownerKinds.map(idOf))
const ownedIds: ReadonlySet<number> = new Set(ownedKinds.map(idOf))

/** Counts everything that is tracked from the state as it is now. */
function countAnew(reading: ClusterReading): Tracking {
  const tracking: Tracking = {
    nextChange: reading.history.count, used: new Map(), owners: new Set(), owned: new Map(), orphans: new Map(), caches: new Map(),
  }
  eachObject<Pod>(reading, 'pods', (pod) => addUse(tracking, pod, 1))
  for (const resource of ownerKinds) eachObject(reading, resource, (object) => tracking.owners.add(object.metadata.uid))
  for (const resource of ownedKinds) eachObject(reading, resource, (object) => addOwned(tracking, object))
  return tracking
}

function addUse(tracking: Tracking, pod: Pod | undefined, sign: 1 | -1): string | undefined {
  const node = pod === undefined ? undefined : runsOn(pod)
  if (pod === undefined || node === undefined) return undefined
  let sum = tracking.used.get(node)
  if (sum === undefined) tracking.used.set(node, sum = { cpuMilli: 0, memoryBytes: 0, pods: 0 })
  const ask = podResources(pod.spec)
  sum.cpuMilli += sign * ask.cpuMilli
  sum.memoryBytes += sign * ask.memoryBytes
  sum.pods += sign
  if (sum.pods === 0) tracking.used.delete(node)
  return node
}

function addOwned(tracking: Tracking, object: KubernetesObject): void {
  const owner = controllerOf(object)
  if (owner === undefined) return
  const objects = tracking.owned.get(owner.uid)
  if (objects === undefined) tracking.owned.set(owner.uid, new Map([[object.metadata.uid, object]]))
  else objects.set(object.metadata.uid, object)
  if (!tracking.owners.has(owner.uid)) tracking.orphans.set(object.metadata.uid, object)
}

function removeOwned(tracking: Tracking, object: KubernetesObject): void {
  const owner = controllerOf(object)
  if (owner === undefined) return
  const objects = tracking.owned.get(owner.uid)
  objects?.delete(object.metadata.uid)
  if (objects?.size === 0) tracking.owned.delete(owner.uid)
  tracking.orphans.delete(object.metadata.uid)
}

/** Takes one change. `nodes`: names of those whose load or size is another now. */
function takeChange(
  tracking: Tracking, resource: number, before: KubernetesObject | undefined, after: KubernetesObject | undefined, nodes: Set<string>,
): void {
  if (resource === podsId) {
    for (const name of [addUse(tracking, before as Pod | undefined, -1), addUse(tracking, after as Pod | undefined, 1)]) {
      if (name !== undefined) nodes.add(name)
    }
  }
  if (resource === nodesId && after !== undefined) nodes.add(after.metadata.name)
  if (ownedIds.has(resource)) {
    if (before !== undefined) removeOwned(tracking, before)
    if (after !== undefined) addOwned(tracking, after)
  }
  if (!ownerIds.has(resource)) return
  if (after === undefined && before !== undefined) {
    tracking.owners.delete(before.metadata.uid)
    for (const [uid, object] of tracking.owned.get(before.metadata.uid) ?? []) tracking.orphans.set(uid, object)
  } else if (before === undefined && after !== undefined) {
    tracking.owners.add(after.metadata.uid)
    for (const uid of tracking.owned.get(after.metadata.uid)?.keys() ?? []) tracking.orphans.delete(uid)
  }
}

/** Orphans that the collector had time for. */
function checkOrphans(reading: ClusterReading, memory: InvariantMemory, tracking: Tracking, broken: string[]): void {
  if (tracking.orphans.size === 0) {
    memory.orphanSinceUs.clear()
    return
  }
  const since = new Map<string, number>()
  for (const [uid, object] of tracking.orphans) {
    const fromUs = reading.collectorWorks ? memory.orphanSinceUs.get(uid) ?? reading.nowUs : reading.nowUs
    since.set(uid, fromUs)
    if (reading.nowUs - fromUs > orphanUs) broken.push(outlived(object))
  }
  memory.orphanSinceUs = since
}

/** Looks at what a cache has taken since the last look: it must hold what etcd had, slot for slot. */
function checkCache(reading: ClusterReading, cache: CacheReading, progress: CacheProgress, broken: string[]): void {
  const { history } = reading
  const id = idOf(cache.resource)
  const touched = new Map<number, KubernetesObject | undefined>()
  for (; progress.nextChange < history.count; progress.nextChange++) {
    const at = progress.nextChange % history.capacity
    if (history.revision[at]! > cache.revision) break
    if (history.resource[at] === id) touched.set(history.slot[at]!, history.after(at))
  }
  progress.revision = cache.revision
  broken.push(...cacheDifferences(cache, touched, touched.keys()))
}

function checkProgress(reading: ClusterReading, tracking: Tracking, broken: string[]): void {
  const oldest = Math.max(0, reading.history.count - reading.history.capacity)
  for (const cache of reading.caches) {
    const known = tracking.caches.get(cache)
    if (known?.revision === cache.revision && known.objects === cache.objects) continue
    if (known !== undefined && known.objects === cache.objects && known.revision < cache.revision && known.nextChange >= oldest) {
      checkCache(reading, cache, known, broken)
      continue
    }
    tracking.caches.delete(cache)
    if (!cache.filled) continue
    broken.push(...checkCaches(reading, [cache]))
    let next = reading.history.count
    while (next > oldest && reading.history.revision[(next - 1) % reading.history.capacity]! > cache.revision) next--
    tracking.caches.set(cache, { objects: cache.objects, revision: cache.revision, nextChange: next })
  }
}

/** What the changes since the last look broke, in words. */
export function checkTouched(reading: ClusterReading, memory: InvariantMemory): readonly string[] {
  const broken: string[] = []
  const { history } = reading
  if (memory.tracking === undefined || memory.tracking.nextChange < history.count - history.capacity) memory.tracking = countAnew(reading)
  const { tracking } = memory
  if (tracking.nextChange < history.count) {
    const nodes = new Set<string>()
    for (; tracking.nextChange < history.count; tracking.nextChange++) {
      const at = tracking.nextChange % history.capacity
      takeChange(tracking, history.resource[at]!, history.before(at), history.after(at), nodes)
    }
    if (nodes.size > 0) broken.push(...overCapacity(reading, tracking.used, nodes))
  }
  checkOrphans(reading, memory, tracking, broken)
  checkProgress(reading, tracking, broken)
  return broken
}

/** Where what was kept up differs from what counting anew gives; none: the checks after each step saw the truth. */
export function trackingDifferences(reading: ClusterReading, memory: InvariantMemory): readonly string[] {
  const { tracking } = memory
  if (tracking === undefined || tracking.nextChange !== reading.history.count) return []
  const anew = countAnew(reading)
  const different: string[] = []
  for (const node of new Set([...tracking.used.keys(), ...anew.used.keys()])) {
    const kept = tracking.used.get(node)
    const counted = anew.used.get(node)
    if (kept?.pods === counted?.pods && kept?.cpuMilli === counted?.cpuMilli && kept?.memoryBytes === counted?.memoryBytes) continue
    different.push(`kept up: ${kept?.pods ?? 0} pods run on ${node}, counted anew ${counted?.pods ?? 0}`)
  }
  const sameKeys = (a: { readonly size: number }, b: { readonly size: number; has: (uid: string) => boolean }, uids: Iterable<string>): boolean =>
    a.size === b.size && [...uids].every((uid) => b.has(uid))
  if (!sameKeys(tracking.owners, anew.owners, tracking.owners)) different.push('kept up: other owners than counted anew')
  if (!sameKeys(tracking.orphans, anew.orphans, tracking.orphans.keys())) different.push('kept up: other orphans than counted anew')
  if (!sameKeys(tracking.owned, anew.owned, tracking.owned.keys())) different.push('kept up: other dependents than counted anew')
  return different
}
