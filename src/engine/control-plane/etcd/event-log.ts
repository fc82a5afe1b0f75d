/**
 * Events (the resource) as columns: 150,000 pods make 900,000 of them, and as objects they would be two thirds of all memory. A v1.Event is
 * made only when somebody reads. Rows live for one hour after their last write (`--event-ttl`); memory is freed by whole chunks.
 * Simplified: expiry takes no revision of its own and is told to nobody, and events are not in the history: a watch that begins in the past
 * is told what rows are now, once, and not what was deleted meanwhile.
 */
import type { Event, ObjectReference } from '../../../kubernetes/types/core.ts'
import type { ObjectMeta } from '../../../kubernetes/types/meta.ts'

export const eventChunkRows = 4096
export const eventTtlUs = 3_600_000_000
/** Most rows that are kept; at the bound the oldest chunk is dropped. */
const eventRowLimit = 1_000_000

/** Members that only events of the newer API (events.k8s.io), hand-made ones or those that were on their way when the second changed have. */
interface RareMembers {
  readonly firstTimestamp: string | null
  readonly labels: ObjectMeta['labels']
  readonly annotations: ObjectMeta['annotations']
  readonly eventTime: string | null
  readonly series: Event['series']
  readonly action: string | undefined
  readonly reportingComponent: string
  readonly reportingInstance: string
}

interface EventChunk {
  /** Row number of its first row. */
  readonly first: number
  /** Last write to any of its rows. */
  touchedUs: number
  rows: number
  name: string[]
  creationTimestamp: string[]
  about: ObjectReference[]
  reason: string[]
  message: string[]
  source: Event['source'][]
  lastTimestamp: (string | null)[]
  rare: (RareMembers | undefined)[]
  count: Int32Array
  warning: Uint8Array
  createRevision: Float64Array
  /** 0: the row was deleted. */
  modRevision: Float64Array
  writtenUs: Float64Array
}

export interface EventLog {
  chunks: EventChunk[]
  /** Number of the next row; a row's number is the event's slot and is never reused. */
  next: number
}

export function createEventLog(): EventLog {
  return { chunks: [], next: 0 }
}

/** A chunk that follows others has its full length from the start: a list that grows is copied again and again. */
function createChunk(first: number): EventChunk {
  const rows = first === 0 ? 0 : eventChunkRows
  return {
    first, touchedUs: 0, rows: 0,
    name: new Array<string>(rows), creationTimestamp: new Array<string>(rows), about: new Array<ObjectReference>(rows),
    reason: new Array<string>(rows), message: new Array<string>(rows), source: new Array<Event['source']>(rows),
    lastTimestamp: new Array<string | null>(rows), rare: new Array<RareMembers | undefined>(rows),
    count: new Int32Array(eventChunkRows),
    warning: new Uint8Array(eventChunkRows),
    createRevision: new Float64Array(eventChunkRows),
    modRevision: new Float64Array(eventChunkRows),
    writtenUs: new Float64Array(eventChunkRows),
  }
}

function rareMembers(event: Event, creationTimestamp: string): RareMembers | undefined {
  const { metadata, source } = event
  const plain = event.firstTimestamp === creationTimestamp && event.eventTime === null && event.series === undefined && event.action === undefined &&
    event.reportingComponent === (source.component ?? '') && event.reportingInstance === (source.host ?? '') &&
    metadata.labels === undefined && metadata.annotations === undefined
  if (plain) return undefined
  return {
    firstTimestamp: event.firstTimestamp, labels: metadata.labels, annotations: metadata.annotations, eventTime: event.eventTime, series: event.series, action: event.action,
    reportingComponent: event.reportingComponent, reportingInstance: event.reportingInstance,
  }
}

function writeRow(chunk: EventChunk, at: number, event: Event, revision: number, nowUs: number): void {
  chunk.name[at] = event.metadata.name
  chunk.about[at] = event.involvedObject
  chunk.reason[at] = event.reason
  chunk.message[at] = event.message
  chunk.source[at] = event.source
  chunk.lastTimestamp[at] = event.lastTimestamp
  chunk.rare[at] = rareMembers(event, chunk.creationTimestamp[at]!)
  chunk.count[at] = event.count ?? 0
  chunk.warning[at] = event.type === 'Warning' ? 1 : 0
  chunk.modRevision[at] = revision
  chunk.writtenUs[at] = nowUs
  chunk.touchedUs = nowUs
}

/** Drops chunks whose rows have all expired, and the oldest one at the bound. */
function dropOld(log: EventLog, nowUs: number): void {
  const { chunks } = log
  while (chunks.length > 1 && (chunks[0]!.touchedUs + eventTtlUs <= nowUs || chunks.length * eventChunkRows > eventRowLimit)) chunks.shift()
}

