/** A story: every change of every object, in the order of revisions, from a recorded trace or from our etcd. Objects are plain JSON. */
import { readFileSync } from 'node:fs'
import type { ClusterState } from '../../../src/engine/index.ts'
import { toWire } from '../../../src/engine/control-plane/api-server/wire-form.ts'
import { findEventRows, materialiseEvent } from '../../../src/engine/control-plane/etcd/event-log.ts'
import { changeIndex, firstChangeFrom } from '../../../src/engine/control-plane/etcd/history.ts'
import { resources } from '../../../src/kubernetes/resources.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

export interface Change {
  readonly revision: number
  /** Milliseconds since the start of the scenario. */
  readonly ms: number
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly kind: string
  readonly name: string
  /** State after the change; for DELETED the last one. */
  readonly object: JsonObject
}

export type TraceName = 'a-deployment-create' | 'b-scale' | 'c-rolling-update' | 'e-node-failure' | 'i-service-endpoints'

interface RecordedEvent {
  readonly t: number
  readonly rv: number
  readonly type: Change['type']
  readonly kind: string
  readonly name: string
  readonly object?: JsonObject
  readonly patch?: Json
}
export interface Recording {
  readonly steps: readonly { readonly t: number; readonly cmd?: string; readonly stdin?: string; readonly fakeKubelets?: string }[]
  readonly events: readonly RecordedEvent[]
  readonly fakeKubelet: { readonly 'start-delay': number; readonly 'stop-delay': number; readonly jitter?: number }
  readonly initialNodes: readonly JsonObject[]
}

export function readRecording(name: TraceName): Recording {
  return JSON.parse(readFileSync(`tests/fixtures/traces/${name}.json`, 'utf8')) as Recording
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** RFC 7386. */
function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch
  const result: Record<string, Json> = isObject(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key]
    else result[key] = mergePatch(result[key], value)
  }
  return result
}

/** The recorded changes with whole objects, in order of revision. Kinds that no part of the cluster writes are left out. */
export function recordedStory(recording: Recording): readonly Change[] {
  const served = new Set<string>(resources.filter((info) => info.actedOn).map((info) => info.kind))
  const known = new Map<string, JsonObject>(recording.initialNodes.map((node) => [`Node/${text(node, 'metadata', 'name')}`, node]))
  const story: Change[] = []
  for (const event of recording.events.toSorted((a, b) => a.rv - b.rv)) {
    const key = `${event.kind}/${event.name}`
    // Only an Event from before the recording is patched unseen: nothing is known of it.
    if (event.object === undefined && !known.has(key)) continue
    const object = event.object ?? (mergePatch(known.get(key), event.patch ?? {}) as JsonObject)
    known.set(key, object)
    if (served.has(event.kind)) story.push({ revision: event.rv, ms: event.t, type: event.type, kind: event.kind, name: event.name, object })
  }
  return story
}

/** Our changes since a revision. Events are not in etcd's history: each appears once, in its last state, at the revision of its creation. */
export function ownStory(cluster: ClusterState, sinceRevision: number, startUs: number): readonly Change[] {
  const { history, events } = cluster.etcd.store
  const story: Change[] = []
  for (let number = firstChangeFrom(history, sinceRevision + 1); number < history.count; number++) {
    const at = changeIndex(history, number)
    const after = history.after[at]
    const before = history.before[at]
    const object = after ?? before!
    story.push({
      revision: history.revision[at]!, ms: (history.timeUs[at]! - startUs) / 1000, kind: object.kind, name: object.metadata.name,
      type: after === undefined ? 'DELETED' : before === undefined ? 'ADDED' : 'MODIFIED', object: toWire(object),
    })
  }
  const rows = findEventRows(events, cluster.sim.nowUs, Infinity, (chunk, at) => chunk.createRevision[at]! > sinceRevision)
  for (const row of rows) {
    const event = materialiseEvent(events, row)!
    const chunk = events.chunks.find((candidate) => row >= candidate.first && row < candidate.first + candidate.rows)!
    story.push({
      revision: chunk.createRevision[row - chunk.first]!, ms: 0, kind: 'Event', name: event.metadata.name, type: 'ADDED', object: toWire(event),
    })
  }
  return story.toSorted((a, b) => a.revision - b.revision)
}

/** The value at a path; undefined when some part is missing. Numbers in the path are places in a list. */
export function at(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let here: Json | undefined = value
  for (const key of path) {
    if (typeof key === 'number') here = Array.isArray(here) ? (here as readonly Json[])[key] : undefined
    else here = isObject(here) ? here[key] : undefined
  }
  return here
}

export function text(value: Json | undefined, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : ''
}

export function count(value: Json | undefined, ...path: readonly (string | number)[]): number {
  const found = at(value, ...path)
  return typeof found === 'number' ? found : 0
}

export function list(value: Json | undefined, ...path: readonly (string | number)[]): readonly Json[] {
  const found = at(value, ...path)
  return Array.isArray(found) ? (found as readonly Json[]) : []
}
