/**
 * What is compared: for each object the sequence of its states, in the parts that causality orders. Counts that rise or fall one by one as
 * pods become ready are told by their turning points (two pods that become ready within one sync give one step, not two); conditions by
 * each change; pods of one ReplicaSet as a bag of lives, since which of them is chosen is a tie that the UID decides.
 */
import { at, count, list, text, type Change, type Json } from './story.ts'

export interface Races {
  /**
   * A rolling update: each pod that becomes ready lets one old pod go and one new pod come, and how many do so in one sync is open. Counts of
   * the Deployment's status are told by their bounds, generations of ReplicaSets not at all.
   */
  readonly steps?: boolean
  /** Several pods go at once: whether a sync sees them one by one decides how deep the counts dip. */
  readonly depth?: boolean
}

/** What is compared, by name of the thing: "Deployment web: condition Available". */
export type Lives = ReadonlyMap<string, Json>

function withoutRepeats(values: readonly string[]): string[] {
  return values.filter((value, i) => i === 0 || value !== values[i - 1])
}

/** First, last, and every value at which the direction turns. */
export function turningPoints(values: readonly number[]): number[] {
  const steps = values.filter((value, i) => i === 0 || value !== values[i - 1])
  return steps.filter((value, i) => {
    const before = steps[i - 1]
    const after = steps[i + 1]
    return before === undefined || after === undefined || (value - before) * (after - value) < 0
  })
}

/** Turning points; `loose`: of those between the first and the last only that they are lower or higher than the one before. */
function turns(values: readonly number[], loose: boolean): Json[] {
  const points = turningPoints(values)
  return points.map((value, i) => (!loose || i === 0 || i === points.length - 1 || value > points[i - 1]! ? value : 'lower'))
}

/** Lowest and highest value after `level` was first reached, and the last. */
function boundsOnceReached(values: readonly number[], level: number): number[] {
  const after = values.slice(values.findIndex((value) => value >= level))
  return [Math.min(...after), Math.max(...after), after.at(-1) ?? 0]
}

type Reader = (object: Json) => number
const counted: Readonly<Record<string, readonly (readonly [name: string, read: Reader])[]>> = {
  Deployment: [
    ['spec.replicas', (object) => count(object, 'spec', 'replicas')],
    ...['observedGeneration', 'replicas', 'updatedReplicas', 'readyReplicas', 'availableReplicas', 'unavailableReplicas']
      .map((field): readonly [string, Reader] => [`status.${field}`, (object) => count(object, 'status', field)]),
  ],
  ReplicaSet: [
    ['spec.replicas', (object) => count(object, 'spec', 'replicas')],
    ...['observedGeneration', 'replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas']
      .map((field): readonly [string, Reader] => [`status.${field}`, (object) => count(object, 'status', field)]),
  ],
}

function conditionText(condition: Json): string {
  return [text(condition, 'status'), text(condition, 'reason'), text(condition, 'message')].filter((part) => part !== '').join(' · ')
}

function conditionOf(object: Json, type: string): string | undefined {
  const found = list(object, 'status', 'conditions').find((condition) => text(condition, 'type') === type)
  return found === undefined ? undefined : conditionText(found)
}

const conditionTypes: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['Progressing', 'Available', 'ReplicaFailure'],
  Node: ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'],
}

/** A container's state in a few words. */
function containerText(status: Json): string {
  const waiting = text(status, 'state', 'waiting', 'reason')
  const terminated = at(status, 'state', 'terminated')
  const state = waiting !== '' ? waiting : terminated !== undefined ? `${text(terminated, 'reason')} ${count(terminated, 'exitCode')}` : 'running'
  const flags = ['ready', 'started'].map((name) => `${at(status, name) === true ? '' : 'not '}${name}`).join(', ')
  return `${text(status, 'name')}: ${state}, ${flags}, restarts ${count(status, 'restartCount')}`
}

