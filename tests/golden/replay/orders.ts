/** What comes before what, across objects: causes and effects that every run must show in this order. Checked on the recordings too. */
import { at, count, list, text, type Change, type Json, type TraceName } from './story.ts'
import { podText } from './lives.ts'

/** A moment: the first change that fits. */
export interface Moment {
  readonly words: string
  readonly fits: (change: Change) => boolean
}

function object(kind: string, name: string | RegExp, words: string, fits: (object: Json, change: Change) => boolean): Moment {
  const isNamed = (given: string): boolean => (typeof name === 'string' ? given === name : name.test(given))
  return { words: `${kind} ${String(name)} ${words}`, fits: (change) => change.kind === kind && isNamed(change.name) && fits(change.object, change) }
}
const added = (kind: string, name: string | RegExp): Moment => object(kind, name, 'is there', (_, change) => change.type === 'ADDED')
const gone = (kind: string, name: string | RegExp): Moment => object(kind, name, 'is gone', (_, change) => change.type === 'DELETED')
const specReplicas = (kind: string, name: string, replicas: number): Moment =>
  object(kind, name, `wants ${replicas}`, (value) => count(value, 'spec', 'replicas') === replicas)
const hasReady = (kind: string, name: string, ready: number): Moment =>
  object(kind, name, `has ${ready} ready`, (value) => count(value, 'status', 'readyReplicas') === ready)
const condition = (kind: string, name: string, type: string, reason: string): Moment => object(kind, name, `${type} ${reason}`, (value) =>
  list(value, 'status', 'conditions').some((one) => text(one, 'type') === type && text(one, 'reason') === reason))
const pod = (name: string | RegExp, part: string): Moment => object('Pod', name, part, (value) => podText(value).includes(part))
const says = (reason: string, message: string): Moment => ({
  words: `event ${reason} "${message}"`,
  fits: (change) => change.kind === 'Event' && text(change.object, 'reason') === reason && text(change.object, 'message').includes(message),
})
const tainted = (node: string, effect: string): Moment => object('Node', node, `is tainted ${effect}`, (value) =>
  list(value, 'spec', 'taints').some((taint) => text(taint, 'effect') === effect))
const untainted = (node: string): Moment => object('Node', node, 'Ready without taints', (value) =>
  list(value, 'spec', 'taints').length === 0 && list(value, 'status', 'conditions').some((one) => text(one, 'type') === 'Ready' && text(one, 'status') === 'True'))
const nodeReady = (node: string, status: string): Moment => object('Node', node, `Ready=${status}`, (value) =>
  list(value, 'status', 'conditions').some((one) => text(one, 'type') === 'Ready' && text(one, 'status') === status))
const endpoint = (slice: string, state: string): Moment => object('EndpointSlice', slice, `has an endpoint ${state}`, (value) =>
  list(value, 'endpoints').some((one) => ['ready', 'serving', 'terminating'].filter((name) => at(one, 'conditions', name) === true).join('+') === state))

/** How a new ReplicaSet's pods come to run, whatever asked for them. */
function creation(deployment: string, replicas: number): readonly (readonly Moment[])[] {
  const set = `${deployment}-RS1`
  const first = `${set}-P1`
  return [
    [added('Deployment', deployment), added('ReplicaSet', set), condition('Deployment', deployment, 'Progressing', 'NewReplicaSetCreated'),
      condition('Deployment', deployment, 'Available', 'MinimumReplicasUnavailable')],
    [added('ReplicaSet', set), says('ScalingReplicaSet', 'Scaled up')],
    [added('ReplicaSet', set), added('Pod', first), pod(first, 'on a node'), pod(first, 'ContainerCreating'), pod(first, 'Ready=True')],
    [added('Pod', first), says('SuccessfulCreate', 'Created pod')],
    // Slow start: 1, 2, 4 ... and each batch waits for the one before.
    [added('Pod', first), added('Pod', `${set}-P2`)],
    [pod(first, 'on a node'), says('Scheduled', first)],
    [pod(first, 'ContainerCreating'), says('Pulled', 'already present'), says('Started', 'Started container')],
    [pod(new RegExp(`^${set}-P`), 'Ready=True'), hasReady('ReplicaSet', set, replicas), hasReady('Deployment', deployment, replicas)],
    [hasReady('ReplicaSet', set, replicas), condition('Deployment', deployment, 'Progressing', 'NewReplicaSetAvailable')],
  ]
}

/** How a pod that is to go leaves. */
function departure(of: string | RegExp): readonly Moment[] {
  return [pod(of, 'deleting, grace 30'), pod(of, 'Succeeded'), gone('Pod', of)]
}

