/** What must hold of every change that etcd has taken since the last look. */
import { resourceInfo } from '../../kubernetes/resources.ts'
import type { Pod } from '../../kubernetes/types/core.ts'
import type { EndpointSlice } from '../../kubernetes/types/discovery.ts'
import type { KubernetesObject } from '../../kubernetes/types/meta.ts'
import type { ClusterReading, InvariantMemory } from './reading.ts'

const podsId = resourceInfo('pods').id
const slicesId = resourceInfo('endpointslices').id
/** How old the cache may be that a slice was made from: calls wait for tokens and time out after 10 s. */
const staleSliceUs = 60_000_000
/** Readiness that ended longer ago is forgotten. */
const forgetReadyUs = 2 * staleSliceUs
const forgetAbove = 1000

function nameOf(object: KubernetesObject): string {
  const { namespace, name } = object.metadata
  return `${object.kind} ${namespace === '' ? '' : `${namespace}/`}${name}`
}

function isReadyPod(pod: Pod): boolean {
  return pod.status.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true
}

/** Looks at the changes since the last time. Returns what is broken, in words. */
export function checkHistory(reading: ClusterReading, memory: InvariantMemory): readonly string[] {
  const { history } = reading
  const broken: string[] = []
  if (reading.revision < memory.revision) broken.push(`the revision went back from ${memory.revision} to ${reading.revision}`)
  const oldest = Math.max(0, history.count - history.capacity)
  if (oldest > memory.nextChange) readySinceBefore(reading, memory, oldest)
  for (let number = Math.max(memory.nextChange, oldest); number < history.count; number++) checkChange(reading, memory, number, broken)
  memory.nextChange = history.count
  memory.revision = reading.revision
  forgetOld(reading, memory)
  return broken
}

/**
 * Changes were forgotten before anybody looked (a cluster that was made at full size): pods that no kept change is about were then what
 * they are now. Of those that have changed since, their first change tells.
 */
function readySinceBefore(reading: ClusterReading, memory: InvariantMemory, oldest: number): void {
  const { history } = reading
  const changed = new Set<number>()
  for (let number = oldest; number < history.count; number++) {
    const at = number % history.capacity
    if (history.resource[at] === podsId) changed.add(history.slot[at]!)
  }
  const pods = reading.objects('pods')
  for (let slot = 0; slot < pods.length; slot++) {
    const pod = pods[slot] as Pod | undefined
    if (pod !== undefined && !changed.has(slot) && isReadyPod(pod)) memory.readyUntilUs.set(pod.metadata.uid, Infinity)
  }
  memory.unknownUntilUs = (history.timeUs[oldest % history.capacity] ?? 0) + staleSliceUs
}

function checkChange(reading: ClusterReading, memory: InvariantMemory, number: number, broken: string[]): void {
  const { history } = reading
  const at = number % history.capacity
  const revision = history.revision[at] ?? 0
  const before = history.before(at)
  const after = history.after(at)
  if (revision > reading.revision) broken.push(`change ${number} has revision ${revision}, etcd is at ${reading.revision}`)
  if (number > 0 && number > history.count - history.capacity) {
    const last = history.revision[(number - 1) % history.capacity] ?? 0
    if (revision < last) broken.push(`change ${number} has revision ${revision} after ${last}`)
  }
  if (after !== undefined) checkObject(before, after, revision, broken)
  const timeUs = history.timeUs[at] ?? 0
  if (history.resource[at] === podsId) notePod(memory, before as Pod | undefined, after as Pod | undefined, timeUs, broken)
  if (history.resource[at] === slicesId) {
    checkSlice(memory, before as EndpointSlice | undefined, after as EndpointSlice | undefined, timeUs, broken)
  }
}

function checkObject(before: KubernetesObject | undefined, after: KubernetesObject, revision: number, broken: string[]): void {
  if (after.metadata.resourceVersion !== revision) {
    broken.push(`${nameOf(after)} has resourceVersion ${after.metadata.resourceVersion} at revision ${revision}`)
  }
  if (!Object.isFrozen(after) || !Object.isFrozen(after.metadata)) broken.push(`${nameOf(after)} is not frozen`)
  if (before === undefined) return
  if (before.metadata.uid !== after.metadata.uid) broken.push(`${nameOf(after)} changed its uid without being deleted`)
  if (before.metadata.deletionTimestamp !== undefined && after.metadata.deletionTimestamp === undefined) {
    broken.push(`the deletion of ${nameOf(after)} was taken back`)
  }
}

/** A pod is bound at most once and never moves. */
function notePod(memory: InvariantMemory, before: Pod | undefined, after: Pod | undefined, timeUs: number, broken: string[]): void {
  const node = before?.spec.nodeName
  if (node !== undefined && after !== undefined && after.spec.nodeName !== node) {
    broken.push(`${nameOf(after)} moved from ${node} to ${after.spec.nodeName ?? 'nowhere'}`)
  }
  const uid = (after ?? before)?.metadata.uid ?? ''
  if (before !== undefined && isReadyPod(before) && !memory.readyUntilUs.has(uid)) memory.readyUntilUs.set(uid, Infinity)
  if (after !== undefined && isReadyPod(after)) memory.readyUntilUs.set(uid, Infinity)
  else if (memory.readyUntilUs.get(uid) === Infinity) memory.readyUntilUs.set(uid, timeUs)
}

/** An endpoint that becomes ready is a pod whose Ready was True in a cache that the slice can have been made from. */
function checkSlice(
  memory: InvariantMemory, before: EndpointSlice | undefined, after: EndpointSlice | undefined, timeUs: number, broken: string[],
): void {
  for (const endpoint of after?.endpoints ?? []) {
    const target = endpoint.targetRef
    if (!endpoint.conditions.ready || target === undefined || after === undefined) continue
    if (before?.endpoints.some((old) => old.targetRef?.uid === target.uid && old.conditions.ready) === true) continue
    const until = memory.readyUntilUs.get(target.uid)
    if (until === undefined && timeUs <= memory.unknownUntilUs) continue
    if (until === undefined) broken.push(`${nameOf(after)} says that ${target.name} is ready, which it never was`)
    else if (timeUs - until > staleSliceUs) {
      broken.push(`${nameOf(after)} says that ${target.name} is ready ${Math.round((timeUs - until) / 1_000_000)} s after it ended`)
    }
  }
}

function forgetOld(reading: ClusterReading, memory: InvariantMemory): void {
  if (memory.readyUntilUs.size < forgetAbove) return
  for (const [uid, until] of memory.readyUntilUs) if (reading.nowUs - until > forgetReadyUs) memory.readyUntilUs.delete(uid)
}