/** A pod's state in one line: all but addresses, times and which node. */
export function podText(pod: Json): string {
  const conditions = list(pod, 'status', 'conditions').map((condition) => `${text(condition, 'type')}=${conditionText(condition)}`)
  const deleting = at(pod, 'metadata', 'deletionTimestamp') !== undefined
  return [
    text(pod, 'status', 'phase'),
    at(pod, 'spec', 'nodeName') === undefined ? 'no node' : 'on a node',
    deleting ? `deleting, grace ${count(pod, 'metadata', 'deletionGracePeriodSeconds')}` : '',
    ...conditions,
    ...list(pod, 'status', 'containerStatuses').map(containerText),
    at(pod, 'status', 'podIP') === undefined ? '' : 'has an address',
  ].filter((part) => part !== '').join('; ')
}

/** Each endpoint's own life, as a bag: what a slice says of one pod is in order, that two pods change in one write is not. */
function endpointLives(changes: readonly Change[]): string[] {
  const told = new Map<string, string[]>()
  for (const change of changes) {
    const here = new Set<string>()
    for (const endpoint of list(change.object, 'endpoints')) {
      const pod = text(endpoint, 'targetRef', 'name')
      const conditions = ['ready', 'serving', 'terminating'].filter((name) => at(endpoint, 'conditions', name) === true)
      here.add(pod)
      told.set(pod, [...(told.get(pod) ?? []), conditions.length === 0 ? 'none' : conditions.join('+')])
    }
    for (const [pod, states] of told) if (!here.has(pod)) states.push('gone')
  }
  return bagOf([...told.values()].map((states) => withoutRepeats(states).join(' > ')))
}

const prunedKeys = new Set(['uid', 'resourceVersion', 'managedFields', 'kubectl.kubernetes.io/last-applied-configuration'])
/** Addresses and ports that the API server draws. */
const drawn = new Set(['clusterIP', 'clusterIPs', 'nodePort'])
const isTime = (key: string): boolean => /(?:Timestamp|Time|-time|restartedAt)$/.test(key)

/** An object without what a run invents: times are told only as present. */
export function pruned(value: Json, key = ''): Json {
  if (drawn.has(key) && value !== 'None' && !list(value).includes('None')) return 'drawn'
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => pruned(item))
  if (typeof value === 'string') return isTime(key) ? 'a time' : value.replace(/kube-api-access-\w{5}/, 'kube-api-access-XXXXX')
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value as { readonly [key: string]: Json }).filter(([name]) => !prunedKeys.has(name))
  return Object.fromEntries(kept.map(([name, item]) => [name, pruned(item, name)]).filter(([, item]) => !isEmpty(item as Json)))
}

/** `null`, `{}` and `[]` say nothing: `annotations: {}` is no annotation. */
function isEmpty(value: Json): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0)
}