/** Chains of moments by recording: each must come before the next. */
export const orders: Readonly<Record<TraceName, readonly (readonly Moment[])[]>> = {
  'a-deployment-create': [
    ...creation('nginx', 3),
    departure('nginx-RS1-P1'),
    // The replacement is made when the deletion is asked for, not when the pod is gone.
    [pod('nginx-RS1-P1', 'deleting'), added('Pod', 'nginx-RS1-P4'), gone('Pod', 'nginx-RS1-P1'), pod('nginx-RS1-P4', 'Ready=True')],
    [gone('Deployment', 'nginx'), gone('ReplicaSet', 'nginx-RS1'), pod('nginx-RS1-P2', 'deleting'), gone('Pod', 'nginx-RS1-P2')],
  ],
  'b-scale': [
    ...creation('web', 3),
    [specReplicas('Deployment', 'web', 10), specReplicas('ReplicaSet', 'web-RS1', 10), added('Pod', 'web-RS1-P4'), added('Pod', 'web-RS1-P10'), hasReady('ReplicaSet', 'web-RS1', 10)],
    [specReplicas('ReplicaSet', 'web-RS1', 10), says('ScalingReplicaSet', 'to 10 from 3')],
    [specReplicas('Deployment', 'web', 2), specReplicas('ReplicaSet', 'web-RS1', 2), says('ScalingReplicaSet', 'to 2 from 10')],
    [specReplicas('ReplicaSet', 'web-RS1', 2), pod(/^web-RS1-P/, 'deleting'), says('SuccessfulDelete', 'Deleted pod')],
    departure(/^web-RS1-P/),
  ],
  'c-rolling-update': [
    ...creation('web', 10),
    // New up by the surge, old down by what may be unavailable, and what that frees goes to the new one: at once, in this order.
    [added('ReplicaSet', 'web-RS2'), specReplicas('ReplicaSet', 'web-RS1', 8), specReplicas('ReplicaSet', 'web-RS2', 5), pod(/^web-RS2-P/, 'Ready=True'),
      specReplicas('ReplicaSet', 'web-RS1', 7), specReplicas('ReplicaSet', 'web-RS2', 6), specReplicas('ReplicaSet', 'web-RS2', 10),
      specReplicas('ReplicaSet', 'web-RS1', 0), hasReady('ReplicaSet', 'web-RS2', 10)],
    [says('ScalingReplicaSet', 'web-RS2 to 3'), says('ScalingReplicaSet', 'web-RS1 to 8 from 10'), says('ScalingReplicaSet', 'web-RS2 to 5 from 3')],
    [hasReady('ReplicaSet', 'web-RS2', 10), added('ReplicaSet', 'web-RS3'), specReplicas('ReplicaSet', 'web-RS3', 10), specReplicas('ReplicaSet', 'web-RS2', 0),
      hasReady('ReplicaSet', 'web-RS3', 10)],
  ],
  'e-node-failure': [
    ...creation('web', 6),
    [nodeReady('node-2', 'Unknown'), pod(/^web-RS1-P/, 'Ready=False; ContainersReady=True'), endpoint('web-SLICE1', '')],
    [nodeReady('node-2', 'Unknown'), tainted('node-2', 'NoSchedule'), tainted('node-2', 'NoExecute'), pod(/^web-RS1-P/, 'DisruptionTarget'),
      pod(/^web-RS1-P/, 'deleting'), added('Pod', 'web-RS1-P7')],
    [nodeReady('node-2', 'Unknown'), says('NodeNotReady', 'Node is not ready')],
    [tainted('node-2', 'NoExecute'), says('TaintManagerEviction', 'Marking for deletion')],
    [pod(/^web-RS1-P/, 'deleting'), endpoint('web-SLICE1', 'terminating'), gone('Pod', /^web-RS1-P/)],
    [added('Pod', 'web-RS1-P8'), pod('web-RS1-P8', 'Ready=True'), gone('Pod', /^web-RS1-P/)],
    [tainted('node-2', 'NoExecute'), untainted('node-2')],
  ],
  'i-service-endpoints': [
    ...creation('web', 3),
    [added('Service', 'web'), added('EndpointSlice', 'web-SLICE1'), pod(/^web-RS1-P/, 'Ready=True'), endpoint('web-SLICE1', 'ready+serving')],
    [pod(/^web-RS1-P/, 'Ready=False · ContainersNotReady · containers with unready status: [nginx]; ContainersReady=False'), hasReady('ReplicaSet', 'web-RS1', 3)],
    [pod('web-RS1-P2', 'nginx: running, not ready'), endpoint('web-SLICE1', ''), pod('web-RS1-P1', 'deleting'), endpoint('web-SLICE1', 'serving+terminating'),
      gone('Pod', 'web-RS1-P1')],
    [pod('web-RS1-P1', 'deleting'), added('Pod', 'web-RS1-P4'), gone('Pod', 'web-RS1-P1')],
    [specReplicas('Deployment', 'web', 0), specReplicas('ReplicaSet', 'web-RS1', 0), says('SuccessfulDelete', 'Deleted pod')],
    [gone('Service', 'web'), gone('EndpointSlice', 'web-SLICE1')],
  ],
}

/** Where a chain breaks, in words; undefined: it holds. */
export function brokenOrder(story: readonly Change[], chain: readonly Moment[]): string | undefined {
  let before = -1
  let earlier = 'the start'
  for (const moment of chain) {
    const index = story.findIndex(moment.fits)
    if (index < 0) return `${moment.words} never happened`
    if (index < before) return `${moment.words} came before ${earlier}`
    before = index
    earlier = moment.words
  }
  return undefined
}