/** Appends an event and returns its row. */
export function appendEvent(log: EventLog, event: Event, revision: number, nowUs: number): number {
  let chunk = log.chunks.at(-1)
  if (chunk === undefined || chunk.rows === eventChunkRows) {
    chunk = createChunk(log.next)
    log.chunks.push(chunk)
    dropOld(log, nowUs)
  }
  const at = chunk.rows++
  chunk.creationTimestamp[at] = event.metadata.creationTimestamp
  chunk.createRevision[at] = revision
  writeRow(chunk, at, event, revision, nowUs)
  return log.next++
}

function chunkOf(log: EventLog, row: number): EventChunk | undefined {
  const first = log.chunks[0]?.first ?? 0
  return row < first ? undefined : log.chunks[Math.floor((row - first) / eventChunkRows)]
}

/** Overwrites a row (count + 1); it lives for another hour. False when the row is gone. */
export function updateEvent(log: EventLog, row: number, event: Event, revision: number, nowUs: number): boolean {
  if (eventRevision(log, row, nowUs) === 0) return false
  const chunk = chunkOf(log, row)!
  writeRow(chunk, row - chunk.first, event, revision, nowUs)
  return true
}

export function deleteEvent(log: EventLog, row: number): void {
  const chunk = chunkOf(log, row)
  if (chunk !== undefined) chunk.modRevision[row - chunk.first] = 0
}

/** The revision at which a row was first written. */
export function eventCreateRevision(log: EventLog, row: number): number {
  const chunk = chunkOf(log, row)
  return chunk?.createRevision[row - chunk.first] ?? 0
}

/** modRevision of a row; 0 when it was deleted or has expired. */
export function eventRevision(log: EventLog, row: number, nowUs: number): number {
  const chunk = chunkOf(log, row)
  if (chunk === undefined || row - chunk.first >= chunk.rows) return 0
  const at = row - chunk.first
  return chunk.writtenUs[at]! + eventTtlUs <= nowUs ? 0 : chunk.modRevision[at]!
}

/** The uid is a function of the revision, so that it needs no column. */
function eventUid(revision: number): string {
  const high = Math.floor(revision / 0x100000000).toString(16).padStart(4, '0')
  const low = (revision % 0x100000000).toString(16).padStart(8, '0')
  return `e7e27000-${high}-4000-a000-0000${low}`
}

/** The v1.Event of a living row. */
export function materialiseEvent(log: EventLog, row: number): Event | undefined {
  const chunk = chunkOf(log, row)
  const at = chunk === undefined ? -1 : row - chunk.first
  if (chunk === undefined || at >= chunk.rows) return undefined
  const source = chunk.source[at]!
  const rare = chunk.rare[at]
  const count = chunk.count[at]!
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: chunk.name[at]!, generateName: undefined, namespace: rowNamespace(chunk, at), uid: eventUid(chunk.createRevision[at]!),
      resourceVersion: chunk.modRevision[at]!, generation: undefined, creationTimestamp: chunk.creationTimestamp[at]!,
      deletionTimestamp: undefined, deletionGracePeriodSeconds: undefined, labels: rare?.labels, annotations: rare?.annotations,
      ownerReferences: undefined, finalizers: undefined, managedFields: undefined,
    },
    involvedObject: chunk.about[at]!,
    reason: chunk.reason[at]!,
    message: chunk.message[at]!,
    source,
    firstTimestamp: rare === undefined ? chunk.creationTimestamp[at]! : rare.firstTimestamp,
    lastTimestamp: chunk.lastTimestamp[at]!,
    count: count === 0 ? undefined : count,
    type: chunk.warning[at] === 1 ? 'Warning' : 'Normal',
    eventTime: rare === undefined ? null : rare.eventTime,
    series: rare?.series,
    action: rare?.action,
    reportingComponent: rare === undefined ? source.component ?? '' : rare.reportingComponent,
    reportingInstance: rare === undefined ? source.host ?? '' : rare.reportingInstance,
  }
}

/** Namespace of a row's Event: that of its object, as the API server sees to (`checkEvent`). */
export function rowNamespace(chunk: EventChunk, at: number): string {
  const { namespace } = chunk.about[at]!
  return namespace === '' ? 'default' : namespace
}

/** Rows that live now and pass `accept` (chunk, index in it), newest first, at most `limit`. */
export function findEventRows(log: EventLog, nowUs: number, limit: number, accept: (chunk: EventChunk, at: number) => boolean): number[] {
  const rows: number[] = []
  for (let c = log.chunks.length - 1; c >= 0; c--) {
    const chunk = log.chunks[c]!
    for (let at = chunk.rows - 1; at >= 0; at--) {
      if (chunk.modRevision[at] === 0 || chunk.writtenUs[at]! + eventTtlUs <= nowUs || !accept(chunk, at)) continue
      rows.push(chunk.first + at)
      if (rows.length === limit) return rows
    }
  }
  return rows
}