/** Order by text, for bags. */
function sorted(values: readonly string[]): string[] {
  return values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

function bagOf(values: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return sorted([...counts].map(([value, number]) => `${number} x ${value}`))
}

/** Everything that is compared of a story. `races`: what is not, since it is a race in this scenario. */
export function livesOf(story: readonly Change[], races: Races = {}): Lives {
  const rolling = races.steps === true
  const lives = new Map<string, Json>()
  const byObject = new Map<string, Change[]>()
  for (const change of story) {
    const key = `${change.kind} ${change.name}`
    byObject.set(key, [...(byObject.get(key) ?? []), change])
  }
  const pods = new Map<string, string[]>()
  for (const [key, changes] of byObject) {
    const [first] = changes
    if (first === undefined || first.kind === 'Event' || first.kind === 'Lease') continue
    if (first.kind === 'Pod') {
      const set = text(first.object, 'metadata', 'ownerReferences', 0, 'name')
      pods.set(set, [...(pods.get(set) ?? []), podLife(changes).join('\n    ')])
    } else tellObject(lives, key, changes, races)
    if (first.type === 'ADDED') tellCreation(lives, key, first)
  }
  for (const [set, told] of pods) lives.set(`pods of ${set}: lives`, bagOf(told))
  tellEvents(lives, story, rolling)
  return lives
}

/** A pod's states in order; writes of the kubelet that only change times or addresses are one state. */
function podLife(changes: readonly Change[]): string[] {
  return [...withoutRepeats(changes.filter((change) => change.type !== 'DELETED').map((change) => podText(change.object))),
    ...(changes.at(-1)?.type === 'DELETED' ? ['DELETED'] : [])]
}

function tellObject(lives: Map<string, Json>, key: string, changes: readonly Change[], races: Races): void {
  const rolling = races.steps === true
  const { kind } = changes[0]!
  const alive = changes.filter((change) => change.type !== 'DELETED')
  for (const [name, read] of counted[kind] ?? []) {
    const values = alive.map((change) => read(change.object))
    if (!rolling || kind !== 'Deployment' || name === 'spec.replicas') lives.set(`${key}: ${name}`, turns(values, races.depth === true))
    else if (name === 'status.availableReplicas') lives.set(`${key}: ${name}`, boundsOnceReached(values, 8))
    else lives.set(`${key}: ${name}`, [values.at(-1) ?? 0])
    if (rolling && kind === 'ReplicaSet' && name === 'status.observedGeneration') lives.delete(`${key}: ${name}`)
  }
  for (const type of conditionTypes[kind] ?? []) {
    const texts = alive.map((change) => conditionOf(change.object, type)).filter((told) => told !== undefined)
    if (texts.length > 0) lives.set(`${key}: condition ${type}`, withoutRepeats(texts))
  }
  if (kind === 'Node') lives.set(`${key}: taints`, withoutRepeats(alive.map((change) => taintsText(change.object))))
  if (kind === 'EndpointSlice') lives.set(`${key}: endpoints`, endpointLives(alive))
  lives.set(`${key}: deleted`, changes.at(-1)?.type === 'DELETED')
}

function taintsText(node: Json): string {
  return sorted(list(node, 'spec', 'taints').map((taint) => `${text(taint, 'key')}:${text(taint, 'effect')}`)).join(' ')
}

/** The whole object as it was created; of pods only the first of each ReplicaSet, since all are made from one template. */
function tellCreation(lives: Map<string, Json>, key: string, first: Change): void {
  if (first.kind === 'Pod' && !first.name.endsWith('-P1')) return
  if (first.kind === 'EndpointSlice') lives.set(`${key}: created`, pruned({ ...first.object, endpoints: [] }))
  else lives.set(`${key}: created`, pruned(first.object))
}

function eventText(event: Json): string {
  const component = text(event, 'source', 'component') || text(event, 'reportingComponent')
  const place = text(event, 'involvedObject', 'fieldPath')
  return `${text(event, 'type')} ${text(event, 'reason')} from ${component}${place === '' ? '' : ` at ${place}`}: ${text(event, 'message')}`
}

/** Events per object; those of a ReplicaSet's pods as a bag of bags. Pods and nodes are not told apart. */
function tellEvents(lives: Map<string, Json>, story: readonly Change[], rolling: boolean): void {
  const last = new Map<string, Change>()
  for (const change of story) if (change.kind === 'Event') last.set(change.name, change)
  const byObject = new Map<string, string[]>()
  for (const { object } of last.values()) {
    const about = `${text(object, 'involvedObject', 'kind')} ${text(object, 'involvedObject', 'name')}`
    const plain = eventText(object).replace(/-P\d+\b/g, '-POD').replace(/\bnode-\d+\b/g, about.startsWith('Node ') ? '$&' : 'NODE')
    const combined = rolling && plain.includes('(combined from similar events)')
    const times = combined ? ' (how often is a race)' : count(object, 'count') > 1 ? ` (${count(object, 'count')} times)` : ''
    const said = combined ? plain.replace(/ to \d+ from \d+$/, ' a step') : plain
    byObject.set(about, [...(byObject.get(about) ?? []), said + times])
  }
  const pods = new Map<string, string[]>()
  for (const [about, told] of byObject) {
    const pod = /^Pod (.*)-P\d+$/.exec(about)
    if (pod === null) lives.set(`${about}: events`, bagOf(told))
    else pods.set(pod[1]!, [...(pods.get(pod[1]!) ?? []), sorted(told).join('\n    ')])
  }
  for (const [set, told] of pods) lives.set(`pods of ${set}: events`, bagOf(told))
}
