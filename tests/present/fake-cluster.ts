/** A store that is fed frames by hand, and a connection that notes what it is asked. For tests of the stage and the embedded bar. */
import type { HostConnection } from '../../src/bridge/host-connection.ts'
import type { DeploymentRecord, Frame } from '../../src/protocol/frame.ts'
import type { InspectQuery } from '../../src/protocol/inspect.ts'
import { createClusterStore } from '../../src/state/cluster-store.ts'
import type { ClusterStore } from '../../src/state/cluster-store.ts'

export interface FakeCluster {
  readonly store: ClusterStore
  readonly connection: HostConnection
  /** What the connection was asked, oldest first: "pace play", "world powerOff node-2", "PATCH /path body". */
  readonly asked: string[]
  /** Answers the oldest open request or world command; a text refuses it. */
  answer(refusal?: string): Promise<void>
  /** What the next looks see. */
  seen: unknown
  /** Applies a frame at a simulated time, then lets answered promises go on. */
  frame(simTimeUs: number, parts?: Partial<Frame>): Promise<void>
}

const settle = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 0) })

/** A cluster with named nodes and, if given, one Deployment. */
export function fakeCluster(): FakeCluster {
  const store = createClusterStore('dark')
  const asked: string[] = []
  const open: ((refusal: string | undefined) => void)[] = []
  const listenToNothing = (): void => undefined
  const fake: FakeCluster = {
    store, asked, seen: undefined,
    connection: {
      start: () => { asked.push('start') },
      reset: () => { asked.push('reset') },
      request: (request) => new Promise((resolve) => {
        asked.push([request.method, request.path, request.body].filter(Boolean).join(' '))
        open.push((refusal) => { resolve(refusal === undefined ? { status: 200, body: {} } : { status: 422, body: { kind: 'Status', message: refusal } }) })
      }),
      watch: () => ({ response: new Promise(() => undefined), stop: listenToNothing }),
      world: (command) => new Promise((resolve) => {
        asked.push(`world ${command.type}${'node' in command ? ` ${command.node ?? ''}` : ''}`)
        open.push((refusal) => { resolve(refusal === undefined ? undefined : statusOf(refusal)) })
      }),
      inspect: (query: InspectQuery) => {
        asked.push(`inspect ${query.query}`)
        return Promise.resolve(fake.seen as never)
      },
      pace: (command) => { asked.push(`pace ${command.pace}`) },
      sentLog: () => ({ header: { version: '', epochMs: 0, options: undefined }, entries: [] }),
      onFrame: listenToNothing, onNotice: listenToNothing, onFault: listenToNothing, close: listenToNothing,
    },
    answer: async (refusal) => {
      open.shift()?.(refusal)
      await settle()
    },
    frame: async (simTimeUs, parts = {}) => {
      store.applyFrame({ ...emptyFrame(store.getState().view.frame), simTimeUs, ...parts })
      await settle()
    },
  }
  return fake
}

function statusOf(message: string): Awaited<ReturnType<HostConnection['world']>> {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason: 'Invalid', details: undefined, code: 422 }
}

/** A frame in which nothing changed. */
export function emptyFrame(from: number): Frame {
  const none = { slot: new Uint32Array(), fresh: new Uint8Array(), place: new Uint32Array(), status: new Uint8Array(), gone: new Uint32Array(), names: [] }
  return {
    from, to: from + 1, simTimeUs: 0, steps: 0,
    nodes: {
      ...none, flags: new Uint16Array(), cpuRequestedMilli: new Float64Array(), cpuAllocatableMilli: new Float64Array(),
      memoryRequestedMi: new Float64Array(), memoryAllocatableMi: new Float64Array(), leaseRenewedUs: new Float64Array(), proxyServices: new Uint16Array(),
    },
    pods: {
      ...none, node: new Int32Array(), word: new Uint16Array(), readyContainers: new Uint8Array(), totalContainers: new Uint8Array(),
      restarts: new Uint16Array(), replicaSet: new Int32Array(), revision: new Uint16Array(), flags: new Uint8Array(), containerStates: new Uint32Array(),
    },
    records: [], gone: [], words: [],
    hops: {
      id: new Float64Array(), sentUs: new Float64Array(), arrivesUs: new Float64Array(), link: new Uint32Array(), type: new Uint8Array(), flags: new Uint8Array(),
    },
    bundles: [], changes: [],
    pace: { playing: true, mode: 'auto', rate: 1, reason: 'waiting: node-2 silent 12 s of 50', waiting: 0 },
  }
}

/** Node rows by name, all Ready; `off` says which machines are without power. */
export function nodeColumns(names: readonly string[], off: readonly string[] = []): Frame['nodes'] {
  const size = names.length
  return {
    slot: Uint32Array.from(names.keys()), fresh: new Uint8Array(size).fill(1), place: Uint32Array.from(names.keys()), status: new Uint8Array(size),
    flags: Uint16Array.from(names, (name) => (off.includes(name) ? 1 : 0)), cpuRequestedMilli: new Float64Array(size), cpuAllocatableMilli: new Float64Array(size),
    memoryRequestedMi: new Float64Array(size), memoryAllocatableMi: new Float64Array(size), leaseRenewedUs: new Float64Array(size),
    proxyServices: new Uint16Array(size), names: names.map((name) => ({ name, ip: '', podCIDR: '', zone: '', rack: '' })), gone: new Uint32Array(),
  }
}

/** Pods, each on the node slot that the list says. */
export function podColumns(nodes: readonly number[]): Frame['pods'] {
  const size = nodes.length
  return {
    slot: Uint32Array.from(nodes.keys()), fresh: new Uint8Array(size).fill(1), node: Int32Array.from(nodes), place: Uint32Array.from(nodes.keys()),
    status: new Uint8Array(size), word: new Uint16Array(size), readyContainers: new Uint8Array(size), totalContainers: new Uint8Array(size),
    restarts: new Uint16Array(size), replicaSet: new Int32Array(size).fill(-1), revision: new Uint16Array(size), flags: new Uint8Array(size),
    containerStates: new Uint32Array(size), names: nodes.map((_, slot) => ({ namespace: 'default', name: `pod-${slot}`, containers: [] })), gone: new Uint32Array(),
  }
}

export function deployment(name: string, replicas: number, readyReplicas: number): DeploymentRecord {
  return {
    kind: 'Deployment', slot: 0, namespace: 'default', name, replicas, readyReplicas, updatedReplicas: replicas, availableReplicas: readyReplicas,
    revision: 1, paused: false, images: [],
  }
}
